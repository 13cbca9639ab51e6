"""Where goods and tools pass from one step of an opportunity to another."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from grandis.planning.drawing.scene import Scene
from grandis.planning.plan import Assignment
from grandis.planning.problem import Opportunity


@dataclass(frozen=True)
class HandOver:
    """Goods, a tool, or both go from one piece of work to the next."""

    origin: Assignment
    destination: Assignment
    goods: bool
    tool: bool


def hand_overs(scene: Scene, opportunity: Opportunity) -> list[HandOver]:
    """The hand-overs of one opportunity of which an end may be shown.

    Goods go from a step to those that come after it; a new tool from the step
    that makes it to its first user, and on to the next at another site.
    """
    found: dict[tuple[Assignment, Assignment], HandOver] = {}
    for origin, destination in _goods(scene, opportunity):
        pair = origin, destination
        found[pair] = HandOver(*pair, goods=True, tool=False)
    for origin, destination in _tools(scene, opportunity):
        pair = origin, destination
        known = found.get(pair, HandOver(*pair, goods=False, tool=True))
        found[pair] = replace(known, tool=True)
    shown = set(scene.shown)
    return [h for h in found.values() if h.origin in shown or h.destination in shown]


def road(scene: Scene, origin: Assignment, destination: Assignment) -> int | None:
    """Minutes of transport between two pieces of work; None at one site."""
    sites = scene.resource_site(origin).id, scene.resource_site(destination).id
    if sites[0] == sites[1] or sites not in scene.problem.link:
        return None
    return scene.minutes(scene.problem.link[sites].duration)


def _goods(
    scene: Scene, opportunity: Opportunity
) -> Iterator[tuple[Assignment, Assignment]]:
    by_step = scene.plan.by_step
    for step in opportunity.steps:
        for before in step.after:
            origin = by_step.get((opportunity.id, before))
            destination = by_step.get((opportunity.id, step.id))
            if origin is not None and destination is not None:
                yield origin, destination


def _tools(
    scene: Scene, opportunity: Opportunity
) -> Iterator[tuple[Assignment, Assignment]]:
    by_step = scene.plan.by_step
    done = [s for s in opportunity.steps if (opportunity.id, s.id) in by_step]
    for maker in done:
        if maker.makes is None:
            continue
        users = (by_step[opportunity.id, s.id] for s in done if s.tool == maker.makes)
        places = sorted(users, key=lambda a: (a.setup, a.end))
        yield from zip([by_step[opportunity.id, maker.id]], places, strict=False)
        for origin, destination in pairwise(places):
            if scene.resource_site(origin) != scene.resource_site(destination):
                yield origin, destination
