"""`check` finds every rule that a plan breaks, and names what breaks it.

The plan of `PROBLEM` uses every feature of the model and is worked out by hand;
each case below plants one mistake in it.
"""

import re
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandis.planning.checking import ENGLISH, Code, Violation, check
from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import (
    Begun,
    Calendar,
    CallOff,
    Change,
    Changeover,
    Choice,
    Grid,
    Link,
    Load,
    Member,
    Opportunity,
    Option,
    Policy,
    Problem,
    Resource,
    Setup,
    Site,
    Step,
    Tool,
)

HOUSING = Opportunity(
    id="housing",
    price=10_000,
    release=3,
    choices=(
        Choice("how", ("mould", "print")),
        Choice("where", ("inside", "outside"), within="mould"),
    ),
    steps=(
        Step("design", (Option("desk-a", 2, 100),)),
        Step(
            "tooling",
            (Option("desk-a", 3, 500),),
            after=("design",),
            branch="mould",
            makes="M1",
        ),
        Step(
            "printing", (Option("team-b", 4, 900),), after=("design",), branch="print"
        ),
        Step(
            "moulding",
            (Option("press-a", 2, 300), Option("press-b", 3, 280)),
            after=("tooling",),
            branch="inside",
            tool="M1",
            material="PA",
            colour="red",
        ),
        Step(
            "outside",
            (Option("press-c", 2, 200),),
            after=("tooling",),
            branch="outside",
            tool="M1",
        ),
        Step(
            "packing",
            (Option("team-b", 2, 60), Option("team-c", 2, 50)),
            after=("moulding", "outside", "printing"),
        ),
        Step("signing", (Option("desk-b", 0, 10),), after=("packing",)),
    ),
    call_offs=(
        CallOff(
            "moulded", due=10, latest=30, late_cost=100, steps=("moulding", "outside")
        ),
        CallOff("all", due=14, late_cost=50),
    ),
    policy=Policy(
        largest_share=95,
        apart=(("bolt", "cast"),),
        required=("acme",),
        least_reliability=0.6,
    ),
)
LID = Opportunity(
    id="lid",
    price=3_000,
    steps=(
        Step("prepare", (Option("desk-a", 5, 40),)),
        Step(
            "first",
            (Option("press-a", 2, 100),),
            after=("prepare",),
            tool="D1",
            material="PP",
        ),
        Step(
            "second",
            (Option("press-b", 5, 150),),
            after=("first",),
            tool="D1",
            material="PP",
        ),
        Step("inspect", (Option("team-b", 3, 30),), after=("second",)),
    ),
)
TRIAL = Opportunity(
    id="trial",
    price=100,
    choices=(Choice("size", ("big", "small")),),
    steps=(
        Step("sample", (Option("press-c", 2, 25),), branch="small"),
        Step("rest", (Option("press-c", 9, 80),), after=("sample",)),
    ),
)
REORDER = Opportunity(
    id="reorder",
    price=500,
    steps=(Step("again", (Option("press-a", 1, 100),), tool="D1", material="PP"),),
    call_offs=(CallOff("all", due=20, late_cost=10),),
)
PROBLEM = Problem(
    horizon=40,
    now=3,
    grid=Grid(minutes=480),
    members=(
        Member("acme", reliability=0.9),
        Member("bolt", reliability=0.8),
        Member("cast", reliability=0.5),
    ),
    sites=(Site("A", "acme"), Site("B", "bolt"), Site("C", "cast")),
    links=(Link("A", "B", 1, 50), Link("B", "A", 2, 70), Link("A", "C", 1, 10)),
    calendars=(Calendar("two-shift", tuple((t, t + 2) for t in range(0, 42, 3))),),
    changeovers=(
        Changeover(
            "purge", tool=1, material=2, colour=1, materials=(Change("PP", "PA", 3),)
        ),
    ),
    resources=(
        Resource("desk-a", "A", load=(Load(20, 22), Load(24, 26))),
        Resource("desk-b", "B"),
        Resource(
            "press-a",
            "A",
            calendar="two-shift",
            changeover="purge",
            setup=Setup(tool="D1", material="PP"),
        ),
        Resource("press-b", "B", closed=((13, 14),), changeover="purge"),
        Resource("press-c", "C"),
        Resource("team-b", "B", capacity=2, load=(Load(8, 12),)),
        Resource("team-c", "C", capacity=2),
    ),
    tools=(Tool("D1", site="A", ready=2), Tool("M1")),
    opportunities=(HOUSING, LID, TRIAL, REORDER),
    begun=(
        Begun("lid", "prepare", "desk-a", 0, 0, 5, 40),
        Begun("trial", "sample", "press-c", 1, 1, 3, 25),
    ),
)
# housing 10000 - 970 - 50 - 3 days 300 - 3 days 150, lid 3000 - 320 - 50,
# reorder 500 - 100 - 2 days 20, trial -25.
PLAN = Plan(
    status="optimal",
    objective="surplus",
    value=8_530 + 2_630 + 380 - 25,
    bound=8_530 + 2_630 + 380 - 25,
    taken=(Taken("housing", ("mould", "inside")), Taken("lid"), Taken("reorder")),
    assignments=(
        Assignment("housing", "design", "desk-a", 5, 5, 7, 100),
        Assignment("housing", "tooling", "desk-a", 7, 7, 10, 500),
        # Tool 1 and material 3 ticks: 10, 12, 13, 15 are open.
        Assignment("housing", "moulding", "press-a", 10, 16, 19, 300),
        Assignment("housing", "packing", "team-b", 20, 20, 22, 60),
        Assignment("housing", "signing", "desk-b", 22, 22, 22, 10),
        Assignment("lid", "prepare", "desk-a", 0, 0, 5, 40),
        Assignment("lid", "first", "press-a", 6, 6, 8, 100),
        Assignment("lid", "second", "press-b", 9, 9, 15, 150),
        Assignment("lid", "inspect", "team-b", 15, 15, 18, 30),
        Assignment("trial", "sample", "press-c", 1, 1, 3, 25),
        Assignment("reorder", "again", "press-a", 19, 24, 25, 100),
    ),
)

Mutation = Callable[[Problem, Plan], tuple[Problem, Plan]]
replace = msgspec.structs.replace


def plan_with(**fields: Any) -> Mutation:
    return lambda problem, plan: (problem, replace(plan, **fields))


def taking(*taken: Taken) -> Mutation:
    """The plan with opportunities taken otherwise, one to replace by its id."""
    ids = {item.opportunity for item in taken}
    kept = tuple(item for item in PLAN.taken if item.opportunity not in ids)
    return plan_with(taken=kept + taken)


def work(opportunity: str, step: str, **fields: Any) -> Mutation:
    """The plan with one assignment changed."""

    def changed(problem: Problem, plan: Plan) -> tuple[Problem, Plan]:
        here = plan.by_step[opportunity, step]
        return problem, replace(
            plan,
            assignments=tuple(
                replace(other, **fields) if other is here else other
                for other in plan.assignments
            ),
        )

    return changed


def at(
    opportunity: str, step: str, setup: int, start: int, end: int, **fields: Any
) -> Mutation:
    """The plan with one assignment at another time."""
    return work(opportunity, step, setup=setup, start=start, end=end, **fields)


def without(opportunity: str, step: str) -> Mutation:
    kept = (
        a for a in PLAN.assignments if (a.opportunity, a.step) != (opportunity, step)
    )
    return plan_with(assignments=tuple(kept))


def more(*assignments: Assignment) -> Mutation:
    return lambda problem, plan: (
        problem,
        replace(plan, assignments=plan.assignments + assignments),
    )


def asked(**fields: Any) -> Mutation:
    """The problem with some fields changed."""
    return lambda problem, plan: (replace(problem, **fields), plan)


def housing_asks(**fields: Any) -> Mutation:
    """The problem with another policy for the housing."""
    policy = replace(HOUSING.policy, **fields)
    return asked(opportunities=(replace(HOUSING, policy=policy), LID, TRIAL, REORDER))


def worth(value: int) -> Mutation:
    """The plan with another value, as that of a changed plan is."""
    return plan_with(value=value, bound=value)


def feasible(*taken: Taken, assignments: tuple[Assignment, ...]) -> Plan:
    """A plan worth nothing."""
    return Plan("feasible", "surplus", 0, 0, taken, assignments)


def violation(code: Code, **values: Any) -> Violation:
    return Violation(code, values)


def of(opportunity: str, step: str) -> dict[str, str]:
    return {"opportunity": opportunity, "step": step}


def resource_with(name: str, **fields: Any) -> Mutation:
    return asked(
        resources=tuple(
            replace(resource, **fields) if resource.id == name else resource
            for resource in PROBLEM.resources
        )
    )


def table_with(**fields: Any) -> Mutation:
    return asked(changeovers=(replace(PROBLEM.changeovers[0], **fields),))


def both(first: Mutation, second: Mutation) -> Mutation:
    return lambda problem, plan: second(*first(problem, plan))


DESIGN = of("housing", "design")
MOULDING = of("housing", "moulding")
AGAIN = of("reorder", "again")
AFTER_MOULDING = {"other_opportunity": "housing", "other_step": "moulding"}

#: What is planted, and all that it breaks.
PLANTED: dict[str, tuple[Mutation, list[Violation]]] = {
    "another objective": (
        plan_with(objective="makespan"),
        [violation(Code.WRONG_OBJECTIVE, expected="surplus", found="makespan")],
    ),
    "a value and bound too high": (
        plan_with(value=11_516, bound=11_516),
        [violation(Code.WRONG_VALUE, expected=11_515, found=11_516)],
    ),
    "a bound below a surplus": (
        plan_with(status="feasible", bound=11_514),
        [violation(Code.WRONG_BOUND, value=11_515, bound=11_514)],
    ),
    "an optimum with a gap": (
        plan_with(bound=11_600),
        [violation(Code.NOT_OPTIMAL, status="optimal", value=11_515, bound=11_600)],
    ),
    "no plan where refusing is possible": (
        plan_with(
            status="infeasible",
            value=0,
            taken=(),
            assignments=(PLAN.assignments[5], PLAN.assignments[9]),
        ),
        [violation(Code.NOT_INFEASIBLE, status="infeasible")],
    ),
    "work in a plan that is unknown": (
        plan_with(status="unknown", value=7, taken=(Taken("lid"),)),
        [
            violation(Code.NOT_EMPTY, status="unknown", opportunity=name)
            for name in ("lid", "housing", "reorder")
        ]
        + [violation(Code.WRONG_VALUE, expected=0, found=7)],
    ),
    "an opportunity that does not exist": (
        both(taking(Taken("ghost")), more(Assignment("spirit", "x", "y", 1, 1, 2))),
        [
            violation(Code.UNKNOWN_OPPORTUNITY, opportunity="ghost"),
            violation(Code.UNKNOWN_OPPORTUNITY, opportunity="spirit"),
        ],
    ),
    "an opportunity taken twice": (
        plan_with(taken=(*PLAN.taken, Taken("lid"))),
        [violation(Code.TAKEN_TWICE, opportunity="lid")],
    ),
    "an opportunity refused that must be made": (
        both(
            asked(objective="makespan"),
            plan_with(objective="makespan", value=25, bound=25),
        ),
        [violation(Code.NOT_TAKEN, opportunity="trial", objective="makespan")],
    ),
    "work for an opportunity that is not taken": (
        both(plan_with(taken=PLAN.taken[:2]), worth(11_515 - 380)),
        [violation(Code.WORK_NOT_TAKEN, **AGAIN)],
    ),
    "a branch that does not exist": (
        taking(Taken("housing", ("mould", "inside", "cast"))),
        [violation(Code.UNKNOWN_BRANCH, opportunity="housing", branch="cast")],
    ),
    "a branch named twice": (
        taking(Taken("housing", ("mould", "inside", "mould"))),
        [violation(Code.BRANCH_TWICE, opportunity="housing", branch="mould")],
    ),
    "two branches of one choice": (
        taking(Taken("housing", ("mould", "inside", "outside"))),
        [
            violation(
                Code.TWO_BRANCHES,
                opportunity="housing",
                choice="where",
                branch="inside",
                other_branch="outside",
            ),
            violation(Code.MISSING_STEP, **of("housing", "outside")),
        ],
    ),
    "a branch of a choice that is not asked": (
        both(taking(Taken("housing", ("print", "inside"))), worth(11_515 + 500)),
        [
            violation(
                Code.INACTIVE_BRANCH,
                opportunity="housing",
                choice="where",
                branch="inside",
                within="mould",
            ),
            violation(Code.INACTIVE_STEP, **of("housing", "tooling"), branch="mould"),
            violation(Code.MISSING_STEP, **of("housing", "printing")),
            violation(Code.TOOL_NOT_MADE, **MOULDING, tool="M1"),
        ],
    ),
    "no branch of a choice": (
        # Without the moulding: its cost, the trip after it and its call-off.
        both(taking(Taken("housing", ("mould",))), worth(11_515 + 300 + 50 + 300)),
        [
            violation(Code.MISSING_BRANCH, opportunity="housing", choice="where"),
            violation(Code.INACTIVE_STEP, **MOULDING, branch="inside"),
        ],
    ),
    "a step that does not exist": (
        more(Assignment("lid", "polish", "desk-b", 30, 30, 31)),
        [violation(Code.UNKNOWN_STEP, **of("lid", "polish"))],
    ),
    "a step done twice": (
        more(Assignment("lid", "inspect", "team-b", 30, 30, 33, 30)),
        [violation(Code.STEP_TWICE, **of("lid", "inspect"))],
    ),
    "a step of another route": (
        more(Assignment("housing", "printing", "team-b", 30, 30, 34, 900)),
        [violation(Code.INACTIVE_STEP, **of("housing", "printing"), branch="print")],
    ),
    "a step that nobody does": (
        both(without("lid", "inspect"), worth(11_515 + 30)),
        [violation(Code.MISSING_STEP, **of("lid", "inspect"))],
    ),
    "a resource that does not exist": (
        both(work("lid", "inspect", resource="team-x"), worth(11_515 + 30)),
        [violation(Code.UNKNOWN_RESOURCE, **of("lid", "inspect"), resource="team-x")],
    ),
    "a resource that is no option": (
        work("lid", "inspect", resource="desk-b"),
        [violation(Code.NO_OPTION, **of("lid", "inspect"), resource="desk-b")],
    ),
    "another cost": (
        work("lid", "inspect", cost=31),
        [
            violation(
                Code.WRONG_COST,
                **of("lid", "inspect"),
                resource="team-b",
                expected=30,
                found=31,
            )
        ],
    ),
    "a fact left out": (
        without("lid", "prepare"),
        [violation(Code.BEGUN_MISSING, **of("lid", "prepare"))],
    ),
    "a fact changed": (
        work("trial", "sample", resource="team-b", end=4),
        [
            violation(
                Code.BEGUN_CHANGED, **of("trial", "sample"), field=field, **change
            )
            for field, change in (
                ("resource", {"expected": "press-c", "found": "team-b"}),
                ("end", {"expected": 3, "found": 4}),
            )
        ],
    ),
    "a route around a fact": (
        both(
            both(taking(Taken("trial", ("big",))), worth(11_515 + 25 + 100 - 80)),
            more(Assignment("trial", "rest", "press-c", 3, 3, 12, 80)),
        ),
        [
            violation(Code.BEGUN_OFF_ROUTE, **of("trial", "sample"), branch="small"),
        ],
    ),
    "a start while closed": (
        at("reorder", "again", 19, 23, 25),
        [
            violation(Code.START_CLOSED, **AGAIN, resource="press-a", start=23),
        ],
    ),
    "an end that forgets a pause": (
        work("lid", "second", end=14),
        [
            violation(
                Code.WRONG_END,
                **of("lid", "second"),
                resource="press-b",
                start=9,
                duration=5,
                found=14,
            )
        ],
    ),
    "a changeover that forgets its pauses": (
        work("housing", "moulding", setup=12),
        [
            violation(
                Code.WRONG_SETUP,
                **MOULDING,
                resource="press-a",
                start=16,
                changeover=4,
                found=12,
            )
        ],
    ),
    "a changeover where the table has an exception": (
        table_with(materials=()),
        [
            violation(
                Code.WRONG_SETUP,
                **MOULDING,
                resource="press-a",
                start=16,
                changeover=3,
                found=10,
            )
        ],
    ),
    "a machine set up for something else": (
        resource_with("press-a", setup=Setup(tool="M9", colour="blue")),
        [
            violation(
                Code.WRONG_SETUP,
                **of("lid", "first"),
                resource="press-a",
                start=6,
                changeover=1,
                found=6,
            )
        ],
    ),
    "a colour that takes longer than the material": (
        # The lid has no colour, so only the housing's comes after the setup.
        both(
            asked(
                opportunities=(
                    HOUSING,
                    replace(
                        LID,
                        steps=(
                            LID.steps[0],
                            replace(LID.steps[1], colour="blue"),
                            *LID.steps[2:],
                        ),
                    ),
                    TRIAL,
                    REORDER,
                )
            ),
            table_with(colour=9),
        ),
        [
            violation(
                Code.WRONG_SETUP,
                **MOULDING,
                resource="press-a",
                start=16,
                changeover=10,
                found=10,
            )
        ],
    ),
    "work before now": (
        asked(now=6),
        [
            violation(Code.BEFORE_NOW, **DESIGN, setup=5, now=6),
        ],
    ),
    "work before its release": (
        asked(opportunities=(replace(HOUSING, release=6), LID, TRIAL, REORDER)),
        [violation(Code.BEFORE_RELEASE, **DESIGN, start=5, release=6)],
    ),
    "work after the horizon": (
        asked(horizon=24),
        [violation(Code.AFTER_HORIZON, **AGAIN, end=25, horizon=24)],
    ),
    "a machine held by two": (
        # On the other press: 20 cheaper, a day of 100 later.
        both(
            both(
                at("housing", "moulding", 12, 17, 20, resource="press-b", cost=280),
                work("reorder", "again", setup=24),
            ),
            worth(11_515 + 20 - 100),
        ),
        [
            violation(
                Code.OVERLAP,
                **MOULDING,
                other_opportunity="lid",
                other_step="second",
                resource="press-b",
                setup=12,
                other_end=15,
            )
        ],
    ),
    "a machine held by a fact": (
        at("housing", "design", 4, 4, 6),
        [
            violation(
                Code.OVERLAP,
                **DESIGN,
                other_opportunity="lid",
                other_step="prepare",
                resource="desk-a",
                setup=4,
                other_end=5,
            )
        ],
    ),
    "work of no time inside a fact": (
        both(
            asked(begun=(*PROBLEM.begun, Begun("trial", "rest", "desk-b", 21, 21, 23))),
            more(Assignment("trial", "rest", "desk-b", 21, 21, 23)),
        ),
        [
            violation(
                Code.OVERLAP,
                **of("housing", "signing"),
                other_opportunity="trial",
                other_step="rest",
                resource="desk-b",
                setup=22,
                other_end=23,
            )
        ],
    ),
    "work across load": (
        resource_with("desk-a", load=(Load(1, 2), Load(8, 9), Load(9, 10))),
        [
            violation(
                Code.ACROSS_LOAD,
                **of("housing", "tooling"),
                resource="desk-a",
                setup=7,
                end=10,
                load_start=9,
                load_end=10,
            )
        ],
    ),
    "work of no time inside load": (
        resource_with("desk-b", load=(Load(21, 23),)),
        [
            violation(
                Code.ACROSS_LOAD,
                **of("housing", "signing"),
                resource="desk-b",
                setup=22,
                end=22,
                load_start=21,
                load_end=23,
            )
        ],
    ),
    "a team over its capacity": (
        resource_with("team-b", load=(Load(16, 21, 2),)),
        [
            violation(
                Code.OVER_CAPACITY,
                resource="team-b",
                capacity=2,
                found=3,
                start=start,
                end=end,
            )
            for start, end in ((16, 18), (20, 21))
        ],
    ),
    "a step before the one it comes after": (
        at("lid", "inspect", 14, 14, 17),
        [
            violation(
                Code.WRONG_ORDER,
                **of("lid", "inspect"),
                other_opportunity="lid",
                other_step="second",
                start=14,
                other_end=15,
            )
        ],
    ),
    "a step before its transport": (
        at("housing", "packing", 19, 19, 21),
        [
            violation(
                Code.TRANSPORT,
                **of("housing", "packing"),
                **AFTER_MOULDING,
                start=19,
                other_end=19,
                transport=1,
                origin="A",
                destination="B",
            )
        ],
    ),
    "a way that does not exist": (
        both(asked(links=PROBLEM.links[1:]), worth(11_515 + 100)),
        [
            violation(
                Code.TOOL_NO_LINK,
                **of("lid", "second"),
                tool="D1",
                origin="A",
                destination="B",
            ),
            violation(
                Code.TOOL_NO_LINK,
                **of("lid", "second"),
                tool="D1",
                origin="A",
                destination="B",
            ),
            violation(
                Code.NO_LINK,
                **of("housing", "packing"),
                **AFTER_MOULDING,
                origin="A",
                destination="B",
            ),
            violation(
                Code.NO_LINK,
                **of("lid", "second"),
                other_opportunity="lid",
                other_step="first",
                origin="A",
                destination="B",
            ),
        ],
    ),
    "a tool in two places": (
        both(at("reorder", "again", 9, 9, 10), worth(11_515 + 20)),
        [
            violation(
                Code.TOOL_HELD_TWICE,
                **of("lid", "second"),
                other_opportunity="reorder",
                other_step="again",
                tool="D1",
                setup=9,
                other_end=10,
            )
        ],
    ),
    "a tool on the road": (
        asked(links=(PROBLEM.links[0], Link("B", "A", 5, 70))),
        [
            violation(
                Code.TOOL_TRANSPORT,
                **AGAIN,
                other_opportunity="lid",
                other_step="second",
                tool="D1",
                setup=19,
                other_end=15,
                transport=5,
                origin="B",
                destination="A",
            )
        ],
    ),
    "a tool without a way": (
        asked(links=PROBLEM.links[:1]),
        [violation(Code.TOOL_NO_LINK, **AGAIN, tool="D1", origin="B", destination="A")],
    ),
    "a tool before it is ready": (
        asked(tools=(Tool("D1", site="A", ready=7), Tool("M1"))),
        [
            violation(
                Code.TOOL_TOO_EARLY,
                **of("lid", "first"),
                tool="D1",
                setup=6,
                expected=7,
            )
        ],
    ),
    "a tool before it is made": (
        at("housing", "tooling", 8, 8, 11),
        [violation(Code.TOOL_TOO_EARLY, **MOULDING, tool="M1", setup=10, expected=11)],
    ),
    "a delivery after its latest date": (
        asked(
            opportunities=(
                replace(
                    HOUSING,
                    call_offs=(
                        replace(HOUSING.call_offs[0], latest=18),
                        HOUSING.call_offs[1],
                    ),
                ),
                LID,
                TRIAL,
                REORDER,
            )
        ),
        [
            violation(
                Code.LATEST_MISSED,
                opportunity="housing",
                call_off="moulded",
                found=19,
                latest=18,
            )
        ],
    ),
    "a member with too much of the work": (
        housing_asks(largest_share=92),
        [
            violation(
                Code.SHARE,
                opportunity="housing",
                member="acme",
                found=900,
                total=970,
                largest_share=92,
            )
        ],
    ),
    "members that must be apart": (
        housing_asks(apart=(("acme", "cast"), ("acme", "bolt"))),
        [
            violation(
                Code.APART,
                opportunity="housing",
                member="acme",
                other_member="bolt",
            )
        ],
    ),
    "a member left out": (
        housing_asks(required=("acme", "cast")),
        [violation(Code.REQUIRED, opportunity="housing", member="cast")],
    ),
    "a member not reliable enough": (
        housing_asks(least_reliability=0.85),
        [
            violation(
                Code.RELIABILITY,
                opportunity="housing",
                member="bolt",
                found=0.8,
                least_reliability=0.85,
            )
        ],
    ),
}


def test_a_valid_plan_breaks_nothing() -> None:
    assert check(PROBLEM, PLAN) == ()


@pytest.mark.parametrize("planted", PLANTED)
def test_it_finds(planted: str) -> None:
    mutation, expected = PLANTED[planted]

    found = check(*mutation(PROBLEM, PLAN))

    assert list(found) == expected


def test_every_code_is_planted() -> None:
    planted = {v.code for _, expected in PLANTED.values() for v in expected}

    assert planted == set(Code)


@pytest.mark.parametrize("planted", PLANTED)
def test_it_says_with_its_values_what_is_wrong(planted: str) -> None:
    for broken in check(*PLANTED[planted][0](PROBLEM, PLAN)):
        fields = {
            name for _, name, _, _ in string.Formatter().parse(ENGLISH[broken.code])
        }

        assert fields - {None} <= broken.values.keys()
        assert str(broken) == broken.english()
        for name in ("opportunity", "step", "resource", "tool", "member"):
            if name in broken.values:
                assert repr(broken.values[name]) in broken.english()


def test_facts_may_break_the_rules_and_overlap() -> None:
    # The machine is closed, loaded and set up for another tool, the second
    # step begins before the first ends, and both before now and the release.
    problem = Problem(
        horizon=9,
        now=5,
        members=(Member("acme"),),
        sites=(Site("A", "acme"), Site("B", "acme")),
        resources=(
            Resource(
                "press",
                "A",
                closed=((0, 6),),
                load=(Load(2, 3),),
                changeover="purge",
                setup=Setup(tool="D2"),
            ),
            Resource("desk", "B", capacity=2, load=(Load(0, 9, 2),)),
        ),
        changeovers=(Changeover("purge", tool=2),),
        tools=(Tool("D1", site="B", ready=8), Tool("D2", site="B")),
        opportunities=(
            Opportunity(
                "lid",
                release=4,
                steps=(
                    Step("one", (Option("press", 7),), tool="D1"),
                    Step("two", (Option("desk", 7),), after=("one",), tool="D1"),
                ),
            ),
        ),
        begun=(
            Begun("lid", "one", "press", 1, 1, 4, 3),
            Begun("lid", "two", "press", 2, 3, 20, 4),
        ),
        objective="makespan",
    )
    facts = tuple(
        Assignment(b.opportunity, b.step, b.resource, b.setup, b.start, b.end, b.cost)
        for b in problem.begun
    )

    assert (
        check(problem, Plan("optimal", "makespan", 20, 20, (Taken("lid"),), facts))
        == ()
    )


def test_facts_stand_in_the_sequence_in_order_of_their_start() -> None:
    # The red one begins its changeover first and its work last, so the next
    # red one needs none.
    problem = Problem(
        horizon=9,
        now=4,
        members=(Member("acme"),),
        sites=(Site("A", "acme"),),
        resources=(Resource("press", "A", changeover="purge"),),
        changeovers=(Changeover("purge", colour=2),),
        opportunities=tuple(
            Opportunity(name, (Step("mould", (Option("press", 1),), colour=colour),))
            for name, colour in (("one", "red"), ("two", "blue"), ("next", "red"))
        ),
        begun=(
            Begun("one", "mould", "press", 0, 3, 4),
            Begun("two", "mould", "press", 1, 2, 4),
        ),
    )
    facts = (
        Assignment("one", "mould", "press", 0, 3, 4),
        Assignment("two", "mould", "press", 1, 2, 4),
    )
    work = Assignment("next", "mould", "press", 4, 4, 5)

    assert check(problem, feasible(Taken("next"), assignments=(*facts, work))) == ()


def test_a_plan_without_an_answer_keeps_only_the_facts() -> None:
    facts = (PLAN.assignments[5], PLAN.assignments[9])

    assert check(PROBLEM, Plan("unknown", "surplus", 0, 99, assignments=facts)) == ()


def test_a_tool_is_followed_past_the_last_place_it_was_at() -> None:
    # From A to B is a long way, but quick by way of C: the rule is about any
    # two holds, so B still waits for the link from A.
    sites = ("A", "C", "B")
    problem = Problem(
        horizon=20,
        members=(Member("acme"),),
        sites=tuple(Site(site, "acme") for site in sites),
        resources=tuple(Resource(f"press-{site}", site) for site in sites),
        links=(Link("A", "C", 1), Link("C", "B", 1), Link("A", "B", 9)),
        tools=(Tool("D1", site="A"),),
        opportunities=tuple(
            Opportunity(
                site, (Step("mould", (Option(f"press-{site}", 2),), tool="D1"),)
            )
            for site in sites
        ),
    )
    plan = Plan(
        "feasible",
        "surplus",
        0,
        0,
        tuple(Taken(site) for site in sites),
        tuple(
            Assignment(site, "mould", f"press-{site}", start, start, start + 2)
            for site, start in (("A", 0), ("C", 3), ("B", 10))
        ),
    )

    (found,) = check(problem, plan)

    assert found.code == Code.TOOL_TRANSPORT
    assert found.values["other_opportunity"] == "A"
    assert found.values["transport"] == 9


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ((Link("A", "B", 1),), None),
        ((Link("A", "B", 4),), Code.TOOL_TOO_EARLY),
        ((Link("B", "A", 1),), Code.TOOL_NO_LINK),
    ],
)
def test_a_new_tool_is_brought_from_where_it_was_made(
    links: tuple[Link, ...], expected: Code | None
) -> None:
    problem = Problem(
        horizon=9,
        members=(Member("acme"),),
        sites=(Site("A", "acme"), Site("B", "acme")),
        resources=(Resource("shop", "A"), Resource("press", "B")),
        links=links,
        tools=(Tool("D1"),),
        opportunities=(
            Opportunity(
                "lid",
                (
                    Step("tooling", (Option("shop", 2),), makes="D1"),
                    Step("mould", (Option("press", 1),), tool="D1"),
                ),
            ),
        ),
    )
    tooling = Assignment("lid", "tooling", "shop", 0, 0, 2)
    mould = Assignment("lid", "mould", "press", 3, 3, 4)

    found = check(problem, feasible(Taken("lid"), assignments=(tooling, mould)))

    assert [v.code for v in found] == ([] if expected is None else [expected])


def test_a_delivery_without_work_on_the_route_is_complete_at_the_release() -> None:
    problem = Problem(
        horizon=9,
        members=(Member("acme"),),
        sites=(Site("A", "acme"),),
        resources=(Resource("desk", "A"),),
        opportunities=(
            Opportunity(
                "lid",
                release=4,
                choices=(Choice("how", ("paint", "skip")),),
                steps=(
                    Step("cut", (Option("desk", 1),)),
                    Step("paint", (Option("desk", 1),), branch="paint"),
                ),
                call_offs=(
                    CallOff("all", due=9),
                    CallOff("painted", due=2, latest=3, steps=("paint",)),
                ),
            ),
        ),
    )
    cut = Assignment("lid", "cut", "desk", 5, 5, 6)

    found = check(problem, feasible(Taken("lid", ("skip",)), assignments=(cut,)))

    assert found == (
        violation(
            Code.LATEST_MISSED, opportunity="lid", call_off="painted", found=4, latest=3
        ),
    )


@pytest.mark.parametrize("way", [("A", "B"), ("B", "A")])
def test_of_two_holds_of_no_time_either_may_be_the_earlier(
    way: tuple[str, str],
) -> None:
    problem = Problem(
        horizon=9,
        members=(Member("acme"),),
        sites=(Site("A", "acme"), Site("B", "acme"), Site("C", "acme")),
        resources=(Resource("desk-A", "A"), Resource("desk-B", "B")),
        links=(Link("C", "A", 1), Link("C", "B", 1), Link(*way, 0)),
        tools=(Tool("D1", site="C"),),
        opportunities=tuple(
            Opportunity(name, (Step("look", (Option(f"desk-{name}", 0),), tool="D1"),))
            for name in ("A", "B")
        ),
    )
    looks = tuple(Assignment(name, "look", f"desk-{name}", 1, 1, 1) for name in "AB")

    plan = feasible(Taken("A"), Taken("B"), assignments=looks)

    assert check(problem, plan) == ()
    apart = check(replace(problem, links=problem.links[:2]), plan)
    assert [violation.code for violation in apart] == [Code.TOOL_NO_LINK]


NAMES = st.sampled_from(
    [
        "housing",
        "lid",
        "trial",
        "ghost",
        "design",
        "moulding",
        "sample",
        "desk-a",
        "press-a",
        "team-b",
        "mould",
    ]
)
NUMBERS = st.integers(-9, 60) | st.integers()
PLANS = st.builds(
    Plan,
    status=st.sampled_from(["optimal", "feasible", "infeasible", "unknown"]),
    objective=st.sampled_from(["surplus", "makespan", "weighted_tardiness"]),
    value=NUMBERS,
    bound=NUMBERS,
    taken=st.lists(st.builds(Taken, NAMES, st.lists(NAMES).map(tuple))).map(tuple),
    assignments=st.lists(
        st.builds(
            Assignment,
            *(NAMES, NAMES, NAMES),
            *(NUMBERS, NUMBERS, NUMBERS, NUMBERS),
        )
    ).map(tuple),
)


@given(PLANS, st.sampled_from(["surplus", "makespan", "weighted_tardiness"]))
def test_it_reads_any_plan(plan: Plan, objective: Any) -> None:
    # The empty plan is valid for nobody here: its two facts are missing.
    found = check(replace(PROBLEM, objective=objective), plan)

    assert found
    assert all(str(broken) for broken in found)


def test_the_reference_tells_every_code() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "check.md"
    rows = re.findall(r"^\| `(\w+)` \|", page.read_text("utf-8"), re.MULTILINE)

    assert sorted(rows) == sorted(Code)
