"""The order in which the steps of a route are reckoned: along a tree.

What comes before and after what makes a graph of the steps of a route. Where it
is a tree, in whatever direction its edges point, the best way of the whole route
is found step by step, exactly: every step but the roots looks *up* to one other.
An edge that would close a circle is left out; those into the last steps stay, and
those from one user of a tool to the next are left out first.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from grandis.planning.search.arrays import Ints
from grandis.planning.search.numbering import ints
from grandis.planning.search.priced.arrays import Priced

#: A step before, a step after, and 1 where transport between them is paid for.
Edge = tuple[int, int, int]


class Trees(NamedTuple):
    """Trees over positions in `route_step`; those of a route stay together.

    `order` has every step after those that look up to it, roots (``up`` -1) last;
    `later` is 1 where a step comes after the one it looks up to, `paid` where
    transport between the two is paid for. `dropped` has a row for each edge that is
    left out: before, after, paid.
    """

    order: Ints
    up: Ints
    later: Ints
    paid: Ints
    dropped: Ints


def trees(route_step_ptr: Ints, p: Priced) -> Trees:
    """A forest for every route."""
    size = int(route_step_ptr[-1])
    order: list[int] = []
    up, later, paid = [-1] * size, [0] * size, [0] * size
    dropped: list[Edge] = []
    into, follows = list(_edges(p)), p.follows.tolist()
    for low, high in pairwise(route_step_ptr.tolist()):
        edges = [edge for step in range(high - 1, low - 1, -1) for edge in into[step]]
        users = ((follows[step], step, 0) for step in range(low, high))
        edges += [edge for edge in users if edge[0] >= 0]
        near, left_out = _spanning(low, high, edges)
        dropped += left_out
        order += _look_up(low, high, near, up, later, paid)
    rows = ints(number for edge in dropped for number in edge).reshape(-1, 3)
    return Trees(ints(order), ints(up), ints(later), ints(paid), rows)


def _edges(p: Priced) -> Iterator[list[Edge]]:
    """The edges into each step."""
    before, paid = p.into.tolist(), p.into_paid.tolist()
    for step, (low, high) in enumerate(pairwise(p.into_ptr.tolist())):
        yield [(before[e], step, paid[e]) for e in range(low, high)]


def _spanning(
    low: int, high: int, edges: Iterable[Edge]
) -> tuple[dict[int, list[Edge]], list[Edge]]:
    """The edges of a forest at each step, and those left out."""
    group = {step: step for step in range(low, high)}

    def root(step: int) -> int:
        while group[step] != step:
            step = group[step]
        return step

    near: dict[int, list[Edge]] = {step: [] for step in range(low, high)}
    left_out = []
    for edge in edges:
        before, after = root(edge[0]), root(edge[1])
        if before == after:
            left_out.append(edge)
            continue
        group[after] = before
        near[edge[0]].append(edge)
        near[edge[1]].append(edge)
    return near, left_out


def _look_up(
    low: int,
    high: int,
    near: dict[int, list[Edge]],
    up: list[int],
    later: list[int],
    paid: list[int],
) -> list[int]:
    """The steps, each before the one it looks up to, which is noted."""
    found: list[int] = []
    seen: set[int] = set()
    for first in range(low, high):
        waiting = [] if first in seen else [first]
        while waiting:
            step = waiting.pop()
            seen.add(step)
            found.append(step)
            for before, after, fare in near[step]:
                other = after if before == step else before
                if other not in seen:
                    up[other], later[other], paid[other] = (
                        step,
                        int(other == after),
                        fare,
                    )
                    waiting.append(other)
    return found[::-1]
