"""What happened, or could be, as the planner takes it."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from grandis.hub.chains.bridge.roads import HANDLING_HOURS, TRIP_EURO
from grandis.planning import Link, Member, Problem, Resource, Setup, Site
from grandis.planning.events import Cancelled, Event, MachineDown, StepLate
from grandis.planning.shifts import closure
from grandis.planning.worths import Addition, Likeness, extended

#: Ids of what does not exist yet; keys of rows are words without a dash.
NEW_MACHINE, NEW_MEMBER, NEW_SITE = "new-machine", "new-member", "new-site"


def event_of(problem: Problem, told: dict[str, Any], zone: str) -> Event:
    """An event from what was asked: ``event`` says which.

    Raises
    ------
    InputError
        When what it names is not in the problem, or it is over.
    """
    match told["event"]:
        case "machine_down":
            return MachineDown(told["resource"], *_days(problem, told, zone))
        case "step_late":
            return StepLate(told["opportunity"], told["step"], extra=told["hours"])
    return Cancelled(told["opportunity"])


def changed(problem: Problem, told: dict[str, Any], zone: str) -> Problem:
    """The problem as it would be; ``change`` says what would be different.

    Raises
    ------
    InputError, ProblemError
        When what it names is not in the problem.
    """
    if told["change"] == "machine_down":
        days = _days(problem, told, zone)
        return replace(
            problem,
            resources=tuple(
                replace(r, closed=(*r.closed, days)) if r.id == told["resource"] else r
                for r in problem.resources
            ),
        )
    return extended(problem, _addition(problem, told))


def _days(problem: Problem, told: dict[str, Any], zone: str) -> tuple[int, int]:
    first, last = (date.fromisoformat(told[name]) for name in ("first_day", "last_day"))
    return closure(first, last, grid=problem.grid, horizon=problem.horizon, zone=zone)


def _addition(problem: Problem, told: dict[str, Any]) -> Addition:
    """A machine like one that is there, at the same place or at a new member's."""
    like = problem.resource[told["resource"]]
    free = replace(
        like, id=NEW_MACHINE, name=told["name"], load=(), closed=(), setup=Setup()
    )
    likeness = (Likeness(NEW_MACHINE, like.id),)
    if told["change"] == "new_machine":
        return Addition(resources=(free,), likenesses=likeness)
    here = problem.site[like.site]
    site = replace(here, id=NEW_SITE, member=NEW_MEMBER, name=told["name"])
    return Addition(
        members=(Member(NEW_MEMBER, told["name"]),),
        sites=(site,),
        links=_links(problem, here, site),
        resources=(replace(free, site=NEW_SITE),),
        likenesses=likeness,
    )


def _links(problem: Problem, here: Site, site: Site) -> tuple[Link, ...]:
    """Roads as from the place that it is like, and one to that place."""
    there = [
        replace(link, **{end: site.id})
        for link in problem.links
        for end in ("origin", "destination")
        if getattr(link, end) == here.id
    ]
    cents = 100 * TRIP_EURO
    return (
        *there,
        Link(here.id, site.id, HANDLING_HOURS, cents),
        Link(site.id, here.id, HANDLING_HOURS, cents),
    )


def is_new(resource: Resource) -> bool:
    """Whether a resource does not exist yet."""
    return resource.id == NEW_MACHINE
