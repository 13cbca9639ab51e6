"""Round the clock everything is at least as good."""

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.exhaustive import best
from tests.planning.strategies import problems

from grandis.planning.problem import Problem
from grandis.planning.roundtheclock import round_the_clock, shortest_span
from grandis.planning.worktime import WorkTime


@given(problems())
@settings(suppress_health_check=list(HealthCheck), max_examples=100)
def test_no_plan_is_better_than_the_best_one_round_the_clock(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    real, easy = best(problem), best(round_the_clock(problem))
    assert real is not None
    assert easy is not None

    assert easy[0] >= real[0]


def test_work_takes_as_long_as_from_the_best_moment() -> None:
    # open for 3, then 5, then 2 ticks, with pauses of 7 and of 4
    hours = WorkTime([(0, 3), (10, 15), (19, 21)], (), horizon=30)

    assert [shortest_span(hours, d) for d in (1, 5, 6, 8, 10)] == [1, 5, 10, 15, 21]


def test_work_that_never_fits_keeps_its_length() -> None:
    assert shortest_span(WorkTime([(0, 3)], (), horizon=9), 4) == 4
