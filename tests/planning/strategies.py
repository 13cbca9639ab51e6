"""Hypothesis strategies: tiny planning problems with every feature mixed in.

They are valid by construction: what a part names is drawn from what is there.
They are small enough for `exhaustive.best`. Numbers and orders are such that
the features get in each other's way: few resources, early dates, high prices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, permutations
from typing import TypeVar

import msgspec
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grandis.planning.problem import (
    Begun,
    Calendar,
    CallOff,
    Change,
    Changeover,
    Choice,
    Grid,
    Interval,
    Link,
    Load,
    Member,
    Objective,
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

T = TypeVar("T")

OBJECTIVES: tuple[Objective, ...] = ("surplus", "makespan", "weighted_tardiness")
MATERIALS = ("pp", "pa", None)
COLOURS = ("red", "blue", None)
COSTS = (10, 20, 0, 35, 50)
PRICES = (200, 500, 100, 60)
#: The most steps of all opportunities together.
MOST_STEPS = 6
#: The choices that an opportunity can have: none, one, two, one within another.
SHAPES: tuple[tuple[Choice, ...], ...] = (
    (),
    (),
    (),
    (Choice("c1", ("b1", "b2")),),
    (Choice("c1", ("b1", "b2")), Choice("c2", ("b3", "b4"))),
    (Choice("c1", ("b1", "b2")), Choice("c2", ("b3", "b4"), within="b1")),
)


@dataclass
class Draft:
    """The network that opportunities are drawn for."""

    horizon: int
    now: int
    members: tuple[Member, ...]
    sites: tuple[Site, ...]
    resources: tuple[Resource, ...]
    tools: tuple[Tool, ...]


@st.composite
def problems(draw: DrawFn) -> Problem:
    """A valid problem for `exhaustive.best`."""
    horizon = draw(st.integers(8, 16))
    now = draw(_sometimes(st.integers(1, 3), 0))
    members = tuple(
        Member(f"m{i}", reliability=draw(st.sampled_from((1.0, 0.9, 0.6))))
        for i in range(draw(st.integers(1, 3)))
    )
    sites = tuple(
        Site(f"s{i}", members[i % len(members)].id)
        for i in range(draw(st.sampled_from((2, 3, 1, 2))))
    )
    calendars = tuple(Calendar(f"k{i}", draw(_intervals(horizon))) for i in range(2))
    changeovers = (draw(_changeovers()),)
    tools = tuple(
        Tool(f"t{i}", "", draw(st.sampled_from(sites)).id, draw(st.integers(0, 3)))
        for i in range(draw(st.sampled_from((1, 2, 1, 0))))
    )
    resources = tuple(
        draw(_resources(f"r{i}", sites[i % len(sites)], horizon, calendars, tools))
        for i in range(draw(st.sampled_from((3, 2, 4, 1))))
    )
    draft = Draft(horizon, now, members, sites, resources, tools)
    opportunities = _opportunities(draw, draft)
    made = {s.makes for o in opportunities for s in o.steps} - {None}
    return Problem(
        horizon=horizon,
        now=now,
        objective=draw(st.sampled_from(OBJECTIVES)),
        grid=Grid(minutes=draw(st.sampled_from((480, 720, 1440, 360)))),
        members=members,
        sites=sites,
        links=_links(draw, sites),
        calendars=calendars,
        changeovers=changeovers,
        resources=resources,
        tools=tools + tuple(Tool(name) for name in sorted(map(str, made))),
        opportunities=opportunities,
        begun=_begun(draw, draft, opportunities),
    )


def _sometimes(strategy: st.SearchStrategy[T], otherwise: T) -> st.SearchStrategy[T]:
    """One time in three."""
    plain = st.just(otherwise)
    return st.integers(0, 2).flatmap(lambda die: strategy if die == 2 else plain)


def _some(values: Sequence[T], most: int) -> st.SearchStrategy[tuple[T, ...]]:
    """Up to `most` of these values, each once."""
    if not values:
        return st.just(())
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


def _one_of(tools: tuple[Tool, ...]) -> st.SearchStrategy[str | None]:
    """The id of a tool, if there is one."""
    return st.sampled_from([tool.id for tool in tools]) if tools else st.none()


def _intervals(horizon: int) -> st.SearchStrategy[tuple[Interval, ...]]:
    """Sorted intervals that do not touch, at least one before the horizon."""

    def runs(opened: list[bool]) -> tuple[Interval, ...]:
        ticks = groupby(range(len(opened)), key=opened.__getitem__)
        spans = [list(run) for is_open, run in ticks if is_open]
        return tuple((span[0], span[-1] + 1) for span in spans)

    is_open = st.sampled_from((True, True, False))
    ticks = st.lists(is_open, min_size=horizon, max_size=horizon + 2)
    return ticks.filter(lambda opened: any(opened[:horizon])).map(runs)


def _links(draw: DrawFn, sites: tuple[Site, ...]) -> tuple[Link, ...]:
    durations = st.sampled_from((1, 0, 1, 2, 2, 3, None))
    ways = [(a.id, b.id, draw(durations)) for a, b in permutations(sites, 2)]
    return tuple(
        Link(origin, destination, duration, draw(st.sampled_from((5, 0, 25))))
        for origin, destination, duration in ways
        if duration is not None
    )


@st.composite
def _changeovers(draw: DrawFn) -> Changeover:
    ticks = st.sampled_from((1, 2, 3, 0))
    exceptions = {
        field: tuple(
            Change(before, after, draw(st.sampled_from((3, 0, 1, 2))))
            for before, after in draw(
                st.sampled_from(((pair, pair[::-1]), (pair,), ()))
            )
        )
        for field, pair in (("materials", ("pp", "pa")), ("colours", ("red", "blue")))
    }
    return Changeover("x", draw(ticks), draw(ticks), draw(ticks), **exceptions)


@st.composite
def _resources(
    draw: DrawFn,
    name: str,
    site: Site,
    horizon: int,
    calendars: tuple[Calendar, ...],
    tools: tuple[Tool, ...],
) -> Resource:
    """A machine or a team that works at its first open tick."""
    capacity = draw(st.sampled_from((1, 1, 1, 2, 3)))
    calendar = draw(_sometimes(st.sampled_from(calendars), None))
    first = 0 if calendar is None else calendar.open[0][0]
    return Resource(
        id=name,
        site=site.id,
        capacity=capacity,
        calendar=None if calendar is None else calendar.id,
        closed=draw(_sometimes(_spans(first + 1, horizon), ())),
        load=draw(_sometimes(_loads(horizon, capacity), ())),
        changeover=draw(st.sampled_from(("x", None, "x"))) if capacity == 1 else None,
        setup=Setup(
            tool=draw(_sometimes(_one_of(tools), None)),
            material=draw(st.sampled_from(MATERIALS)),
            colour=draw(st.sampled_from(COLOURS)),
        ),
    )


@st.composite
def _spans(draw: DrawFn, first: int, last: int) -> tuple[Interval, ...]:
    """One or two intervals that begin in this range; they may overlap."""
    begins = draw(st.lists(st.integers(first, last), min_size=1, max_size=2))
    return tuple((begin, begin + draw(st.integers(1, 3))) for begin in begins)


@st.composite
def _loads(draw: DrawFn, horizon: int, capacity: int) -> tuple[Load, ...]:
    """Loads that keep to the capacity: those of a machine do not overlap."""
    spans = draw(_spans(0, horizon // 2))
    if capacity > 1:
        amounts = st.integers(1, capacity // len(spans))
        return tuple(Load(begin, end, draw(amounts)) for begin, end in spans)
    first, *others = sorted(spans)
    return (Load(*first), *(Load(*span) for span in others if span[0] >= first[1]))


def _opportunities(draw: DrawFn, draft: Draft) -> tuple[Opportunity, ...]:
    left, opportunities = MOST_STEPS, []
    for i in range(draw(st.sampled_from((2, 1, 3)))):
        steps = draw(st.sampled_from((2, 1, 3, 4)))
        if steps <= left:
            opportunities.append(_opportunity(draw, draft, f"o{i}", steps))
            left -= steps
    return tuple(opportunities)


def _opportunity(draw: DrawFn, draft: Draft, name: str, size: int) -> Opportunity:
    choices = draw(st.sampled_from(SHAPES))
    branches = [
        None,
        None,
        *(branch for choice in choices for branch in choice.branches),
    ]
    places = [draw(st.sampled_from(branches)) for _ in range(size)]
    if choices and size > 2 and draw(st.booleans()):
        places[:2] = choices[0].branches
    steps: list[Step] = []
    for place in places:
        steps.append(_step(draw, draft, name, place, steps))
    return Opportunity(
        id=name,
        price=draw(st.sampled_from(PRICES)),
        weight=draw(st.integers(1, 3)),
        release=draw(_sometimes(st.integers(0, 4), 0)),
        steps=_with_new_tool(draw, name, tuple(steps)),
        choices=choices,
        call_offs=tuple(
            _call_off(draw, draft, f"d{number}", steps)
            for number in range(draw(st.sampled_from((1, 2, 0))))
        ),
        policy=draw(_policies(draft, steps)) if draw(st.booleans()) else Policy(),
    )


@st.composite
def _policies(draw: DrawFn, draft: Draft, steps: list[Step]) -> Policy:
    """Some of the four rules; a member required mostly can do a step."""
    members = [member.id for member in draft.members]
    site = {resource.id: resource.site for resource in draft.resources}
    owner = {site.id: site.member for site in draft.sites}
    able = [owner[site[option.resource]] for step in steps for option in step.options]
    some = st.sampled_from([*able, *members])
    return Policy(
        largest_share=draw(_sometimes(st.integers(40, 90), 100)),
        apart=draw(st.sampled_from(((), tuple(combinations(members, 2))[:2]))),
        required=draw(_sometimes(some.map(lambda member: (member,)), ())),
        least_reliability=draw(_sometimes(st.sampled_from((0.6, 0.8, 0.95)), 0.0)),
    )


def _step(
    draw: DrawFn, draft: Draft, opportunity: str, branch: str | None, before: list[Step]
) -> Step:
    resources = draw(
        st.lists(st.sampled_from(draft.resources), min_size=1, max_size=2, unique=True)
    )
    names = tuple(step.id for step in before)
    return Step(
        id=f"p{len(before)}",
        options=tuple(_option(draw, resource) for resource in resources),
        after=draw(st.sampled_from((names[-1:], names[-2:], names[-2:-1], ()))),
        branch=branch,
        tool=draw(_one_of(draft.tools)) if draw(st.booleans()) else None,
        material=draw(st.sampled_from(MATERIALS)),
        colour=draw(st.sampled_from(COLOURS)),
    )


def _option(draw: DrawFn, resource: Resource) -> Option:
    """A duration of 0 only where the model allows one."""
    always = resource.calendar is None and not resource.closed
    simple = resource.capacity == 1 and resource.changeover is None
    durations = st.sampled_from((1, 2, 3, 0) if always and simple else (1, 2, 3))
    return Option(resource.id, draw(durations), draw(st.sampled_from(COSTS)))


def _with_new_tool(
    draw: DrawFn, opportunity: str, steps: tuple[Step, ...]
) -> tuple[Step, ...]:
    """Sometimes the first step makes a tool that others use.

    Where the first two stand on branches that exclude each other, both do.
    """
    if len(steps) < 2 or not draw(_sometimes(st.just(True), False)):
        return steps
    makers = 1
    if {steps[0].branch, steps[1].branch} in ({"b1", "b2"}, {"b3", "b4"}):
        makers = draw(st.sampled_from((2, 1))) if len(steps) > 2 else 1
    users = draw(_some(steps[makers:], 2)) or steps[-1:]
    tool = f"new-{opportunity}"
    return tuple(
        msgspec.structs.replace(step, makes=tool)
        if step in steps[:makers]
        else msgspec.structs.replace(step, tool=tool)
        if step in users
        else step
        for step in steps
    )


def _call_off(draw: DrawFn, draft: Draft, name: str, steps: list[Step]) -> CallOff:
    due = draw(st.integers(0, draft.horizon // 2))
    slack = draw(_sometimes(st.integers(2, 8), None))
    return CallOff(
        id=name,
        due=due,
        latest=None if slack is None else due + slack,
        late_cost=draw(st.sampled_from((40, 10, 100, 0))),
        steps=draw(_sometimes(_some([step.id for step in steps], 2), ())),
    )


def _begun(
    draw: DrawFn, draft: Draft, opportunities: tuple[Opportunity, ...]
) -> tuple[Begun, ...]:
    """Up to three facts on one route, that may overlap.

    No two start together on one machine: the model does not say which of them
    is before the next work.
    """
    facts: list[Begun] = []
    branches: dict[str, str | None] = {}
    taken: set[tuple[str, int]] = set()
    steps = [
        (opportunity, step)
        for opportunity in opportunities
        for step in opportunity.steps
    ]
    for opportunity, step in draw(_some(steps, 3)) if draft.now else ():
        anywhere = st.sampled_from([resource.id for resource in draft.resources])
        option = draw(st.sampled_from(step.options)).resource
        resource = draw(_sometimes(anywhere, option))
        setup = draw(st.integers(0, draft.now))
        start = setup + draw(_sometimes(st.integers(0, 2), 0))
        branch = branches.setdefault(opportunity.id, step.branch)
        if step.branch in (None, branch) and (resource, start) not in taken:
            taken.add((resource, start))
            end = start + draw(st.integers(1, 4))
            cost = draw(st.sampled_from(COSTS))
            facts.append(
                Begun(opportunity.id, step.id, resource, setup, start, end, cost)
            )
    return tuple(facts)
