"""Clusters in a row, as one problem, each like the demo's.

Each has the demo's 14 companies with their machines and its kinds of opportunities,
by another seed. A part of all steps can also be done on the same machine next door,
at the cost of the way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from msgspec.structs import replace

from grandis.planning import Problem
from grandis.planning.demo import network, rates
from grandis.planning.demo.hours import GRID, HORIZON, calendars
from grandis.planning.demo.network import Machine
from grandis.planning.demo.opportunities import opportunities
from grandis.planning.demo.tables import Town, companies
from grandis.planning.problem import (
    Link,
    Member,
    Opportunity,
    Option,
    Resource,
    Site,
    Step,
    Tool,
)

#: Degrees of longitude from one cluster to the next: about 190 km.
APART = 3.0
#: The part of all steps that can also be done in the cluster next door.
SHARED = 0.25
COMPANIES = {c.code for c in companies() if c.kind == "company"}


@dataclass(frozen=True)
class Cluster:
    """One cluster's part of the problem, under names of its own."""

    number: int
    machines: dict[str, Machine]
    sites: tuple[Site, ...]
    opportunities: tuple[Opportunity, ...]
    tools: tuple[Tool, ...]


def many_clusters(count: int, opportunities_each: int, seed: int = 0) -> Problem:
    """`count` clusters in a row, each with so many opportunities."""
    row = [_cluster(n, opportunities_each, seed) for n in range(count)]
    lot = Random(f"{seed} next door")
    every = []
    for here in row:
        near = [row[n] for n in (here.number - 1, here.number + 1) if 0 <= n < count]
        every += [_opened(o, here, near, lot) for o in here.opportunities]
    return Problem(
        name=f"{count} clusters, seed {seed}",
        horizon=HORIZON,
        grid=GRID,
        members=tuple(m for c in row for m in _members(c.number)),
        sites=tuple(site for c in row for site in c.sites),
        resources=tuple(
            _resource(c.number, m) for c in row for m in c.machines.values()
        ),
        opportunities=tuple(every),
        links=tuple(_links(row)),
        calendars=calendars(),
        changeovers=rates.CHANGEOVERS,
        tools=tuple(tool for c in row for tool in c.tools),
    )


def _named(number: int, name: str) -> str:
    return f"C{number:02} {name}"


def _cluster(number: int, wanted: int, seed: int) -> Cluster:
    """The demo's companies and as many opportunities as wanted that they can make."""
    owned = network.machines(Random(f"{seed} {number} machines"))
    theirs = {m.resource.id: m for m in owned if m.member in COMPANIES}
    found: list[Opportunity] = []
    tools: list[Tool] = []
    year = 0
    while len(found) < wanted:
        asked, needed = opportunities(owned, Random(f"{seed} {number} {year}"))
        for one in asked:
            made = _renamed(one, f"{_named(number, '')}{year} ", number, theirs)
            if made is not None and len(found) < wanted:
                found.append(made)
        tools += [_tool(t, f"{_named(number, '')}{year} ", number) for t in needed]
        year += 1
    used = {t for o in found for s in o.steps for t in (s.tool, s.makes)}
    sites = tuple(
        replace(
            site,
            id=_named(number, site.id),
            member=_named(number, site.member),
            longitude=(site.longitude or 0.0) + APART * number,
        )
        for site in network.sites()
        if site.member in COMPANIES
    )
    return Cluster(
        number, theirs, sites, tuple(found), tuple(t for t in tools if t.id in used)
    )


def _members(number: int) -> Iterator[Member]:
    for company in companies():
        if company.code in COMPANIES:
            yield Member(_named(number, company.code), reliability=company.reliability)


def _resource(number: int, machine: Machine) -> Resource:
    resource = machine.resource
    name, site = _named(number, resource.id), _named(number, resource.site)
    return replace(resource, id=name, site=site)


def _tool(tool: Tool, prefix: str, number: int) -> Tool:
    site = None if tool.site is None else _named(number, tool.site)
    return replace(tool, id=prefix + tool.id, site=site)


def _renamed(
    one: Opportunity, prefix: str, number: int, theirs: dict[str, Machine]
) -> Opportunity | None:
    """An opportunity of the demo in a cluster; None if its companies cannot make it."""
    steps = []
    for step in one.steps:
        options = tuple(
            replace(o, resource=_named(number, o.resource))
            for o in step.options
            if o.resource in theirs
        )
        if not options:
            return None
        tool, makes = (name and prefix + name for name in (step.tool, step.makes))
        steps.append(replace(step, options=options, tool=tool, makes=makes))
    policy = one.policy
    named = {*policy.required, *(m for pair in policy.apart for m in pair)}
    if named - COMPANIES:
        return None
    return replace(
        one,
        id=prefix + one.id,
        steps=tuple(steps),
        policy=replace(
            policy,
            required=tuple(_named(number, m) for m in policy.required),
            apart=tuple(
                (_named(number, a), _named(number, b)) for a, b in policy.apart
            ),
        ),
    )


def _opened(
    one: Opportunity, here: Cluster, near: list[Cluster], lot: Random
) -> Opportunity:
    """Some of its steps can also be done on the same machine next door."""

    def opened(step: Step) -> Step:
        if not near or step.makes or lot.random() >= SHARED:
            return step
        there = lot.choice(near)
        option = lot.choice(step.options)
        name = option.resource.removeprefix(_named(here.number, ""))
        own, twin = here.machines[name], there.machines.get(name)
        if twin is None:
            return step
        duration = max(1, round(option.duration * twin.slowness / own.slowness))
        cost = round(option.cost * duration * twin.rate / (option.duration * own.rate))
        more = Option(_named(there.number, name), duration, cost)
        return replace(step, options=(*step.options, more))

    return replace(one, steps=tuple(map(opened, one.steps)))


def _links(row: Sequence[Cluster]) -> Iterator[Link]:
    """Roads within each cluster and to those next door."""
    for here in row:
        for there in row[max(0, here.number - 1) : here.number + 2]:
            for one in here.sites:
                for other in there.sites:
                    if one.id != other.id:
                        km = network.kilometres(_town(one), _town(other))
                        yield Link(one.id, other.id, *network.trip(km))


def _town(site: Site) -> Town:
    return Town(site.id, site.latitude or 0.0, site.longitude or 0.0)
