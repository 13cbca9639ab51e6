"""Whatever is wrong with what is given: one sentence, status 2, no traceback."""

import json

import msgspec
import pytest
from tests.cli.workshop import PLAN, PROBLEM

from grandis.planning import write_plan
from grandis.planning.files import problem_to_json


@pytest.fixture
def refusal(run):
    """The sentence with which a command line is refused."""

    def refusal(*arguments):
        result = run(*arguments)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1
        assert result.stderr.startswith("grandis: ")
        return result.stderr.removeprefix("grandis: ").strip()

    return refusal


@pytest.fixture
def with_change(tmp_path):
    """The problem file after a change to its content."""

    def with_change(change):
        content = json.loads(problem_to_json(PROBLEM))
        change(content)
        path = tmp_path / "wrong.json"
        path.write_text(json.dumps(content))
        return path

    return with_change


def in_problem(content, *path):
    inside = content["problem"]
    for key in path:
        inside = inside[key]
    return inside


def set_in(*path, value):
    def change(content):
        in_problem(content, *path[:-1])[path[-1]] = value

    return change


FIRST = ("opportunities", 0)
STEP = (*FIRST, "steps", 0)

CHANGES = {
    "an unknown site": (
        set_in("resources", 0, "site", value="kauns"),
        ["resource 'press-b'", "'kauns'", "kaunas"],
    ),
    "an unknown resource": (
        set_in(*STEP, "options", 0, "resource", value="press-x"),
        ["opportunity 'caps'", "'press-x'"],
    ),
    "an unknown field": (
        set_in(*FIRST, "prise", value=5),
        ["opportunity 'caps'", "'prise'", "price"],
    ),
    "a step that waits for itself": (
        set_in(*STEP, "after", value=["moulding"]),
        ["opportunity 'caps'", "'moulding'"],
    ),
    "no options": (
        set_in(*STEP, "options", value=[]),
        ["opportunity 'caps'", "'moulding'", "option"],
    ),
    "a negative price": (set_in(*FIRST, "price", value=-1), ["'caps'", "price"]),
    "a price beyond 64 bits": (
        set_in(*FIRST, "price", value=10**30),
        ["'caps'", "price"],
    ),
    "a duration too long": (
        set_in(*STEP, "options", 0, "duration", value=10**9),
        ["'caps'", "duration"],
    ),
    "half an hour": (
        set_in(*STEP, "options", 0, "duration", value=0.5),
        ["'caps'", "duration", "whole number"],
    ),
    "an id twice": (set_in("members", 1, "id", value="baltija"), ["'baltija'"]),
    "text for a list": (set_in("members", value="all"), ["'members'", "list"]),
    "a version from the future": (
        lambda content: content.update(version=2),
        ["version 2", "newer Grandis"],
    ),
    "another format": (
        lambda content: content.update(format="grandis-plan"),
        ["grandis-problem"],
    ),
    "a calendar that is never open": (
        lambda content: (
            set_in("calendars", value=[{"id": "never", "open": []}])(content),
            set_in("resources", 0, "calendar", value="never")(content),
        ),
        ["'never'"],
    ),
    "a year that does not exist": (
        set_in("grid", value={"start": "2026-02-30T00:00:00Z"}),
        ["2026-02-30"],
    ),
}


@pytest.mark.parametrize("mistake", CHANGES)
def test_it_names_what_is_wrong_in_a_problem(refusal, with_change, mistake):
    change, named = CHANGES[mistake]
    path = with_change(change)

    sentence = refusal("plan", path)

    assert sentence.startswith(f"{path}: ")
    assert [word for word in named if word not in sentence] == []


def test_it_names_steps_that_wait_in_a_circle(refusal, with_change):
    def circle(content):
        steps = in_problem(content, *FIRST, "steps")
        steps[0]["after"] = ["packing"]
        steps.append({**steps[0], "id": "packing", "after": ["moulding"]})

    sentence = refusal("plan", with_change(circle))

    assert "'moulding' → 'packing' → 'moulding'" in sentence


CONTENT = problem_to_json(PROBLEM)
RUBBISH = {
    "nothing": b"",
    "blanks": b" \n\t",
    "zeros": bytes(1000),
    "half a file": CONTENT[: len(CONTENT) // 2],
    "a comma too many": CONTENT.replace(b"]", b",]", 1),
    "another encoding": CONTENT.replace(b"Lids", "Dangčiai".encode("utf-16")),
    "a list": b"[1, 2]",
    "a number": b"17",
    "a deep nest": b'{"problem":' * 100_000,
    "a web page": b"<!doctype html><html></html>",
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "half an instance": b"2 2\n1 1 1 5\n",
}


@pytest.mark.parametrize("kind", RUBBISH)
def test_it_refuses_files_that_are_no_problem(refusal, tmp_path, kind):
    path = tmp_path / "rubbish"
    path.write_bytes(RUBBISH[kind])

    assert refusal("plan", path).startswith(f"{path}: ")


@pytest.mark.parametrize("start", [b"", b"{", b"3 3 "])
def test_it_refuses_a_hundred_megabytes_of_rubbish(refusal, tmp_path, start):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.write(start)
        file.truncate(100 * 2**20)

    assert refusal("plan", path).startswith(f"{path}: ")


def test_it_refuses_a_hundred_megabytes_of_json(refusal, tmp_path):
    path = tmp_path / "large.json"
    path.write_bytes(b'{"problem": [' + b"1234567," * (100 * 2**17) + b"0]}")

    assert refusal("plan", path).startswith(f"{path}: ")


def test_it_refuses_a_file_larger_than_any_problem(refusal, tmp_path):
    path = tmp_path / "sparse.json"
    with path.open("wb") as file:
        file.truncate(2**40)

    assert "larger than" in refusal("plan", path)


def test_it_refuses_a_missing_file(refusal, tmp_path):
    path = tmp_path / "none.json"

    assert refusal("plan", path) == f"{path}: there is no such file; check its name"


def test_it_refuses_a_folder(refusal, tmp_path):
    assert refusal("plan", tmp_path).startswith(f"{tmp_path}: this is a folder")


def test_it_refuses_a_problem_where_a_plan_belongs(refusal, problem_file):
    assert "grandis-plan" in refusal("check", problem_file, problem_file)


@pytest.mark.parametrize("option", ["-o", "--report"])
def test_it_notices_a_missing_folder_before_it_plans(
    refusal, problem_file, tmp_path, option
):
    path = tmp_path / "none" / "plan"

    sentence = refusal("plan", problem_file, option, path)

    assert sentence == f"{path}: its folder does not exist; make it first"


@pytest.mark.parametrize("option", ["-o", "--report"])
def test_it_notices_that_an_output_is_a_folder_before_it_plans(
    refusal, problem_file, tmp_path, option
):
    sentence = refusal("plan", problem_file, option, tmp_path)

    assert sentence == f"{tmp_path}: this is not a file; give another name"


def test_it_does_not_overwrite_what_it_reads(refusal, problem_file):
    before = problem_file.read_bytes()

    sentence = refusal("plan", problem_file, "-o", problem_file)

    assert "would overwrite what is read" in sentence
    assert problem_file.read_bytes() == before


def test_it_does_not_write_two_things_to_one_file(refusal, problem_file, tmp_path):
    out = tmp_path / "out"

    sentence = refusal("plan", problem_file, "-o", out, "--report", out)

    assert "would overwrite what else is written" in sentence


def test_it_refuses_pictures_where_no_folder_can_be(refusal, problem_file, tmp_path):
    beyond = tmp_path / "none" / "pictures"

    assert "is not a folder" in refusal("plan", problem_file, "--svg", problem_file)
    assert "does not exist" in refusal("plan", problem_file, "--svg", beyond)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--seconds", "nan"),
        ("--seconds", "inf"),
        ("--seconds", "-1"),
        ("--seconds", "soon"),
        ("--steps", "0"),
        ("--steps", "1.5"),
        ("--workers", "0"),
        ("--seed", "-1"),
        ("--seed", str(2**40)),
        ("--format", "xml"),
        ("--objective", "happiness"),
    ],
)
def test_it_refuses_options_that_make_no_sense(run, problem_file, option, value):
    result = run("plan", problem_file, option, value)

    assert result.exit_code == 2
    assert f"Invalid value for '{option}'" in result.stderr


def test_a_name_with_strange_characters_is_only_a_name(refusal, tmp_path):
    path = tmp_path / "a\x1b[2J\nb.json"

    assert refusal("plan", path).endswith("there is no such file; check its name")


@pytest.mark.parametrize("command", ["risk", "explain", "replan"])
def test_a_plan_that_breaks_a_rule_is_no_ground_to_build_on(
    refusal, problem_file, plan_file, command
):
    late = msgspec.structs.replace(PLAN.assignments[0], end=21)
    write_plan(msgspec.structs.replace(PLAN, assignments=(late,)), plan_file)
    event = ("--now", "0", "--cancelled", "caps") if command == "replan" else ()

    sentence = refusal(command, problem_file, plan_file, *event)

    assert "cannot end at 21; plan anew, or ask `grandis check`" in sentence
