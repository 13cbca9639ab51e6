"""Plan runs in the background: begun, told of, cancelled, survived."""

from tests.hub.chains.plans.conftest import STEPS

from grandis.planning import check, solve
from grandis.planning.files import plan_from_json, problem_from_json


def secrets(run):
    return (
        problem_from_json(bytes(run.secret.problem)),
        plan_from_json(bytes(run.secret.plan)),
    )


def test_a_plan_in_the_hub_is_that_of_its_problem_seed_and_steps(planned):
    problem, plan = secrets(planned.run)
    alone = solve(problem, steps=STEPS, seed=planned.run.seed)
    assert check(problem, plan) == ()
    assert plan.taken_ids == {each.key for each in planned.asked}
    assert (plan.value, plan.bound) == (alone.value, alone.bound)
    assert (plan.taken, plan.assignments) == (alone.taken, alone.assignments)
