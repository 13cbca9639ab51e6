"""`grandis share` divides a gain and says everything behind it."""

import json

import pytest


@pytest.fixture
def game_file(tmp_path):
    path = tmp_path / "game.json"
    path.write_text(
        json.dumps({"game": "bankruptcy", "claims": [100, 200, 300], "estate": 200})
    )
    return path


def test_the_shapley_value_is_the_default(run, game_file):
    result = run("share", game_file)

    assert result.exit_code == 0
    assert result.stdout.splitlines()[:3] == [
        "1           33.33",
        "2           83.33",
        "3           83.33",
    ]
    assert "The joint gain is 200.00; 0.00 of it is not shared." in result.stdout


def test_another_rule_is_certified(run, game_file):
    result = run("share", game_file, "--rule", "nucleolus", "--json")

    told = json.loads(result.stdout)
    assert told["shares"] == pytest.approx({"1": 50, "2": 75, "3": 75})
    assert told["certificate"]["verdict"] == "proven"
    assert {"share", "adds", "alone"} <= {each["code"] for each in told["reasons"]}
    assert result.stderr == ""


def test_one_player_is_valid_json_too(run, tmp_path):
    path = tmp_path / "one.json"
    path.write_text('{"game": "table", "players": ["A"], "values": [0, 3]}')

    told = json.loads(run("share", path, "--json").stdout)

    assert told["shares"] == {"A": 3}
    assert told["dissatisfaction"] == {"coalition": [], "excess": None}


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("best", "rule 'best' does not exist; use one of shapley"),
        ("tau", "the tau value is not defined"),
    ],
)
def test_a_rule_that_does_not_serve_is_explained(run, tmp_path, rule, message):
    path = tmp_path / "game.json"
    path.write_text('{"game": "table", "values": [0, 0, 0, 5, 0, 5, 5, 6]}')

    result = run("share", path, "--rule", rule)

    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_a_file_that_is_no_game_is_named(run, problem_file):
    result = run("share", problem_file)

    assert result.exit_code == 2
    assert f"{problem_file}: not a game file" in result.stderr
