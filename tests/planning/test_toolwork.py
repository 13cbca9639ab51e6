"""What work with one tool says about the makespan."""

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.strategies import problems

from grandis.planning.problem import (
    Begun,
    Choice,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
    Tool,
)
from grandis.planning.solving import solve
from grandis.planning.toolwork import tool_bound


def step(name: str, ticks: int, branch: str | None = None) -> Step:
    """Work on a slow or a fast machine with the one tool; nothing to wait for."""
    options = (Option("slow", 2 * ticks), Option("fast", ticks))
    return Step(name, options, branch=branch, tool="die")


def job(*steps: Step, **changes: object) -> Problem:
    choice = Choice("or", ("long", "short"))
    branched = any(s.branch for s in steps)
    made = Opportunity("job", steps, choices=(choice,) if branched else ())
    return Problem(
        horizon=100,
        members=(Member("m"),),
        sites=(Site("s", "m"),),
        resources=(Resource("slow", "s"), Resource("fast", "s")),
        opportunities=(replace(made, **changes),),
        tools=(Tool("die", site="s"),),
        objective="makespan",
    )


def test_work_with_one_tool_adds_up_where_it_is_fastest() -> None:
    assert tool_bound(job(step("a", 5), step("b", 7))) == 12


def test_of_a_choice_the_shortest_branch_counts() -> None:
    steps = (step("a", 5), step("b", 9, "long"), step("c", 4, "short"))

    assert tool_bound(job(*steps)) == 9


def test_it_begins_with_the_release_or_now() -> None:
    late = job(step("a", 5), release=20)

    assert tool_bound(late) == 25
    assert tool_bound(replace(late, now=30)) == 35


def test_what_has_begun_is_left_out() -> None:
    problem = job(step("a", 5), step("b", 7))
    fact = Begun("job", "a", "fast", 0, 0, 5)

    assert tool_bound(replace(problem, now=2, begun=(fact,))) == 2 + 7


def test_a_job_with_one_tool_is_proven_the_best_at_once() -> None:
    problem = job(step("a", 5), step("b", 7), step("c", 4))

    plan = solve(problem, steps=8)

    assert (plan.status, plan.value) == ("optimal", 16)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_no_plan_is_better(problem: Problem) -> None:
    opportunities = tuple(replace(o, call_offs=()) for o in problem.opportunities)
    shop = replace(problem, opportunities=opportunities, objective="makespan")

    plan = solve(shop, steps=16)

    if plan.status in ("optimal", "feasible"):
        assert tool_bound(shop) <= plan.value
