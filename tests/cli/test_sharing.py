"""`grandis share` divides a gain and says everything behind it."""

import json
import re

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
    assert result.stdout.splitlines()[:4] == [
        "player  share",
        "1       33.33",
        "2       83.33",
        "3       83.33",
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


@pytest.fixture
def chain_file(tmp_path):
    path = tmp_path / "chain.json"
    path.write_text(
        json.dumps(
            {
                "game": "chain",
                "price": 120,
                "steps": ["design", "mould", "moulding"],
                "members": ["Alpha", "Beta", "Gamma", "Delta"],
                "bids": [
                    {"member": "Alpha", "steps": ["design"], "price": 17},
                    {"member": "Beta", "steps": ["mould"], "price": 31},
                    {"member": "Beta", "steps": ["design", "mould"], "price": 57},
                    {"member": "Gamma", "steps": ["moulding"], "price": 43},
                    {"member": "Delta", "steps": ["mould", "moulding"], "price": 83},
                ],
            }
        )
    )
    return path


def test_the_issuer_sees_what_each_is_paid(run, chain_file):
    lines = run("share", chain_file).stdout.splitlines()

    assert [line.split() for line in lines[:4]] == [
        ["player", "bids", "share", "paid"],
        ["Alpha", "17.00", "16.33", "33.33"],
        ["Beta", "31.00", "6.33", "37.33"],
        ["Gamma", "43.00", "6.33", "49.33"],
    ]
    assert run("share", chain_file, "--as", "trustee").stdout.splitlines() == lines


def test_a_member_sees_its_own_and_no_other_amount_or_name(run, chain_file):
    result = run("share", chain_file, "--as", "member:Alpha")

    assert result.stdout.splitlines()[:2] == [
        "Your share of the joint gain is 16.33.",
        "With your accepted bids, 17.00, you are paid 33.33.",
    ]
    told = run("share", chain_file, "--as", "member:Alpha", "--json").stdout
    for text in (result.stdout, told):
        assert not {"Beta", "Gamma", "Delta"} & set(re.findall(r"\w+", text))
    shown = set(re.findall(r"\d+\.\d+", result.stdout))
    assert shown == {"16.33", "17.00", "33.33"}
    assert json.loads(told).keys() == {"rule", "reasons"}


def test_the_coordinator_sees_parts_and_no_amount_or_name(run, chain_file):
    result = run("share", chain_file, "--as", "coordinator")

    assert len(result.stdout.splitlines()) == 10
    assert not {"Alpha", "Beta", "Gamma", "Delta"} & set(result.stdout.split())
    assert re.findall(r"\d+\.\d+(?!%|\d)", result.stdout) == []
    told = run("share", chain_file, "--as", "coordinator", "--rule", "vcg", "--json")
    (reason,) = json.loads(told.stdout)["reasons"]
    assert reason["values"] == {"rule": "vcg", "mean": 0, "most": 0}


def test_it_draws_the_split(run, chain_file, tmp_path):
    folder = tmp_path / "pictures"

    assert run("share", chain_file, "--svg", folder).exit_code == 0
    (picture,) = folder.iterdir()
    assert picture.name == "waterfall.svg"
    assert "Beta: share" in picture.read_text()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--as", "public"], "--as: reader 'public' does not exist; use one of issuer"),
        (["--as", "member"], "--as: reader 'member' does not exist"),
        (["--as", "issuer:Alpha"], "--as: reader 'issuer:Alpha' does not exist"),
        (["--as", "member:Delta"], "member 'Delta' has no share in this split"),
        (["--as", "member:Alpha", "--svg", "x"], "the picture shows every bid"),
        (["--as", "coordinator", "--svg", "x"], "the picture shows every bid"),
        (["--as", "coordinator", "--rule", "best"], "rule 'best' does not exist"),
    ],
)
def test_who_may_not_see_is_told_so(run, chain_file, options, message):
    result = run("share", chain_file, *options)

    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_a_coordinator_needs_bids(run, game_file):
    result = run("share", game_file, "--as", "coordinator")

    assert result.exit_code == 2
    assert f"{game_file}: a coordinator is told what asking for more" in result.stderr


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


def test_an_error_of_a_rule_calls_players_by_name(run, tmp_path):
    path = tmp_path / "game.json"
    path.write_text('{"game": "table", "players": ["A", "B"], "values": [0, 9, 1, 5]}')

    result = run("share", path, "--rule", "core_selecting")

    assert "{A} is worth 9, more than all players together with 5" in result.stderr
