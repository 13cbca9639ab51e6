"""Small problems cut out of a large one, and plans with some of their steps held.

What is not to be planned again becomes a *fact* (`Begun`): a fact holds its
machine and tool and stands in the sequence for changeovers, but nothing is
asked of it. So a problem with facts in place of planned work is a relaxation:
whatever is impossible in it is impossible with that work in place.
"""

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from grandis.planning.plan import Assignment, Plan
from grandis.planning.problem import (
    Begun,
    Opportunity,
    Option,
    Problem,
    Site,
    Step,
    Tool,
)


def alone(problem: Problem, opportunity: str) -> Problem:
    """The problem with this opportunity only: the others do no more than has begun.

    What it can bring here is the most that it can bring in any plan. The facts
    of the others cost nothing here.
    """
    return _cut_out(problem, problem.opportunity[opportunity], problem.begun)


def beside(problem: Problem, plan: Plan, opportunity: str) -> Problem:
    """The problem with this opportunity only, all others as they are in the plan.

    A relaxation: the others' changeovers are not asked to suit what comes
    before them. Their work costs nothing here.
    """
    others = [fact(a) for a in plan.assignments if a.opportunity != opportunity]
    own = [b for b in problem.begun if b.opportunity == opportunity]
    return _cut_out(problem, problem.opportunity[opportunity], [*own, *others])


def holding(problem: Problem, held: Iterable[Assignment]) -> Problem:
    """The whole problem with more steps held in their places, as facts."""
    known = {(b.opportunity, b.step) for b in problem.begun}
    more = [fact(a) for a in held if (a.opportunity, a.step) not in known]
    return replace(problem, begun=(*problem.begun, *more))


def fact(assignment: Assignment) -> Begun:
    """An assignment as something that is not to be changed."""
    a = assignment
    return Begun(a.opportunity, a.step, a.resource, a.setup, a.start, a.end, a.cost)


def remains(opportunity: Opportunity, facts: Collection[Begun]) -> Opportunity:
    """An opportunity without price, dates and policy, and with its facts only."""
    done = {b.step: b for b in facts if b.opportunity == opportunity.id}
    return Opportunity(
        id=opportunity.id,
        name=opportunity.name,
        steps=tuple(
            _done(step, done[step.id]) for step in opportunity.steps if step.id in done
        ),
    )


def _done(step: Step, begun: Begun) -> Step:
    """A step as it is done, waiting for nothing and making nothing."""
    option = Option(begun.resource, max(1, begun.end - begun.start), begun.cost)
    return replace(step, options=(option,), after=(), branch=None, makes=None)


def settled(
    problem: Problem, opportunities: Iterable[Opportunity], facts: Iterable[Begun]
) -> tuple[Tool, ...]:
    """All tools; one whose maker is not among these opportunities is where it is used.

    That is where a fact has used it: only then can its maker be left out.
    """
    site = {(b.opportunity, b.step): problem.resource[b.resource].site for b in facts}
    steps = [(o.id, step) for o in opportunities for step in o.steps]
    made = {step.makes for _, step in steps}
    used = {step.tool: site.get((name, step.id)) for name, step in steps}
    return tuple(
        tool
        if tool.site or tool.id in made or tool.id not in used
        else replace(tool, site=used[tool.id])
        for tool in problem.tools
    )


def _cut_out(problem: Problem, own: Opportunity, facts: Iterable[Begun]) -> Problem:
    """One opportunity, the resources it may use, and what others do on them."""
    names = {option.resource for step in own.steps for option in step.options}
    tools = {step.tool for step in own.steps} - {None}
    tool_of = {(o.id, s.id): s.tool for o in problem.opportunities for s in o.steps}
    kept = [
        b if b.opportunity == own.id else replace(b, cost=0)
        for b in facts
        if b.opportunity == own.id
        or b.resource in names
        or tool_of[b.opportunity, b.step] in tools
    ]
    names |= {b.resource for b in kept}
    involved = dict.fromkeys(b.opportunity for b in kept if b.opportunity != own.id)
    opportunities = (own, *(remains(problem.opportunity[o], kept) for o in involved))
    resources = tuple(r for r in problem.resources if r.id in names)
    involved_tools = {s.tool for o in opportunities for s in o.steps}
    involved_tools |= {s.makes for s in own.steps}
    kept_tools = tuple(
        tool
        for tool in settled(problem, opportunities, kept)
        if tool.id in involved_tools
    )
    sites = {r.site for r in resources} | {tool.site for tool in kept_tools}
    return replace(
        problem,
        opportunities=opportunities,
        resources=resources,
        tools=kept_tools,
        begun=tuple(kept),
        links=tuple(
            link
            for link in problem.links
            if link.origin in sites and link.destination in sites
        ),
        sites=_named(problem.sites, sites),
        calendars=tuple(
            c for c in problem.calendars if c.id in {r.calendar for r in resources}
        ),
        changeovers=tuple(
            c for c in problem.changeovers if c.id in {r.changeover for r in resources}
        ),
    )


def _named(sites: tuple[Site, ...], names: Collection[str | None]) -> tuple[Site, ...]:
    return tuple(site for site in sites if site.id in names)
