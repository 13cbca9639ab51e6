"""Large AND/OR problems made by lot: their shape, and that they can be planned."""

from collections import Counter

from benchmarks.planning.routed import routed

from grandis.planning import check, solve
from grandis.planning.search.shop.arrays import is_shop


def test_equal_numbers_give_equal_problems_and_others_do_not() -> None:
    assert routed(3, seed=1) == routed(3, seed=1) != routed(3, seed=2)


def test_jobs_have_rows_side_by_side_and_ways_with_ways_on_them() -> None:
    jobs = routed(100).opportunities
    choices = [choice for job in jobs for choice in job.choices]
    rows = Counter(len(step.after) for job in jobs for step in job.steps)

    assert {choice.within is None for choice in choices} == {True, False}
    assert {len(choice.branches) for choice in choices} == {2, 3}
    assert rows[2] > 10
    assert all(len(step.options) == 4 for job in jobs for step in job.steps)


def test_every_way_begins_with_a_step() -> None:
    """The peer takes that step for the way."""
    for job in routed(100).opportunities:
        ways = {branch for choice in job.choices for branch in choice.branches}
        assert {step.branch for step in job.steps} - {None} == ways


def test_it_is_searched_as_a_shop_and_bounded() -> None:
    problem = routed(20)
    plan = solve(problem, seconds=0.5)

    assert is_shop(problem)
    assert check(problem, plan) == ()
    assert 0 < plan.bound <= plan.value
