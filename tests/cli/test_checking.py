"""`grandis check` says whether a plan keeps every rule."""

import json

import msgspec
import pytest
from tests.cli.workshop import PLAN, PROBLEM

from grandis.planning import Assignment, write_plan, write_problem


@pytest.fixture
def changed(tmp_path):
    """The plan with these fields changed, in a file."""

    def changed(**fields):
        path = tmp_path / "changed.json"
        write_plan(msgspec.structs.replace(PLAN, **fields), path)
        return path

    return changed


def test_a_plan_that_keeps_every_rule_is_praised(run, problem_file, plan_file):
    result = run("check", problem_file, plan_file)

    assert result.exit_code == 0
    assert result.stdout == (
        f"{plan_file} keeps every rule of {problem_file}:"
        " optimal, surplus EUR 600.00.\n"
    )


def test_every_broken_rule_is_named(run, problem_file, changed):
    result = run("check", problem_file, changed(value=50_000))

    assert result.exit_code == 1
    assert "breaks 2 rules:" in result.stdout
    assert "- the plan states the value 50000, but it is 60000" in result.stdout
    assert result.stderr == ""


def test_programs_get_one_object(run, problem_file, plan_file, changed):
    good = json.loads(run("check", problem_file, plan_file, "--json").stdout)
    result = run("check", problem_file, changed(value=59_999), "--json")

    assert good == {"valid": True, "violations": []}
    assert result.exit_code == 1
    assert json.loads(result.stdout)["violations"][0] == {
        "code": "wrong_value",
        "values": {"found": 59_999, "expected": 60_000},
        "sentence": "the plan states the value 59999, but it is 60000",
    }


def test_a_file_without_a_plan_says_so(run, problem_file, tmp_path):
    path = tmp_path / "none.json"
    nothing = {"status": "unknown", "objective": "makespan", "value": 0, "bound": 20}
    write_plan(type(PLAN)(**nothing), path)
    result = run("check", problem_file, path, "--objective", "makespan")

    assert result.exit_code == 0
    assert "it holds no plan (unknown)" in result.stdout


def test_a_plan_is_checked_against_the_objective_asked_for(run, tmp_path):
    caps = msgspec.structs.replace(PROBLEM, opportunities=PROBLEM.opportunities[:1])
    problem_file, plan_file = tmp_path / "caps.json", tmp_path / "fast.json"
    write_problem(caps, problem_file)
    write_plan(
        msgspec.structs.replace(PLAN, objective="makespan", value=20, bound=20),
        plan_file,
    )

    assert run("check", problem_file, plan_file).exit_code == 1
    result = run("check", problem_file, plan_file, "--objective", "makespan")
    assert result.exit_code == 0
    assert "makespan 2026-03-02 20:00 UTC" in result.stdout


def test_a_plan_of_another_problem_is_refused_with_one_sentence(
    run, problem_file, changed
):
    other = Assignment("O-1", "turning", "lathe", 0, 0, 20)
    result = run("check", problem_file, changed(assignments=(other,)))

    assert result.exit_code == 2
    assert result.stderr == (
        f"grandis: {changed()}: this is a plan of another problem: {problem_file} has"
        " no step 'turning' of opportunity 'O-1' that resource 'lathe' can do; give"
        " the problem it was made for\n"
    )


def test_one_strange_name_among_others_is_a_broken_rule(run, problem_file, changed):
    strange = msgspec.structs.replace(PLAN.assignments[0], opportunity="cups")
    result = run(
        "check", problem_file, changed(assignments=(*PLAN.assignments, strange))
    )

    assert result.exit_code == 1
    assert "the problem has no opportunity 'cups'" in result.stdout
