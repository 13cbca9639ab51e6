"""The search's plans keep every rule, whatever the problem."""

from hypothesis import HealthCheck, given, settings
from tests.planning.strategies import problems

from grandis.planning.accounts import value_of
from grandis.planning.checking import check
from grandis.planning.plan import Plan
from grandis.planning.problem import Problem
from grandis.planning.search.driver import Search


def plan_of(problem: Problem, search: Search) -> Plan:
    taken, assignments = search.answer()
    value = value_of(problem, taken, assignments)
    return Plan("feasible", problem.objective, value, value, taken, assignments)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_every_plan_it_finds_passes_check(problem: Problem) -> None:
    search = Search(problem, seed=1)
    for _ in range(4):
        search.run(10, remaining=0.5)
        if search.complete:
            assert check(problem, plan_of(problem, search)) == ()
