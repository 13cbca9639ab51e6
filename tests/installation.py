"""A hub of its own for a test: data, database, command line, web server.

`python -m tests.installation` fills the database that the environment names with
the cast. On PostgreSQL each installation has a database of its own on the server
that GRANDIS_DATABASE names.
"""

import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

ROOT = Path(__file__).parents[1]
SERVER = os.environ.get("GRANDIS_DATABASE", "")


@dataclass
class Installation:
    """A data folder with its database; the database is dropped by `remove`."""

    folder: Path
    database: str = ""

    @classmethod
    def empty(cls, folder: Path, like: "Installation | None" = None):
        """A new one, without tables or with a copy of another's."""
        made = cls(
            folder, new_database(like.database if like else "") if SERVER else ""
        )
        if like:
            shutil.copytree(like.folder, folder, dirs_exist_ok=True)
        return made

    @property
    def environment(self):
        """What its programs are told; nothing of the tests' own settings."""
        ours = {k: v for k, v in os.environ.items() if not k.startswith("GRANDIS_")}
        return ours | {
            "GRANDIS_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "grandis.hub.settings",
            **({"GRANDIS_DATABASE": self.database} if self.database else {}),
        }

    def popen(self, *arguments, environment=None, **more):
        """Start Python with arguments, in a group of its own."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment | (environment or {}),
            start_new_session=True,
            text=True,
            **more,
        )

    def python(self, *arguments, **environment):
        """What Python says, when it has ended; stderr apart."""
        program = self.popen(
            *arguments,
            environment=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        with group_of(program):
            out, err = program.communicate()
        return subprocess.CompletedProcess(arguments, program.returncode, out, err)

    def hub(self, *arguments, **environment):
        """What `grandis hub` says."""
        return self.python(*GRANDIS, "hub", *map(str, arguments), **environment)

    def remove(self):
        """Drop the database; the folder is the test's."""
        if self.database:
            drop_database(self.database)


GRANDIS = ("-c", "from grandis.cli import main; main(prog_name='grandis')")


def new_database(like=""):
    """The address of a new database on the server of the tests."""
    name = f"installation_{secrets.token_hex(6)}"
    template = f" TEMPLATE {name_of(like)}" if like else ""
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}{template}")
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))


def drop_database(address):
    """Drop a database, whoever is still connected."""
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name_of(address)} WITH (FORCE)")


def name_of(address):
    """The name of the database in an address."""
    return urlsplit(address).path.strip("/")


def free_port():
    """A port that nobody listens at just now."""
    with socket.create_server(("localhost", 0)) as server:
        return server.getsockname()[1]


def wait_until(is_so, seconds=240.0):
    """Wait for something to become so; a test fails when it does not."""
    latest = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < latest, "it did not happen in time"
        time.sleep(0.05)


def listens(port):
    """Whether something takes connections at a port."""
    try:
        with socket.create_connection(("localhost", port), timeout=1):
            return True
    except OSError:
        return False


@contextmanager
def group_of(program):
    """Let nothing of a program's group outlive the block."""
    try:
        yield program
    finally:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, 9)
        program.wait()
        for pipe in (program.stdout, program.stderr):
            if pipe:
                pipe.close()


@pytest.fixture(scope="session")
def pattern(tmp_path_factory):
    """A hub with the cast in it, for others to be copies of."""

    def build(made):
        filled = made.python("-m", "tests.installation")
        assert filled.returncode == 0, filled.stderr

    if SERVER:
        made = Installation.empty(tmp_path_factory.mktemp("pattern"))
        build(made)
    else:
        made = built_once(tmp_path_factory, "pattern", build)
    yield made
    made.remove()


def built_once(tmp_path_factory, name, build):
    """An installation on SQLite that all of pytest's processes share; not to change."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    made, done = Installation(root / name), root / f"{name}.done"
    with open(root / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            made.folder.mkdir()
            build(made)
            done.touch()
    return made


@pytest.fixture
def installation(pattern, tmp_path):
    """A hub with the cast in it."""
    made = Installation.empty(tmp_path / "var", like=pattern)
    yield made
    made.remove()


@pytest.fixture
def elsewhere(tmp_path):
    """Another machine: an empty data folder, an empty database."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    made = Installation.empty(folder)
    yield made
    made.remove()


def fill():
    """Prepare all and build the cast, with passwords that are checked fast."""
    import django

    django.setup()

    from django.contrib.auth.hashers import PBKDF2PasswordHasher
    from tests.cast import assemble

    from grandis.hub.core.administration.preparing import (
        collect_static_files,
        update_tables,
    )

    PBKDF2PasswordHasher.iterations = 1
    update_tables()
    collect_static_files()
    assemble()


if __name__ == "__main__":
    fill()
