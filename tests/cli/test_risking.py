"""`grandis risk` tries a plan in many futures."""

import json

import msgspec
import pytest
from tests.cli.workshop import PROBLEM

from grandis.planning import Plan, write_plan, write_problem


@pytest.fixture
def risk(run, problem_file, plan_file):
    """`grandis risk` on the workshop and its plan."""

    def risk(*arguments):
        return run("risk", problem_file, plan_file, *arguments)

    return risk


def test_it_tells_chances_and_dates(risk):
    result = risk()

    headline, surplus, caveat, _, heads, caps = result.stdout.splitlines()[:6]
    assert result.exit_code == 0
    assert headline.startswith("All is on time in ")
    assert headline.endswith(" % of 10,000 futures.")
    assert surplus.startswith("Surplus EUR ")
    assert "assumptions" in caveat
    assert heads == ("Taken  Name         On time  Planned (UTC)     9 of 10 by")
    assert caps.startswith("caps   Bottle caps  ")
    assert "2026-03-02 20:00  2026-03-0" in caps


def test_it_names_what_makes_late(risk):
    last = risk("--futures", 2000).stdout.splitlines()[-2:]

    assert last[0] == "Makes late  Opportunity  Step"
    assert last[1].endswith(" %  caps         moulding")


def test_programs_get_one_object(risk):
    told = json.loads(risk("--futures", 500, "--seed", 3, "--json").stdout)

    assert (told["futures"], told["seed"]) == (500, 3)
    assert 0 < told["on_time"] < 1
    assert told["surplus"]["q90"] == 60_000
    assert told["opportunities"][0]["opportunity"] == "caps"
    assert told["delays"][0]["step"] == "moulding"


def test_equal_seeds_give_equal_futures(risk):
    assert risk("--seed", 5).stdout == risk("--seed", 5).stdout


def test_a_plan_of_nothing_is_always_on_time(run, problem_file, tmp_path):
    path = tmp_path / "nothing.json"
    write_plan(Plan("feasible", "surplus", value=0, bound=60_000), path)

    result = run("risk", problem_file, path)

    assert result.stdout.startswith("All is on time in 100.0 % of 10,000 futures.")
    assert "Taken" not in result.stdout


def test_money_is_left_out_where_it_is_not_aimed_for(run, tmp_path):
    problem_file, plan_file = tmp_path / "problem.json", tmp_path / "plan.json"
    write_problem(msgspec.structs.replace(PROBLEM, objective="makespan"), problem_file)
    run("plan", problem_file, "-o", plan_file)

    assert "EUR" not in run("risk", problem_file, plan_file).stdout


@pytest.mark.parametrize("number", ["0", "-1", "many", "100001"])
def test_numbers_that_make_no_sense_are_refused(risk, number):
    result = risk("--futures", number)

    assert result.exit_code == 2
    assert "Invalid value for '--futures'" in result.stderr
