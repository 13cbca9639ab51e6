"""Every command ends in order, or with one sentence and an exit status."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from grandis.cli import main
from grandis.cli.shell import Shell, note
from grandis.errors import FileError, GrandisError, UnsolvedError

SLOW = {
    "numpy",
    "numba",
    "ortools",
    "scipy",
    "highspy",
    "holidays",
    "openpyxl",
    "msgspec",
}

GRANDIS = [sys.executable, "-c", "from grandis.cli import main; main()"]


def ending_with(error):
    """A command line whose one command raises this error."""
    shell = Shell()

    @shell.command()
    def work():
        raise error

    return CliRunner().invoke(shell, ["work"])


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (FileError("x.json: there is no such file; check its name"), 2),
        (UnsolvedError("the solver gave up"), 1),
        (GrandisError("something else"), 1),
    ],
)
def test_an_error_of_ours_is_one_sentence_and_a_status(error, status):
    result = ending_with(error)

    assert result.exit_code == status
    assert result.stderr == f"grandis: {error}\n"
    assert result.stdout == ""


def test_a_sentence_stays_on_one_line_whatever_it_quotes():
    result = ending_with(FileError("a\nb\x1b[2Jc"))

    assert result.stderr == "grandis: a�b�[2Jc\n"


def test_an_error_that_is_not_ours_is_not_hidden():
    assert isinstance(ending_with(ZeroDivisionError()).exception, ZeroDivisionError)


def test_commands_are_listed_in_the_order_in_which_they_were_added():
    shell = Shell(commands={name: click.Command(name) for name in ("plan", "check")})

    assert shell.list_commands(click.Context(shell)) == ["plan", "check"]


def test_a_note_goes_to_standard_error(capsys):
    note("working")

    assert capsys.readouterr() == ("", "working\n")


def test_a_wrong_option_ends_with_2(run):
    result = run("plan", "problem.json", "--wrong")

    assert result.exit_code == 2
    assert "No such option '--wrong'" in result.stderr


def test_it_says_its_version(run):
    assert run("--version").stdout.startswith("grandis ")


def test_every_command_explains_itself(run):
    for name in main.commands:
        result = run(name, "--help")

        assert result.exit_code == 0
        assert result.stdout.startswith("Usage: ")


def test_help_loads_no_slow_library_and_no_planner():
    code = (
        "import sys\n"
        "from grandis.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in ended.stderr.split()}

    assert "Commands:" in ended.stdout
    assert "click" in loaded
    assert loaded & SLOW == set()
    assert "grandis.planning" not in ended.stderr.split()


def test_a_reader_that_goes_away_is_no_error():
    with subprocess.Popen(
        [*GRANDIS, "schema", "problem"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as ended:
        ended.stdout.close()
        complaint = ended.stderr.read()

    assert complaint == b""


def test_an_answer_that_finds_no_room_is_one_sentence():
    with open("/dev/full", "w") as full:
        ended = subprocess.run(
            [*GRANDIS, "schema", "plan"], stdout=full, stderr=subprocess.PIPE, text=True
        )

    assert ended.returncode == 1
    assert ended.stderr == (
        "grandis: the answer cannot be written: No space left on device\n"
    )


def test_what_an_encoding_lacks_does_not_end_a_command(problem_file, tmp_path):
    ended = subprocess.run(
        [*GRANDIS, "check", problem_file, tmp_path / "nėra.json"],
        capture_output=True,
        env={"PYTHONIOENCODING": "latin-1"},
    )

    assert ended.returncode == 2
    assert b"n\\u0117ra.json: there is no such file" in ended.stderr
