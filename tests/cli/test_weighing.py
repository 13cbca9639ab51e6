"""`grandis front` and `grandis worth` tell what could be instead."""

import json
import signal
import subprocess
import sys

import msgspec
import pytest
from tests.cli.workshop import PROBLEM

from grandis.planning import CallOff, check, read_plan, write_problem

QUICK = ("--steps", "50")
#: A second press with Neris that works like the one of Baltija, at half the cost.
PRESS = {
    "resources": [{"id": "press-n2", "site": "vilnius"}],
    "likenesses": [{"resource": "press-n2", "like": "press-b", "cost_percent": 50}],
}


@pytest.fixture
def worth(run, problem_file, tmp_path):
    """`grandis worth` of an addition to the workshop."""

    def worth(addition, *arguments):
        path = tmp_path / "addition.json"
        path.write_text(addition if isinstance(addition, str) else json.dumps(addition))
        return run("worth", problem_file, path, *QUICK, *arguments)

    return worth


def test_an_addition_is_worth_what_it_earns_and_saves(worth):
    result = worth(PRESS)

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "The addition brings EUR 325.00: surplus EUR 925.00 with it, EUR 600.00"
        " without.",
        "This is proven.",
        "Newly made: lids.",
        "",
        "Member   Name     Work without EUR  Work with EUR",
        "baltija  Baltija            400.00           0.00",
        "neris    Neris                0.00         375.00",
    ]


def test_what_is_not_used_brings_nothing(worth):
    result = worth({"resources": [{"id": "oven", "site": "kaunas"}]})

    assert result.stdout.splitlines() == [
        "The addition brings EUR 0.00: surplus EUR 600.00 with it, EUR 600.00 without.",
        "This is proven.",
        "The plan found does not use it.",
    ]


def test_programs_get_one_object(worth):
    told = json.loads(worth(PRESS, "--json").stdout)

    assert (told["gain"], told["least"], told["most"]) == (32_500, 32_500, 32_500)
    assert told["used"] is True
    assert (told["won"], told["lost"]) == (["lids"], [])
    assert told["shifts"][0] == {"member": "baltija", "before": 40_000, "after": 0}
    assert told["without"]["objective"] == 60_000
    assert told["with"]["objective"] == 92_500


@pytest.mark.parametrize(
    ("addition", "named"),
    [
        ({"resources": [{"id": "x", "site": "kauns"}]}, "'kauns'"),
        ({"resources": [{"id": "press-b", "site": "kaunas"}]}, "'press-b'"),
        ({"resources": [{"id": 5, "site": "kaunas"}]}, "resources[0].id"),
        ({"machines": []}, "machines"),
        ({"likenesses": [{"resource": "press-x", "like": "press-b"}]}, "'press-x'"),
        ("[]", "object"),
        ("{", "truncated"),
        ("", "empty"),
    ],
)
def test_additions_that_make_no_sense_are_refused(worth, tmp_path, addition, named):
    result = worth(addition)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"grandis: {tmp_path / 'addition.json'}: ")
    assert len(result.stderr.splitlines()) == 1
    assert named in result.stderr


def test_a_front_offers_plans_to_choose_from(run, problem_file):
    result = run("front", problem_file, *QUICK)

    heads, best, *_ = result.stdout.splitlines()
    assert result.exit_code == 0
    assert heads == "Plan     Surplus  All done (UTC)    On time  Taken"
    assert best.startswith("   1  EUR 600.00  2026-03-02 20:00")


def test_its_plans_are_written_on_request(run, problem_file, tmp_path):
    folder = tmp_path / "plans"

    told = run("front", problem_file, *QUICK, "--plans", folder, "--json")

    points = json.loads(told.stdout)["plans"]
    files = [folder / f"plan-{n}.json" for n in range(1, len(points) + 1)]
    assert sorted(folder.iterdir()) == files
    for file, point in zip(files, points, strict=True):
        plan = read_plan(file)
        assert check(PROBLEM, plan) == ()
        assert plan.value == point["value"]
        assert sorted(plan.taken_ids) == sorted(point["taken"])


def test_without_any_plan_there_is_no_front(run, tmp_path):
    caps = msgspec.structs.replace(
        PROBLEM.opportunities[0], call_offs=(CallOff("all", due=2, latest=2),)
    )
    path = tmp_path / "hopeless.json"
    hopeless = {"opportunities": (caps,), "objective": "makespan"}
    write_problem(msgspec.structs.replace(PROBLEM, **hopeless), path)

    result = run("front", path, *QUICK)

    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("grandis: no plan was found")


def test_ctrl_c_ends_at_once_where_there_is_nothing_to_keep():
    code = (
        "import os, signal\n"
        "from grandis.cli.running import ending_at_once\n"
        "with ending_at_once():\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    print('still here')\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True)

    assert ended.returncode == -signal.SIGINT
    assert (ended.stdout, ended.stderr) == (b"", b"")
