"""`tools/with-postgresql` lends a command a server and takes it back."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools/with-postgresql"


@pytest.fixture
def folder():
    """Where the server lives; pytest's own folders are closed to other users."""
    with tempfile.TemporaryDirectory(prefix="grandis-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def _ctrl_c():
    """What a shell starts in the background would not heed it, nor its children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def lend(folder, *command, **more):
    return subprocess.Popen(
        [TOOL, *command],
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **more,
    )


def test_the_command_finds_a_durable_server_and_gives_its_status(folder):
    asking = (
        'psql --host="${GRANDIS_DATABASE#*host=}" --username=grandis --tuples-only'
        " --no-align --command='show fsync' grandis; exit 7"
    )

    lent = lend(folder, "sh", "-c", asking)

    assert lent.communicate()[0] == "on\n"
    assert lent.returncode == 7


def test_the_server_is_gone_when_the_command_ends(folder):
    lent = lend(folder, "sh", "-c", 'echo "$GRANDIS_DATABASE"')
    address = lent.communicate()[0].strip()

    assert list(folder.iterdir()) == []
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)


@pytest.mark.usefixtures("_ctrl_c")
def test_the_server_is_gone_after_ctrl_c(folder):
    lent = lend(folder, "sh", "-c", "echo started; exec sleep 600")
    assert lent.stdout.readline() == "started\n"

    os.killpg(lent.pid, signal.SIGINT)

    lent.communicate()
    assert lent.returncode != 0
    assert list(folder.iterdir()) == []


def test_without_a_command_it_says_so(folder):
    lent = lend(folder, stderr=subprocess.STDOUT)

    assert lent.communicate()[0] == "Say which command to run beside the server\n"
    assert lent.returncode == 1
