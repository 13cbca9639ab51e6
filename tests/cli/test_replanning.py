"""`grandis replan` changes a plan as little as need be."""

import json

import msgspec
import pytest
from tests.cli.workshop import PROBLEM

from grandis.planning import Opportunity, Option, Step, check, read_plan, read_problem

DOWN = ("--machine-down", "press-b", "0", "2026-03-04T00:00")
QUICK = ("--seconds", "1")


@pytest.fixture
def replan(run, problem_file, plan_file):
    """`grandis replan` on the workshop and its plan."""

    def replan(*arguments):
        return run("replan", problem_file, plan_file, *QUICK, *arguments)

    return replan


def test_it_tells_what_moves_and_what_it_costs(replan):
    result = replan("--now", "0", *DOWN)

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Surplus EUR 500.00, EUR 100.00 worse than before (EUR 600.00).",
        "Steps changed: 1 of the 1 that had not begun; a plan made from scratch would"
        " change 1.",
        "",
        "Moved  Step      From (UTC)                 To (UTC)",
        "caps   moulding  press-b, 2026-03-02 00:00  press-n, 2026-03-02 00:00",
    ]


def test_the_new_plan_is_one_for_the_new_problem(replan, tmp_path):
    plan, problem = tmp_path / "new-plan.json", tmp_path / "new-problem.json"

    replan("--now", "2026-03-02T00:00", *DOWN, "-o", plan, "--new-problem", problem)

    assert check(read_problem(problem), read_plan(plan)) == ()
    assert read_plan(plan).assignments[0].resource == "press-n"


def test_programs_get_one_object(replan):
    told = json.loads(replan("--now", "0", *DOWN, "--json").stdout)

    assert told["status"] == "optimal"
    assert (told["objective"], told["cost"]) == (50_000, 10_000)
    assert (told["changed"], told["of"], told["fresh_changed"]) == (1, 1, 1)
    assert (told["dropped"], told["added"]) == ([], [])
    (move,) = told["moved"]
    assert (move["opportunity"], move["step"]) == ("caps", "moulding")
    assert move["before"]["resource"] == "press-b"
    assert move["after"]["resource"] == "press-n"


def test_what_has_begun_is_paid_even_when_it_is_cancelled(replan):
    told = json.loads(replan("--now", "5", "--cancelled", "caps", "--json").stdout)

    assert told["objective"] == -40_000


def test_a_step_can_take_longer(replan):
    result = replan("--now", "5", "--step-late", "caps", "moulding", "+5")

    assert "Surplus EUR 500.00, EUR 100.00 worse" in result.stdout


def test_a_step_can_end_later(replan):
    late = ("--step-late", "caps", "moulding", "2026-03-03T01:00")
    result = replan("--now", "5", *late)

    assert "Surplus EUR 500.00, EUR 100.00 worse" in result.stdout


def test_an_event_without_consequence_says_so(replan):
    result = replan("--now", "30", "--machine-down", "press-b", "30", "40")

    assert "Surplus stays at EUR 600.00." in result.stdout


def test_events_can_come_from_a_file(replan, tmp_path):
    jars = Opportunity("jars", (Step("blow", (Option("press-n", 5, 100),)),), price=500)
    new = {"event": "new_opportunity", "opportunity": msgspec.to_builtins(jars)}
    path = tmp_path / "events.json"
    path.write_text(json.dumps([new]))

    result = replan("--now", "0", "--event", path)

    assert "Newly made: jars." in result.stdout
    assert "EUR 4.00 better than before" in result.stdout


def test_an_opportunity_that_pays_no_more_is_told(run, tmp_path, replan):
    hopeless = ("--machine-down", "press-b", "0", "240")
    both = (*hopeless, "--machine-down", "press-n", "0", "240")

    result = replan("--now", "0", *both)

    assert "No longer made: caps." in result.stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--cancelled", "cups"), "'cups'"),
        (("--machine-down", "press-x", "0", "5"), "'press-x'"),
        (("--machine-down", "press-b", "5", "0"), "end 0 is not after start 5"),
        (("--machine-down", "press-b", "soon", "5"), "--machine-down: 'soon' is"),
        (("--step-late", "caps", "melting", "+5"), "'melting'"),
        (("--step-late", "caps", "moulding", "+0"), "--step-late: '+0' is neither"),
    ],
)
def test_events_that_make_no_sense_are_refused(replan, arguments, named):
    result = replan("--now", "5", *arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1].startswith("grandis: ")
    assert named in result.stderr


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[1]",
        b'[{"event": "flood"}]',
        b'[{"event": "cancelled"}]',
        b"[[",
        b'[{"event": "cancelled", "opportunity": "\xff"}]',
        b'[{"deep": ' + b"[" * 100_000,
    ],
)
def test_event_files_that_make_no_sense_are_refused(replan, tmp_path, content):
    path = tmp_path / "events.json"
    path.write_bytes(content)

    result = replan("--now", "5", "--event", path)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"grandis: {path}: ")
    assert len(result.stderr.splitlines()) == 1


def test_it_asks_what_has_happened(replan):
    result = replan("--now", "5")

    assert result.exit_code == 2
    assert "Say what has happened" in result.stderr


def test_now_lies_within_the_problem(replan):
    result = replan("--now", str(PROBLEM.horizon + 1), *DOWN)

    assert result.exit_code == 2
    assert "--now: '241' is outside the time of the problem" in result.stderr
