"""What prices leave to look at holds every plan better than the best so far."""

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.exhaustive import best
from tests.planning.strategies import problems
from tests.planning.test_relaxation import job, one_press

from grandis.planning.accounts import accounts
from grandis.planning.exact import solve_exactly
from grandis.planning.plan import Plan
from grandis.planning.problem import Problem
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.priced.driver import Prices
from grandis.planning.search.priced.fixing import scope_of
from grandis.planning.windows import Scope

QUIET = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck)
)


def priced(problem: Problem) -> tuple[Prices, Compiled]:
    compiled = Compiled(problem)
    prices = Prices(compiled, thorough=True)
    prices.improve(lambda bound: None, lambda: False, rounds=20)
    return prices, compiled


def refined(problem: Problem, value: int) -> tuple[Prices, Compiled]:
    prices, compiled = priced(problem)
    for _ in range(2):
        prices = prices.refined(value)
        prices.improve(lambda bound: None, lambda: False, rounds=20)
    return prices, compiled


def lost(problem: Problem, plan: Plan, scope: Scope) -> int:
    """What a plan loses at least by what the scope says of what it uses."""
    booked = accounts(problem, plan.taken, plan.assignments)
    losses = {}
    for o in problem.opportunities:
        begun = {b.step: b.cost for b in problem.begun if b.opportunity == o.id}
        brought = -sum(begun.values())
        least, rent = 0, 0
        if o.id in booked:
            brought = booked[o.id].surplus
            for a in plan.assignments:
                if a.opportunity == o.id and a.step not in begun:
                    fitting = [
                        x
                        for x in scope.within[o.id, a.step, a.resource]
                        if x.earliest <= a.start and a.end <= x.latest
                    ]
                    least = max(least, min(x.loss for x in fitting))
                    rent += min(x.rent for x in fitting)
        losses[o.id] = max(least, scope.most[o.id] - brought + rent)
    return sum(losses.values())


@QUIET
@given(problems())
def test_the_best_plan_is_never_out_of_sight(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    found = best(problem)
    assert found is not None
    value, plan = found

    scope = scope_of(*priced(problem), value - 1)

    assert lost(problem, plan, scope) <= scope.allowance


@QUIET
@given(problems())
def test_nor_is_it_when_prices_are_refined(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    found = best(problem)
    assert found is not None
    value, plan = found

    prices, compiled = refined(problem, value - 1)

    assert prices.bound >= value
    most, _ = prices.market.choose(prices.best)
    paid = prices.best @ prices.market.holds
    assert prices.value == pytest.approx(most.sum() + paid)
    scope = scope_of(prices, compiled, value - 1)
    assert lost(problem, plan, scope) <= scope.allowance


@QUIET
@given(problems())
def test_within_the_scope_the_best_plan_is_found(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    found = best(problem)
    assert found is not None
    value = found[0]

    scope = scope_of(*refined(problem, value - 1), value - 1)

    assert solve_exactly(problem, seconds=60, scope=scope).value == value


def test_that_nothing_is_in_the_scope_is_a_bound() -> None:
    problem = one_press(job("a", 5, 90), job("b", 5, 90))

    exact = solve_exactly(
        problem, seconds=60, scope=Scope(180, 0, {}, {"a": 9, "b": 9})
    )

    assert (exact.value, exact.bound) == (None, 180)


def test_nothing_is_left_where_nothing_can_be_better() -> None:
    problem = one_press(job("a", 5, 90), job("b", 5, 90))
    prices, compiled = priced(problem)

    ways = scope_of(prices, compiled, 0).within
    assert set(ways) == {("a", "mould", "press"), ("b", "mould", "press")}
    assert scope_of(prices, compiled, prices.bound + 2).within == {}
