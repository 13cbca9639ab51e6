"""Programs that live together end together."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from grandis.cli.hub.supervising import Child, Stop, stoppable, supervise

SLEEPING = Child("the sleeper", ["sleep", "600"])


def test_one_that_ends_ends_the_others(tmp_path):
    noting = Child(
        "the other",
        [
            "sh",
            "-c",
            f"trap 'echo asked > {tmp_path}/told; exit' TERM; sleep 600 & wait",
        ],
    )
    short = Child("the short one", ["sh", "-c", "sleep 0.5; exit 3"])

    said = supervise([noting, short], Stop())

    assert said == "the short one ended with status 3"
    assert (tmp_path / "told").read_text() == "asked\n"


def test_it_names_the_signal_that_ended_a_child():
    killed = Child("the victim", ["sh", "-c", "kill -9 $$"])

    assert supervise([SLEEPING, killed], Stop()) == "the victim ended with signal 9"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_and_is_no_failure(number):
    with stoppable() as stop:
        said = supervise([SLEEPING], stop, ready=lambda: os.kill(os.getpid(), number))

    assert said == ""


def test_it_says_once_when_all_is_ready():
    stop, told = Stop(), []

    def ready():
        told.append("ready")
        threading.Timer(0.5, setattr, [stop, "asked", True]).start()

    supervise([SLEEPING], stop, ready=ready)

    assert told == ["ready"]


def test_after_it_signals_do_what_they_did_before():
    before = signal.getsignal(signal.SIGINT)
    with stoppable():
        assert signal.getsignal(signal.SIGINT) != before

    assert signal.getsignal(signal.SIGINT) == before


def test_a_killed_supervisor_leaves_nobody_behind(tmp_path):
    pid = tmp_path / "pid"
    code = (
        "from grandis.cli.hub.supervising import *;"
        f"supervise([Child('it', ['sh', '-c', 'echo $$ > {pid}; exec sleep 600'])],"
        " Stop())"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", code])
    while not (pid.exists() and pid.read_text()):
        time.sleep(0.05)

    supervisor.kill()
    supervisor.wait()

    child = int(pid.read_text())
    for _ in range(100):
        if not is_alive(child):
            break
        time.sleep(0.05)
    assert not is_alive(child)


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
