"""`solve` finds and proves what trying everything finds, on tiny problems."""

from hypothesis import HealthCheck, given, settings
from tests.planning.exhaustive import best
from tests.planning.strategies import problems

from grandis.planning.checking import check
from grandis.planning.plan import Plan
from grandis.planning.problem import Problem
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
