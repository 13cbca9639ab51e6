"""A quote beside a standing plan is one that `check` accepts."""

import pytest
from msgspec.structs import replace
from tests.planning.midsize import midsize

from grandis.planning import Plan, Problem, check
from grandis.planning.accounts import value_of
from grandis.planning.demo import demo_problem
from grandis.planning.problem import CallOff, Opportunity
from grandis.planning.search.driver import Search
from grandis.planning.standing import Quote, Standing


def planned(problem: Problem) -> Plan:
    """A plan by the search alone, which is quick."""
    search = Search(problem)
    search.run(300, remaining=0.5)
    answer = search.answer()
    value = value_of(problem, *answer)
    return Plan("feasible", "surplus", value, value, *answer)


def standing(problem: Problem, without: Opportunity) -> Standing:
    """A plan made without one opportunity."""
    rest = tuple(o for o in problem.opportunities if o is not without)
    problem = replace(problem, opportunities=rest)
    return Standing(problem, planned(problem))


def taken(stand: Standing, quote: Quote) -> Plan:
    problem, plan = stand.with_quote(quote)
    assert check(problem, plan) == ()
    return plan


@pytest.mark.parametrize("seed", range(8))
def test_a_quote_can_be_taken_as_it_stands(seed: int) -> None:
    problem = midsize(seed)
    wanted = problem.opportunities[seed]
    stand = standing(problem, wanted)
    quote = stand.quote(wanted)

    assert quote.hindrance == ""
    assert taken(stand, quote).value == stand.plan.value + quote.surplus


def test_every_opportunity_of_the_demo_gets_a_quote_that_stands() -> None:
    problem = demo_problem()
    quotes = {}
    whole = planned(problem)
    for wanted in problem.opportunities:
        rest = tuple(o for o in problem.opportunities if o is not wanted)
        others = tuple(a for a in whole.assignments if a.opportunity != wanted.id)
        left = tuple(t for t in whole.taken if t.opportunity != wanted.id)
        network = replace(problem, opportunities=rest)
        value = value_of(network, left, others)
        plan = replace(whole, value=value, bound=value, taken=left, assignments=others)
        if check(network, plan):
            continue  # without it, a changeover of others is not right any more
        stand = Standing(network, plan)
        quote = quotes[wanted.id] = stand.quote(wanted)
        if quote.taken:
            taken(stand, quote)

    assert len(quotes) >= 30
    assert {o for o, q in quotes.items() if q.hindrance == "no_way"} == {
        "O-15",
        "O-21",
        "O-28",
    }
    assert quotes["O-36"].hindrance == "no_gain"
    assert quotes["O-36"].surplus < 0


def test_it_says_when_there_is_no_room() -> None:
    problem = midsize(0, orders=40)
    wanted = problem.opportunities[0]
    tight = replace(wanted, call_offs=(CallOff("all", due=100, latest=130),))
    stand = standing(problem, wanted)

    assert (
        Standing(stand.problem, replace(stand.plan, assignments=())).quote(tight).taken
    )
    assert stand.quote(tight).hindrance == "no_room"


def test_it_refuses_to_take_what_has_no_place() -> None:
    problem = midsize(0)
    wanted = problem.opportunities[0]
    never = replace(wanted, call_offs=(CallOff("all", due=0, latest=1),))
    stand = standing(problem, wanted)
    quote = stand.quote(never)

    assert (quote.hindrance, quote.end) == ("no_way", None)
    with pytest.raises(ValueError, match="no_way"):
        stand.with_quote(quote)
