"""`solve` finds and proves what trying everything finds, on tiny problems."""

import pytest
from hypothesis import HealthCheck, given, settings
from tests.planning.exhaustive import best
from tests.planning.strategies import problems

from grandis.planning.checking import check
from grandis.planning.plan import Plan
from grandis.planning.problem import (
    Begun,
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
from grandis.planning.solving import solve

SAMPLE = settings(
    deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)


def judge(problem: Problem, plan: Plan) -> None:
    """A plan and its bound do not contradict what trying everything finds."""
    found = best(problem)
    assert check(problem, plan) == ()
    if found is None:
        assert plan.status in ("infeasible", "unknown")
    elif plan.status != "unknown":
        sign = 1 if problem.objective == "surplus" else -1
        assert plan.status in ("optimal", "feasible")
        assert sign * plan.value <= sign * found[0] <= sign * plan.bound


def at_a_desk(
    *opportunities: Opportunity,
    load: tuple[Load, ...] = (),
    begun: tuple[Begun, ...] = (),
) -> Problem:
    """A problem with one resource, which is always open."""
    return Problem(
        horizon=9,
        now=2,
        objective="weighted_tardiness",
        members=(Member("m"),),
        sites=(Site("s", "m"),),
        resources=(Resource("desk", "s", load=load),),
        opportunities=opportunities,
        begun=begun,
    )


def work(name: str, duration: int = 1, branch: str | None = None) -> Opportunity:
    """An opportunity of one step, due at once."""
    step = Step("work", (Option("desk", duration),), branch=branch)
    choices = (Choice("how", ("here", "elsewhere")),) if branch else ()
    return Opportunity(name, (step,), call_offs=(CallOff("all", 0),), choices=choices)


CORNERS = {
    "a route without a step": at_a_desk(work("one", branch="here")),
    "work of no time among facts that overlap": at_a_desk(
        work("look", duration=0),
        work("one"),
        work("two"),
        begun=(
            Begun("one", "work", "desk", 1, 1, 5),
            Begun("two", "work", "desk", 3, 3, 6),
        ),
    ),
    "work of no time at load within a fact": at_a_desk(
        work("look", duration=0),
        work("one"),
        load=(Load(4, 5),),
        begun=(Begun("one", "work", "desk", 1, 1, 7),),
    ),
}


@pytest.mark.parametrize("corner", CORNERS)
def test_it_proves_the_optimum_in_corners_of_the_model(corner: str) -> None:
    plan = solve(CORNERS[corner], steps=640, seed=0)

    judge(CORNERS[corner], plan)
    assert plan.status == "optimal"


@given(problems())
@settings(SAMPLE, max_examples=300)
def test_it_proves_the_optimum_of_tiny_problems(problem: Problem) -> None:
    # A step limit, so that a busy machine does not decide what is proven.
    plan = solve(problem, steps=640, seed=0)

    judge(problem, plan)
    assert plan.status in ("optimal", "infeasible")


@given(problems())
@settings(SAMPLE, max_examples=30)
def test_it_keeps_to_what_is_possible_when_time_is_short(problem: Problem) -> None:
    judge(problem, solve(problem, seconds=0.5, workers=1, seed=0))
