"""`grandis hub run`: one address to open, and a clean end."""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from urllib.request import urlopen

import pytest
from tests.installation import GRANDIS, SERVER, free_port, group_of, listens


@contextmanager
def running(hub, *more, **environment):
    """A started hub, once it answers, with its port."""
    port = free_port()
    program = hub.popen(
        *GRANDIS,
        "hub",
        "run",
        f"--port={port}",
        "--processes=1",
        *more,
        environment={"GRANDIS_DEMO": "yes", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    with group_of(program):
        said = []
        for line in program.stdout:
            said.append(line)
            if line.startswith("Open "):
                break
        else:
            raise AssertionError("".join(said))
        program.said = said
        yield program, port


def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as children:
        return [int(child) for child in children.read().split()]


def command_of(pid):
    with open(f"/proc/{pid}/cmdline") as command:
        return command.read()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_stops_when_told(installation, number):
    with running(installation) as (hub, port):
        assert hub.said == [
            f"Open http://localhost:{port} in a browser; Ctrl-C stops the hub.\n"
        ]
        with urlopen(f"http://localhost:{port}/health/") as page:
            assert json.load(page)["ok"]

        os.kill(hub.pid, number)

        assert hub.wait() == 0
        assert hub.stdout.read() == ""
        assert not listens(port)


def test_it_answers_to_the_names_of_this_machine_only(installation):
    def asked_by(name, method="GET"):
        with closing(HTTPConnection("localhost", port)) as there:
            there.request(method, "/health/?q=1", headers={"Host": name})
            answer = there.getresponse()
            return answer.status, answer.headers["Location"]

    with running(installation) as (hub, port):
        here = f"http://localhost:{port}/health/?q=1"
        assert asked_by(f"localhost:{port}") == (200, None)
        assert asked_by(f"127.0.0.1:{port}") == (302, here)
        assert asked_by(f"[::1]:{port}") == (302, here)
        assert asked_by(f"127.0.0.1:{port}", "POST") == (403, None)
        assert asked_by("evil.example") == (400, None)

        os.kill(hub.pid, signal.SIGTERM)

        lines = hub.stdout.read()
        assert "DisallowedHost: Invalid HTTP_HOST header: 'evil.example'" in lines
        assert "Traceback" not in lines


def test_others_on_the_machine_read_nothing_of_it(elsewhere):
    made = elsewhere.hub("manage", "migrate", "--verbosity=0")
    elsewhere.hub("mail-test", "you@example.org")

    assert made.returncode == 0, made.stderr
    written = [path for path in elsewhere.folder.rglob("*") if path.is_file()]
    assert {"secret.key", *(["hub.sqlite3"] if not SERVER else [])} <= {
        path.name for path in written
    }
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_when_the_worker_dies_the_web_server_ends_too(installation):
    with running(installation) as (hub, port):
        (worker,) = [
            pid for pid in children_of(hub.pid) if "hub.manage" in command_of(pid)
        ]

        os.kill(worker, signal.SIGKILL)

        assert hub.wait() == 1
        assert hub.stdout.read() == (
            "grandis: the background worker ended with signal 9; what it said stands"
            " above\n"
        )
        assert not listens(port)


def test_a_busy_port_is_told_before_anything_is_done(elsewhere):
    with socket.create_server(("localhost", 0)) as other:
        port = other.getsockname()[1]
        refused = elsewhere.hub("run", f"--port={port}")

    assert refused.returncode == 2
    assert refused.stderr == (
        f"grandis: port {port} of localhost cannot be used (Address already in use);"
        " stop what uses it, or choose another with --port\n"
    )
    assert not (elsewhere.folder / "hub.sqlite3").exists()


def test_a_data_folder_has_one_hub(installation, tmp_path):
    with running(installation):
        second = installation.hub("run", f"--port={free_port()}")
        restored = installation.hub("restore", "--force", tmp_path / "b.zip")

    for refused in (second, restored):
        assert refused.returncode == 2
        assert "a hub is running with this data folder; stop it first" in refused.stderr


UNSAFE = {
    "debug pages": ({"GRANDIS_DEBUG": "yes"}, "GRANDIS_DEBUG is on; leave it out"),
    "a guessable secret": (
        {"GRANDIS_SECRET_KEY": "x" * 60},
        "the secret key is short, repetitive or a default one",
    ),
    "a short secret": (
        {"GRANDIS_SECRET_KEY": "changeme"},
        "GRANDIS_SECRET_KEY has 8 characters; give at least 50 random ones",
    ),
}


@pytest.mark.parametrize(("environment", "said"), UNSAFE.values(), ids=UNSAFE)
def test_it_does_not_start_with(installation, environment, said):
    port = free_port()

    refused = installation.hub("run", f"--port={port}", **environment)

    assert refused.returncode == 2
    assert said in refused.stderr
    assert not listens(port)


def test_it_does_not_start_with_accounts_of_the_demo(installation):
    installation.hub(
        "manage",
        "shell",
        "--command=from grandis.hub.core.models import Person;"
        "Person.objects.filter(email='ona@example.org').update(is_demo=True)",
    )

    refused = installation.hub("run", f"--port={free_port()}")

    assert refused.returncode == 2
    assert "1 accounts of the demo are in this database" in refused.stderr


def test_it_refuses_a_database_that_does_not_answer(installation):
    refused = installation.hub(
        "verify", GRANDIS_DATABASE="postgresql://nobody@localhost:1/nothing"
    )

    assert refused.returncode == 2
    assert refused.stderr.startswith("grandis: the database says: ")
    assert refused.stderr.count("\n") == 1


def test_help_needs_no_django():
    code = (
        "import sys; from click.testing import CliRunner; from grandis.cli import main;"
        "assert CliRunner().invoke(main, ['hub', '--help']).exit_code == 0;"
        "assert 'django' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", code], check=True)
