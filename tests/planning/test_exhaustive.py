"""The enumeration and the verifier, both written from the reference, agree.

Plans to judge come from the enumeration of problems in which one rule was
relaxed, so that they break that rule alone if any, and from random mistakes.
"""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planning.exhaustive import best, worth
from tests.planning.strategies import problems

from grandis.planning.checking import Code, check
from grandis.planning.plan import Assignment, Plan
from grandis.planning.problem import (
    CallOff,
    Changeover,
    Grid,
    Link,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Setup,
    Site,
    Step,
)

replace = msgspec.structs.replace
Change = Callable[[Problem], Problem]

#: What a plan says of itself, not what it does.
CLAIMS = {Code.WRONG_VALUE, Code.WRONG_BOUND, Code.NOT_OPTIMAL}


def resources_with(**fields: Any) -> Change:
    return lambda problem: replace(
        problem, resources=tuple(replace(r, **fields) for r in problem.resources)
    )


def opportunities_with(**fields: Any) -> Change:
    return lambda problem: replace(
        problem,
        opportunities=tuple(replace(o, **fields) for o in problem.opportunities),
    )


def policies_with(**fields: Any) -> Change:
    return lambda problem: replace(
        problem,
        opportunities=tuple(
            replace(o, policy=replace(o.policy, **fields))
            for o in problem.opportunities
        ),
    )


def steps_with(**fields: Any) -> Change:
    return lambda problem: replace(
        problem,
        opportunities=tuple(
            replace(o, steps=tuple(replace(s, **fields) for s in o.steps))
            for o in problem.opportunities
        ),
    )


def call_offs_with(**fields: Any) -> Change:
    return lambda problem: replace(
        problem,
        opportunities=tuple(
            replace(o, call_offs=tuple(replace(c, **fields) for c in o.call_offs))
            for o in problem.opportunities
        ),
    )


def links_with(**fields: Any) -> Change:
    return lambda problem: replace(
        problem, links=tuple(replace(link, **fields) for link in problem.links)
    )


def tables_with(**fields: Any) -> Change:
    return lambda problem: replace(
        problem, changeovers=tuple(replace(t, **fields) for t in problem.changeovers)
    )


def all_links(problem: Problem) -> Problem:
    """Where there was no way, one that takes no time."""
    ways = permutations([site.id for site in problem.sites], 2)
    links = tuple(problem.link.get(way) or Link(*way, 0) for way in ways)
    return replace(problem, links=links)


def large_teams(problem: Problem) -> Problem:
    return replace(
        problem,
        resources=tuple(
            replace(r, capacity=9) if r.capacity > 1 else r for r in problem.resources
        ),
    )


def tools_of_their_own(problem: Problem) -> Problem:
    """Every step that uses a tool from stock has one of the same kind at hand."""
    return replace(
        problem,
        opportunities=tuple(
            replace(
                o,
                steps=tuple(
                    replace(s, tool=None) if str(s.tool).startswith("t") else s
                    for s in o.steps
                ),
            )
            for o in problem.opportunities
        ),
    )


def tools_at_once(problem: Problem) -> Problem:
    return replace(problem, tools=tuple(replace(t, ready=0) for t in problem.tools))


#: The problem with one feature changed or taken away.
CHANGED: dict[str, Change] = {
    "working hours": resources_with(calendar=None),
    "closed intervals": resources_with(closed=()),
    "load": resources_with(load=()),
    "team capacity": large_teams,
    "changeovers": resources_with(changeover=None),
    "exceptions in changeovers": tables_with(materials=(), colours=()),
    "tools in changeovers": tables_with(tool=0),
    "colours in changeovers": tables_with(colour=0),
    "what a machine is set up for": resources_with(setup=Setup()),
    "missing links": all_links,
    "transport time": links_with(duration=0),
    "transport cost": links_with(cost=0),
    "tools from stock": tools_of_their_own,
    "tools not ready": tools_at_once,
    "new tools": steps_with(tool=None, makes=None),
    "order": steps_with(after=()),
    "release": opportunities_with(release=0),
    "latest dates": call_offs_with(latest=None),
    "late cost": call_offs_with(late_cost=0),
    "call-offs of some steps": call_offs_with(steps=()),
    "weights": opportunities_with(weight=1),
    "prices": opportunities_with(price=1_000),
    "largest share": policies_with(largest_share=100),
    "members apart": policies_with(apart=()),
    "members required": policies_with(required=()),
    "reliability": policies_with(least_reliability=0.0),
    "facts": lambda problem: replace(problem, begun=()),
    "now": lambda problem: replace(problem, now=0),
    "days": lambda problem: replace(problem, grid=Grid(minutes=1)),
    "horizon": lambda problem: replace(problem, horizon=problem.horizon + 2),
    "makespan": lambda problem: replace(problem, objective="makespan"),
    "surplus": lambda problem: replace(problem, objective="surplus"),
}


def judged(problem: Problem, plan: Plan) -> int | None:
    """What a plan is worth to the enumeration; None when it is not valid.

    The verifier must agree, also on the value of a valid one.
    """
    value = worth(problem, plan)
    claimed = plan.value if value is None else value
    claim = {"status": "feasible", "value": claimed, "bound": claimed}
    plan = replace(plan, objective=problem.objective, **claim)

    found = check(problem, plan)

    if value is None:
        assert {violation.code for violation in found} - CLAIMS
    else:
        assert found == ()
    return value


@given(problems())
@settings(deadline=None)
def test_the_best_plan_is_valid(problem: Problem) -> None:
    found = best(problem)

    if found is not None:
        value, plan = found
        assert check(problem, plan) == ()
        assert (plan.status, plan.value, plan.bound) == ("optimal", value, value)


@given(problems(), st.sampled_from(sorted(CHANGED)))
@settings(deadline=None, max_examples=200)
def test_they_agree_on_plans_made_for_another_problem(
    problem: Problem, feature: str
) -> None:
    other = best(CHANGED[feature](problem))
    value = None if other is None else judged(problem, other[1])

    if value is not None:
        found = best(problem)
        assert found is not None
        best_value = found[0]
        better = max if problem.objective == "surplus" else min
        assert better(best_value, value) == best_value


@given(problems(), st.data())
@settings(deadline=None, max_examples=200)
def test_they_agree_on_plans_with_mistakes(
    problem: Problem, data: st.DataObject
) -> None:
    found = best(problem)

    if found is not None:
        judged(problem, spoilt(data.draw, problem, found[1]))


def pressed(*materials: str, release: int = 0, **fields: Any) -> Problem:
    """One press that changes material in 2 ticks, and one part of each material."""
    return Problem(
        horizon=12,
        members=(Member("m"),),
        sites=(Site("s", "m"),),
        resources=(Resource("press", "s", changeover="x", setup=Setup(material="pp")),),
        changeovers=(Changeover("x", material=2),),
        opportunities=tuple(
            Opportunity(
                f"part-{i}",
                (Step("mould", (Option("press", 2, 30),), material=material),),
                price=100,
                release=release,
                call_offs=(CallOff("all", due=4, latest=9, late_cost=50),),
            )
            for i, material in enumerate(materials)
        ),
        **fields,
    )


def test_it_finds_the_order_with_least_changeover() -> None:
    # pp 0-2, pp 2-4, then 2 ticks of purge and pa 6-8.
    found = best(pressed("pa", "pp", "pp", objective="makespan"))

    assert found is not None
    assert found[0] == 8


def test_it_lets_a_changeover_begin_before_the_release() -> None:
    found = best(pressed("pa", release=2, objective="makespan"))

    assert found is not None
    assert found[0] == 4


def test_it_refuses_what_costs_more_than_it_brings() -> None:
    # Two parts are on time; the third would be two days late, which costs more
    # than it brings.
    found = best(pressed("pp", "pp", "pp", grid=Grid(minutes=1440)))

    assert found is not None
    assert found[0] == 2 * 70
    assert len(found[1].taken) == 2


def test_it_says_when_there_is_no_plan() -> None:
    # Ends at 2, 4, 6, 8 and 10, which is after the latest date.
    assert best(pressed(*["pp"] * 5, objective="weighted_tardiness")) is None


def spoilt(
    draw: Callable[[st.SearchStrategy[Any]], Any], problem: Problem, plan: Plan
) -> Plan:
    """The plan with one change that is likely to be wrong."""
    taken, assignments = list(plan.taken), list(plan.assignments)
    changes = ("shift", "shift", "shift", "move", "branches", "drop", "leave")
    change = draw(st.sampled_from(changes))
    if change in ("shift", "move") and assignments:
        i = draw(st.integers(0, len(assignments) - 1))
        assignments[i] = (_shifted if change == "shift" else _moved)(
            draw, problem, assignments[i]
        )
    elif change == "branches" and taken:
        i = draw(st.integers(0, len(taken) - 1))
        branches = draw(st.lists(st.sampled_from(("b1", "b2", "b3", "b4")), max_size=3))
        taken[i] = replace(taken[i], branches=tuple(branches))
    elif change == "drop" and assignments:
        assignments.pop(draw(st.integers(0, len(assignments) - 1)))
    elif taken:
        taken.pop(draw(st.integers(0, len(taken) - 1)))
    return replace(plan, taken=tuple(taken), assignments=tuple(assignments))


def _shifted(draw: Any, problem: Problem, work: Assignment) -> Assignment:
    ticks = draw(st.sampled_from((-1, -1, -2, -3, 1, 2)))
    stretch = draw(st.sampled_from((0, 0, 0, 1, -1)))
    return replace(
        work,
        setup=work.setup + ticks,
        start=work.start + ticks,
        end=work.end + ticks + stretch,
    )


def _moved(draw: Any, problem: Problem, work: Assignment) -> Assignment:
    steps = problem.opportunity[work.opportunity].steps
    (step,) = (step for step in steps if step.id == work.step)
    option = draw(st.sampled_from(step.options))
    return replace(
        work,
        resource=option.resource,
        setup=work.start,
        end=work.start + option.duration,
        cost=option.cost + draw(st.sampled_from((0, 0, 1))),
    )
