"""`grandis demo` and `grandis schema`."""

import json

import jsonschema
import pytest

from grandis.planning import read_problem
from grandis.processes import load_network


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


def test_the_network_of_the_demo_is_the_cluster_without_opportunities(run, tmp_path):
    result = run(
        "demo", "-o", tmp_path / "demo.json", "--network", tmp_path / "network.json"
    )

    network = load_network(tmp_path / "network.json")
    problem = read_problem(tmp_path / "demo.json")
    assert result.exit_code == 0
    assert "17 members, 190 machines" in result.stderr
    assert network.problem["opportunities"] == []
    assert [m.id for m in network.machines] == [r.id for r in problem.resources]
    assert "IATF 16949" in network.facts("B").certificates


def test_the_network_alone_can_be_written(run, tmp_path):
    result = run("demo", "--network", tmp_path / "network.json")

    assert result.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["network.json"]


def test_a_demo_of_nothing_is_refused(run):
    result = run("demo")

    assert result.exit_code == 2
    assert "Give --output, --network or both." in result.stderr
