"""`grandis demo` and `grandis schema`."""

import json

import jsonschema
import pytest

from grandis.planning import read_problem


def test_the_schema_of_problems_describes_a_problem_file(run, problem_file):
    schema = json.loads(run("schema", "problem").stdout)

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(problem_file.read_text()), schema)


def test_the_schema_of_plans_describes_a_plan_file(run, plan_file):
    schema = json.loads(run("schema", "plan").stdout)

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(plan_file.read_text()), schema)


def test_the_demo_is_a_problem_file(run, tmp_path):
    path = tmp_path / "demo.json"
    result = run("demo", "-o", path)

    problem = read_problem(path)
    assert result.exit_code == 0
    assert f"{len(problem.opportunities)} opportunities" in result.stderr
    assert len(problem.opportunities) == 40


def test_the_same_seed_gives_the_same_bytes(run, tmp_path):
    run("demo", "-o", tmp_path / "one.json")
    run("demo", "--seed", 0, "-o", tmp_path / "two.json")
    run("demo", "--seed", 1, "-o", tmp_path / "three.json")

    one, two, three = (
        (tmp_path / f"{name}.json").read_bytes() for name in ("one", "two", "three")
    )
    assert one == two
    assert one != three


@pytest.mark.parametrize("seed", ["-1", "x", str(2**31)])
def test_a_wrong_seed_is_refused(run, tmp_path, seed):
    assert run("demo", "--seed", seed, "-o", tmp_path / "demo.json").exit_code == 2
