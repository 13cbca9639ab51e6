"""A planning run as the user sees it."""

import os
import pty
import signal
import subprocess
import sys

import msgspec
import pytest
from tests.cli.workshop import PROBLEM

from grandis.cli.running import REWRITE, ProgressLine, stoppable
from grandis.planning import check, read_plan, read_problem
from grandis.planning.solving import Progress

GRANDIS = [sys.executable, "-c", "from grandis.cli import main; main()"]


class Terminal:
    """A program whose standard error is a terminal."""

    def __init__(self, *arguments):
        self._ours, theirs = pty.openpty()
        self.program = subprocess.Popen(
            [*GRANDIS, *map(str, arguments)], stdout=subprocess.PIPE, stderr=theirs
        )
        os.close(theirs)
        self.seen = ""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.program.kill()
        self.program.communicate()
        os.close(self._ours)

    def read_until(self, text):
        """Read on until this text has been shown."""
        while text not in self.seen:
            self._read()

    def end(self):
        """The exit status and what was printed."""
        printed = self.program.stdout.read().decode()
        try:
            while True:
                self._read()
        except EOFError:
            return self.program.wait(), printed

    def _read(self):
        try:
            read = os.read(self._ours, 65_536)
        except OSError:  # how Linux says that nobody else has the terminal open
            read = b""
        if not read:
            raise EOFError(self.seen)
        self.seen += read.decode()


@pytest.fixture
def demo_file(run, tmp_path):
    path = tmp_path / "demo.json"
    run("demo", "-o", path)
    return path


@pytest.fixture
def endless(demo_file, tmp_path):
    """A run on the demo that has found a plan and would search for an hour."""
    command = ["plan", demo_file, "--seconds", 3600, "-o", tmp_path / "plan.json"]
    with Terminal(*command, "--report", tmp_path / "plan.html") as terminal:
        terminal.read_until("best EUR")
        yield terminal


def test_ctrl_c_keeps_the_best_plan(endless, demo_file, tmp_path):
    endless.program.send_signal(signal.SIGINT)
    status, printed = endless.end()

    problem, plan = read_problem(demo_file), read_plan(tmp_path / "plan.json")
    assert status == 0
    assert check(problem, plan) == ()
    assert plan.taken
    assert printed.startswith("Surplus EUR ")
    assert (tmp_path / "plan.html").exists()
    assert "Stopping with the best plan so far" in endless.seen


def test_a_second_ctrl_c_ends_the_program_at_once():
    code = (
        "import os, signal\n"
        "from grandis.cli.running import stoppable\n"
        "with stoppable() as stop:\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    assert stop.is_set()\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    print('still here')\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True)

    assert ended.returncode == -signal.SIGINT
    assert ended.stdout == b""
    assert ended.stderr == b""


def test_ctrl_c_is_as_before_when_the_run_is_over():
    before = signal.getsignal(signal.SIGINT)

    with stoppable() as stop:
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.is_set()

    assert signal.getsignal(signal.SIGINT) == before


def test_a_terminal_shows_one_line_that_is_rewritten(demo_file):
    with Terminal("plan", demo_file, "--seconds", 3, "--json") as terminal:
        terminal.end()
        first, *lines = terminal.seen.split("\n", 1)

    assert first.startswith("Planning 40 opportunities over ")
    assert lines[0].count(REWRITE) > 1
    assert lines[0].endswith(REWRITE)
    assert "bound EUR" in lines[0]


def test_a_pipe_gets_a_first_line_and_no_progress(problem_file):
    ended = subprocess.run(
        [*GRANDIS, "plan", problem_file, "--json"], capture_output=True, text=True
    )

    assert ended.returncode == 0
    assert ended.stderr == (
        "Planning 2 opportunities over 2 resources for 10 seconds;"
        " Ctrl-C ends with the best plan so far\n"
    )


def test_kernels_that_must_be_compiled_first_are_announced(tmp_path):
    code = "from grandis.cli.running import tell_of_compiling as tell; tell()"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env=os.environ | {"XDG_CACHE_HOME": str(tmp_path)},
        text=True,
    )

    assert ended.stderr == "Compiling the search kernels first, once: half a minute\n"


@pytest.fixture
def line():
    return ProgressLine(PROBLEM)


def test_the_line_tells_value_bound_and_gap(line):
    line.take(Progress(50_000, 60_000, 1.0))

    assert line.text().endswith(" s  best EUR 500.00  bound EUR 600.00  gap 20.0 %")


def test_the_line_says_that_there_is_no_plan_yet():
    problem = msgspec.structs.replace(PROBLEM, objective="weighted_tardiness")
    line = ProgressLine(problem)
    line.take(Progress(None, 7, 1.0))

    assert line.text().endswith(" s  no plan yet  bound 7 ticks")


def test_the_line_begins_before_there_are_news(line):
    assert line.text().endswith(" s  preparing")


def test_the_line_is_silent_when_nobody_watches(line, capsys):
    line.draw()
    line.end()

    assert capsys.readouterr().err == ""
