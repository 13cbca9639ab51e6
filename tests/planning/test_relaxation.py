"""Bounds are never better than the truth, and windows never narrower."""

from hypothesis import HealthCheck, assume, given, settings
from msgspec.structs import replace
from tests.planning.exhaustive import best
from tests.planning.strategies import problems

from grandis.planning.incumbent import first_bound
from grandis.planning.problem import (
    CallOff,
    Choice,
    Load,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
)
from grandis.planning.relaxation import surplus_bound
from grandis.planning.solving import solve
from grandis.planning.windows import Windows

QUIET = settings(suppress_health_check=list(HealthCheck), max_examples=150)


def one_press(*opportunities: Opportunity, load: tuple[Load, ...] = ()) -> Problem:
    return Problem(
        horizon=100,
        members=(Member("m"),),
        sites=(Site("s", "m"),),
        resources=(Resource("press", "s", load=load),),
        opportunities=opportunities,
    )


def job(name: str, duration: int, latest: int, price: int = 100) -> Opportunity:
    step = Step("mould", (Option("press", duration, 10),))
    return Opportunity(name, (step,), price=price, call_offs=(CallOff("d", 0, latest),))


@given(problems())
@QUIET
def test_no_plan_has_more_surplus_than_the_bound(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    found = best(problem)
    assert found is not None

    assert surplus_bound(problem, deterministic=1.0) >= found[0]


@given(problems())
@QUIET
def test_the_first_bound_is_one(problem: Problem) -> None:
    found = best(problem)
    assume(found is not None)
    assert found is not None
    sign = 1 if problem.objective == "surplus" else -1

    assert sign * first_bound(problem) >= sign * found[0]


@given(problems())
@QUIET
def test_the_best_plan_lies_within_the_windows(problem: Problem) -> None:
    found = best(problem)
    assume(found is not None)
    assert found is not None
    windows = {
        window.key: window
        for opportunity in problem.opportunities
        for window in Windows(problem).of(opportunity)
    }
    begun = {(b.opportunity, b.step) for b in problem.begun}

    for a in found[1].assignments:
        if (a.opportunity, a.step) not in begun:
            window = windows[a.opportunity, a.step, a.resource]
            assert window.earliest <= a.start
            assert a.end <= window.latest


def test_it_sees_that_a_press_has_no_time_for_both() -> None:
    problem = one_press(job("a", 6, latest=10), job("b", 6, latest=10))

    assert surplus_bound(problem, deterministic=1.0) == 90


def test_it_takes_existing_load_off_the_time_there_is() -> None:
    problem = one_press(job("a", 6, latest=10), load=(Load(2, 8),))

    assert surplus_bound(problem, deterministic=1.0) == 0


def test_it_pays_for_days_late_that_nothing_avoids() -> None:
    late = job("a", 30, latest=90)
    late = replace(late, call_offs=(CallOff("d", due=6, latest=90, late_cost=7),))

    assert surplus_bound(one_press(late), deterministic=1.0) == 100 - 10 - 7


def test_cancelling_leaves_a_valid_bound() -> None:
    problem = one_press(job("a", 6, latest=10), job("b", 6, latest=10))

    assert surplus_bound(problem, deterministic=1.0, cancel=lambda: True) == 200


def test_routes_that_are_not_known_are_not_ruled_out() -> None:
    """Of 1024 routes the search knows 64, and not the one that costs least."""
    choices = tuple(Choice(f"c{n}", (f"dear{n}", f"cheap{n}")) for n in range(10))
    steps = tuple(
        Step(
            branch,
            (Option("press", 1, 0 if branch.startswith("cheap") else 9),),
            branch=branch,
        )
        for choice in choices
        for branch in choice.branches
    )
    problem = one_press(Opportunity("order", steps, price=100, choices=choices))

    assert surplus_bound(problem, deterministic=1.0) == 100
    plan = solve(problem, seconds=5)
    assert (plan.value, plan.bound) == (100, 100)
