"""What a run keeps of plans and bounds that contradict each other."""

import logging

import pytest
from tests.planning.test_solving import job_shop

from grandis.planning import Plan, solve
from grandis.planning.incumbent import Run

WRONG = "a bound is wrong"


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A plan of Kacem's 4 x 5 problem; none is shorter than 11."""
    return solve(job_shop(), steps=200)


def test_a_bound_that_a_plan_beats_is_not_kept(
    plan: Plan, caplog: pytest.LogCaptureFixture
) -> None:
    run = Run(job_shop(), None, None)
    run.offer(plan.taken, plan.assignments)
    run.tighten(plan.value - 1)

    with caplog.at_level(logging.ERROR):
        run.tighten(plan.value + 1)

    assert WRONG in caplog.text
    assert run.plan(0).bound == plan.value - 1
    assert run.plan(0).status == "feasible"


def test_a_plan_that_beats_the_bound_is_kept_without_it(
    plan: Plan, caplog: pytest.LogCaptureFixture
) -> None:
    run = Run(job_shop(), None, None)
    run.tighten(plan.value + 1)

    with caplog.at_level(logging.ERROR):
        run.offer(plan.taken, plan.assignments)

    assert WRONG in caplog.text
    assert run.plan(0).value == plan.value
    assert run.plan(0).bound == 0


def test_what_is_reached_and_proven_is_optimal(plan: Plan) -> None:
    run = Run(job_shop(), None, None)
    run.offer(plan.taken, plan.assignments)
    run.tighten(plan.value)

    assert run.plan(0).status == "optimal"
