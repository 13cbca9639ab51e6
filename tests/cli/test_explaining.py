"""`grandis explain` says why not, to a reader who may know."""

import json

import msgspec
import pytest
from tests.cli.workshop import PROBLEM

from grandis.planning import Plan, write_plan, write_problem
from grandis.planning.problem import MOST_MONEY


@pytest.fixture
def explain(run, problem_file, plan_file):
    """`grandis explain` on the workshop and its plan."""

    def explain(*arguments):
        return run("explain", problem_file, plan_file, *arguments)

    return explain


def test_the_operator_is_told_everything(explain):
    result = explain()

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "caps  Bottle caps",
        "    Neris: it would cost EUR 100.00 more to do step 'moulding', transport",
        "    included.",
        "lids  Lids: refused",
        "    The price of EUR 300.00 does not pay for the cheapest chain, which costs"
        " EUR",
        "    350.00 even with the network to itself: EUR 50.00 too little.",
    ]


@pytest.mark.parametrize(
    "reader", ["coordinator", "issuer:caps", "issuer:lids", "customer:lids"]
)
def test_other_readers_are_told_no_amount(explain, reader):
    result = explain("--as", reader)

    assert result.exit_code == 0
    assert result.stdout
    assert "EUR" not in result.stdout


def test_an_issuer_is_told_of_its_own_opportunity_only(explain):
    result = explain("--as", "issuer:lids")

    assert result.stdout.splitlines() == [
        "lids  Lids: refused",
        "    The price does not pay for the cheapest chain.",
    ]


def test_a_member_is_told_of_what_it_was_invited_to(explain):
    told = explain("--as", "member:neris", "--invited", "caps")
    untold = explain("--as", "member:neris")

    assert told.stdout.splitlines() == [
        "caps  Bottle caps",
        "    Neris: another offer suited this plan better.",
    ]
    assert untold.stdout == "There is nothing to tell member:neris.\n"


def test_programs_get_one_object(explain):
    (reason,) = json.loads(explain("--as", "issuer:lids", "--json").stdout)["reasons"]

    assert reason == {
        "opportunity": "lids",
        "member": None,
        "code": "price_below_cost",
        "values": {},
        "proven": True,
        "sentence": "the price does not pay for the cheapest chain",
    }


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--as", "member:nerys"), "'nerys' does not exist (did you mean 'neris'?)"),
        (("--as", "issuer:cups"), "'cups' does not exist (did you mean 'caps'?)"),
        (("--as", "member:neris", "--invited", "cups"), "'cups' does not exist"),
        (("--as", "member"), "needs an id"),
        (("--as", "king"), "'king' does not exist"),
        (("--as", ""), "'' does not exist"),
    ],
)
def test_readers_who_do_not_exist_are_refused(explain, arguments, named):
    result = explain(*arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert named in result.stderr


def test_an_opportunity_of_the_highest_price_can_be_explained(run, tmp_path):
    caps = msgspec.structs.replace(PROBLEM.opportunities[0], price=MOST_MONEY)
    problem_file, plan_file = tmp_path / "problem.json", tmp_path / "plan.json"
    write_problem(msgspec.structs.replace(PROBLEM, opportunities=(caps,)), problem_file)
    write_plan(Plan("feasible", "surplus", value=0, bound=MOST_MONEY), plan_file)

    result = run("explain", problem_file, plan_file)

    assert result.exit_code == 0
    assert result.stdout.startswith("caps  Bottle caps: refused\n")
