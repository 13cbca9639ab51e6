"""What is already known to hold a resource: existing load and begun steps."""

import itertools
from collections.abc import Iterable

from grandis.planning.problem import Begun, Interval, Problem, Resource

#: Start, end, and how much of the capacity is taken.
Level = tuple[int, int, int]


def known_holds(problem: Problem, resource: Resource) -> list[Interval]:
    """The holds of load and begun steps on a machine, none reaching into another.

    Facts may overlap each other; what overlaps counts as one hold. Holds that
    only touch stay apart: work of no duration fits between them.
    """
    loads = [(load.start, load.end) for load in resource.load]
    return apart([*loads, *((b.setup, b.end) for b in begun_on(problem, resource))])


def known_levels(problem: Problem, resource: Resource) -> list[Level]:
    """How much of a team load and begun steps take, at most its capacity."""
    changes: dict[int, int] = {}
    holds = [(load.start, load.end, load.amount) for load in resource.load]
    holds += [(b.setup, b.end, 1) for b in begun_on(problem, resource)]
    for start, end, amount in holds:
        changes[start] = changes.get(start, 0) + amount
        changes[end] = changes.get(end, 0) - amount
    levels, level = [], 0
    ticks = sorted(changes)
    for start, end in itertools.pairwise(ticks):
        level += changes[start]
        if level:
            levels.append((start, end, min(level, resource.capacity)))
    return levels


def begun_on(problem: Problem, resource: Resource) -> list[Begun]:
    """The begun steps on a resource, in the order in which they hold it."""
    found = [begun for begun in problem.begun if begun.resource == resource.id]
    return sorted(found, key=lambda begun: (begun.setup, begun.end))


def begun_together(problem: Problem, resource: Resource) -> list[list[Begun]]:
    """The begun steps on a machine, in groups of those whose holds overlap."""
    groups: list[list[Begun]] = []
    for begun in begun_on(problem, resource):
        if groups and begun.setup < max(other.end for other in groups[-1]):
            groups[-1].append(begun)
        else:
            groups.append([begun])
    return groups


def apart(holds: Iterable[Interval]) -> list[Interval]:
    """The same holds, sorted, those that overlap joined."""
    joined: list[Interval] = []
    for start, end in sorted(holds):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined
