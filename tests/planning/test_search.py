"""The search's plans keep every rule, whatever the problem."""

from hypothesis import HealthCheck, given, settings
from tests.planning.strategies import problems

from grandis.planning.accounts import value_of
from grandis.planning.checking import check
from grandis.planning.plan import Plan
from grandis.planning.problem import (
    Begun,
    Changeover,
    Load,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Setup,
    Site,
    Step,
)
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


def test_a_changeover_follows_a_begun_step_that_load_hides() -> None:
    problem = Problem(
        horizon=8,
        members=(Member("m"),),
        sites=(Site("s", "m"),),
        changeovers=(Changeover("x", colour=2),),
        resources=(
            Resource(
                "r", "s", load=(Load(0, 3),), changeover="x", setup=Setup(colour="blue")
            ),
        ),
        opportunities=(
            Opportunity(
                "o",
                (
                    Step("p", (Option("r", 1),), colour="red"),
                    Step("q", (Option("r", 1),), after=("p",), colour="red"),
                ),
                price=100,
            ),
        ),
        begun=(Begun("o", "p", "r", setup=0, start=1, end=2),),
    )
    search = Search(problem)

    _, assignments = search.answer()

    assert [(a.step, a.setup, a.start) for a in assignments] == [
        ("p", 0, 1),
        ("q", 3, 3),
    ]
    assert check(problem, plan_of(problem, search)) == ()
