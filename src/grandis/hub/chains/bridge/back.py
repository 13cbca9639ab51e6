"""What the coordinator may see of a plan, and the members' work in it.

The planner's problem and plan hold loads, hours and costs. What leaves here holds
assigned steps and dates: steps without alternatives, resources without calendar
and load, no cost, no hours, no rate. Pictures are drawn from it alone.
"""

from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from grandis.hub.chains.bridge.lots import number_of
from grandis.hub.chains.models import HandOver, Plan, Work
from grandis.hub.core.models import Organisation
from grandis.hub.market.models import Opportunity
from grandis.planning import Opportunity as PlannedOpportunity
from grandis.planning import Plan as Planned
from grandis.planning import Policy, Problem, Setup
from grandis.planning.audience import (
    COORDINATOR,
    visible_assignments,
    visible_hand_overs,
)
from grandis.planning.problem import Option, Step
from grandis.planning.reasons import explain
from grandis.planning.risks import Risk

#: Futures in which a plan is tried.
FUTURES = 10_000


class Shown(NamedTuple):
    """A problem and a plan with nothing in them that the coordinator may not see."""

    problem: Problem
    plan: Planned


def shown_of(problem: Problem, plan: Planned) -> Shown:
    """The part of a problem and plan that the coordinator may see."""
    seen = visible_assignments(problem, plan, COORDINATOR)
    used = {a.resource for a in seen}
    by_step = {(a.opportunity, a.step): a.resource for a in seen}
    opportunities = tuple(
        _shown_opportunity(o, by_step)
        for o in problem.opportunities
        if o.id in plan.taken_ids
    )
    resources = tuple(
        replace(r, calendar=None, closed=(), load=(), changeover=None, setup=Setup())
        for r in problem.resources
        if r.id in used
    )
    sites = {r.site for r in resources}
    members = {problem.member_of(r) for r in used}
    made = {s.makes for o in opportunities for s in o.steps if s.makes}
    shown = Problem(
        horizon=problem.horizon,
        members=tuple(m for m in problem.members if m.id in members),
        sites=tuple(s for s in problem.sites if s.id in sites),
        resources=resources,
        opportunities=opportunities,
        name=problem.name,
        grid=problem.grid,
        now=problem.now,
        links=tuple(
            replace(link, cost=0)
            for link in problem.links
            if link.origin in sites and link.destination in sites
        ),
        tools=tuple(t for t in problem.tools if t.id in made),
        begun=tuple(
            replace(b, setup=b.start, cost=0)
            for b in problem.begun
            if b.opportunity in plan.taken_ids
        ),
    )
    taken = tuple(replace(t, branches=()) for t in plan.taken)
    return Shown(shown, replace(plan, assignments=seen, taken=taken, seconds=0.0))


def _shown_opportunity(
    opportunity: PlannedOpportunity, by_step: dict[tuple[str, str], str]
) -> PlannedOpportunity:
    """An opportunity with its planned steps alone, each where it is planned."""
    key = opportunity.id
    planned = [s for s in opportunity.steps if (key, s.id) in by_step]
    there = {step.id for step in planned}
    made = {step.makes for step in planned if step.makes}
    return replace(
        opportunity,
        price=0,
        choices=(),
        policy=Policy(),
        call_offs=tuple(
            replace(c, late_cost=0, steps=tuple(id_ for id_ in c.steps if id_ in there))
            for c in opportunity.call_offs
        ),
        steps=tuple(
            _shown_step(step, by_step[key, step.id], there, made) for step in planned
        ),
    )


def _shown_step(step: Step, where: str, there: set[str], made: set[str]) -> Step:
    """A step on its resource alone; one that has begun may be on any."""
    known = {option.resource: option.duration for option in step.options}
    return replace(
        step,
        branch=None,
        after=tuple(id_ for id_ in step.after if id_ in there),
        tool=step.tool if step.tool in made else None,
        options=(Option(where, known.get(where, 1)),),
    )


def reasons_of(problem: Problem, plan: Planned, seed: int) -> list[dict[str, Any]]:
    """Why opportunities are not taken and members not chosen, for the coordinator."""
    told = explain(problem, plan, COORDINATOR, seed)
    return [
        {
            "opportunity": reason.opportunity,
            "member": reason.member,
            "code": str(reason.code),
            "values": msgspec.to_builtins(reason.values),
        }
        for reason in told
    ]


def risk_json(found: Risk) -> dict[str, Any]:
    """How sure the dates are, without money."""
    return {
        "futures": found.futures,
        "on_time": found.on_time,
        "opportunities": [
            {
                "key": each.opportunity,
                "on_time": each.on_time,
                "planned": each.planned,
                "by": each.finish.q90,
            }
            for each in found.opportunities
        ],
        "delays": [msgspec.to_builtins(delay) for delay in found.delays[:10]],
    }


def shown_json(shown: Shown) -> dict[str, Any]:
    """What the coordinator may see, as it is kept."""
    return {
        "problem": msgspec.to_builtins(shown.problem),
        "plan": msgspec.to_builtins(shown.plan),
    }


def read_shown(values: dict[str, Any]) -> Shown:
    """What the coordinator may see, as it was kept."""
    return Shown(
        msgspec.convert(values["problem"], Problem),
        msgspec.convert(values["plan"], Planned),
    )


def works_of(kept: Plan, shown: Shown, parts: dict[str, Any]) -> list[Work]:
    """The members' work as rows, not saved."""
    problem, plan = shown
    opportunities, members = _rows_named(problem)
    step = {(o.id, s.id): s for o in problem.opportunities for s in o.steps}
    return [
        Work(
            plan=kept,
            opportunity_id=opportunities[a.opportunity],
            member_id=members[problem.member_of(a.resource)],
            part=_part_of(parts.get(a.opportunity, {}), a.step),
            step=a.step,
            stage=step[a.opportunity, a.step].stage,
            resource=problem.resource[a.resource].name,
            resource_key=a.resource,
            start=problem.grid.time(a.start),
            end=problem.grid.time(a.end),
        )
        for a in plan.assignments
    ]


def _part_of(part: dict[str, Any], step: str) -> dict[str, Any]:
    """The kind of part, with the pieces that a step is for."""
    told = {name: value for name, value in part.items() if name != "lots"}
    number = number_of(step)
    return told if number is None else told | {"pieces": part["lots"][number - 1]}


def hand_overs_of(kept: Plan, shown: Shown) -> list[HandOver]:
    """What goes from one member to another, as rows, not saved."""
    problem, plan = shown
    opportunities, members = _rows_named(problem)
    return [
        HandOver(
            plan=kept,
            opportunity_id=opportunities[h.opportunity],
            giver_id=members[h.member],
            taker_id=members[h.to_member],
            step=h.step,
            to_step=h.to_step,
            leaves=problem.grid.time(h.leaves),
            arrives=problem.grid.time(h.arrives),
        )
        for h in visible_hand_overs(problem, plan, COORDINATOR)
    ]


def _rows_named(problem: Problem) -> tuple[dict[str, int], dict[str, int]]:
    """The rows of a problem's opportunities and members, by their keys."""
    opportunities = Opportunity.objects.filter(
        key__in=[each.id for each in problem.opportunities]
    )
    members = Organisation.objects.filter(key__in=[m.id for m in problem.members])
    return (
        dict(opportunities.values_list("key", "pk")),
        dict(members.values_list("key", "pk")),
    )
