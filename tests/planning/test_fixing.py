"""What prices leave to look at holds every plan better than the best so far."""

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.exhaustive import best
from tests.planning.strategies import problems
from tests.planning.test_relaxation import job, one_press

from grandis.planning.problem import Problem
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.priced.driver import Prices
from grandis.planning.search.priced.fixing import open_ways


def priced(problem: Problem) -> tuple[Prices, Compiled]:
    compiled = Compiled(problem)
    prices = Prices(compiled, everything=True)
    prices.improve(lambda bound: None, lambda: False, rounds=20)
    return prices, compiled


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_the_best_plan_is_never_out_of_sight(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    found = best(problem)
    assert found is not None
    value, plan = found
    begun = {(b.opportunity, b.step) for b in problem.begun}

    ways = open_ways(*priced(problem), value - 1)

    for a in plan.assignments:
        if a.opportunity in plan.taken_ids and (a.opportunity, a.step) not in begun:
            start, end = ways[a.opportunity, a.step, a.resource]
            assert start <= a.start
            assert a.end <= end


def test_nothing_is_left_where_nothing_can_be_better() -> None:
    problem = one_press(job("a", 5, 90), job("b", 5, 90))
    prices, compiled = priced(problem)

    ways = open_ways(prices, compiled, 0)
    assert set(ways) == {("a", "mould", "press"), ("b", "mould", "press")}
    assert open_ways(prices, compiled, prices.bound + 2) == {}
