"""A graph without circles laid out in columns, from left to right.

After Sugiyama, Tagawa and Toda (1981): columns by the longest way, waypoints
where an arrow passes a column, order within a column by the middle of the
neighbours, and heights as near to the neighbours as the room allows.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

Node = Hashable
Edge = tuple[Node, Node]
_SWEEPS = 12


@dataclass(frozen=True)
class Layout:
    """The column and the middle height of each node, and the way of each edge.

    `ways` lists for each edge the (column, middle) of the waypoints between its
    ends. Heights begin at 0; `height` is where the lowest box ends.
    """

    column: Mapping[Node, int]
    middle: Mapping[Node, float]
    ways: Mapping[Edge, Sequence[tuple[int, float]]]
    height: float


def layered(
    sizes: Mapping[Node, float],
    edges: Sequence[Edge],
    waypoint: float,
    lower: Collection[Node] = (),
) -> Layout:
    """Lay out nodes of given heights, gaps included, in about the order given.

    Nodes in `lower`, and arrows from and to them, stand below all others.
    An edge that would close a circle with those before it in the list does not
    move its ends.
    """
    column = _columns(list(sizes), edges)
    room = dict(sizes)
    links: list[Edge] = []
    ways: dict[Edge, list[tuple[str, Edge, int]]] = {}
    for edge in edges:
        between = range(column[edge[0]] + 1, column[edge[1]])
        points = [("waypoint", edge, place) for place in between]
        ways[edge] = points
        room |= dict.fromkeys(points, waypoint)
        links += pairwise([edge[0], *points, edge[1]])
    full = column | {p: p[2] for points in ways.values() for p in points}
    sunk = {*lower, *(p for e in edges if {*e} & {*lower} for p in ways[e])}
    columns = _ordered(full, links, sunk)
    middle = _heights(columns, links, room)
    top = min(middle[n] - room[n] / 2 for n in room)
    middle = {node: value - top for node, value in middle.items()}
    return Layout(
        column=column,
        middle={node: middle[node] for node in sizes},
        ways={e: [(p[2], middle[p]) for p in points] for e, points in ways.items()},
        height=max(middle[n] + room[n] / 2 for n in room),
    )


def _columns(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[Node, int]:
    """The number of nodes on the longest way to each node."""
    column = dict.fromkeys(nodes, 0)
    after: dict[Node, list[Node]] = {node: [] for node in nodes}
    for origin, destination in edges:
        if origin in _reachable(after, destination):
            continue
        after[origin].append(destination)
        waiting = [origin]
        while waiting:
            node = waiting.pop()
            for other in after[node]:
                if column[other] <= column[node]:
                    column[other] = column[node] + 1
                    waiting.append(other)
    return column


def _reachable(after: Mapping[Node, Sequence[Node]], start: Node) -> set[Node]:
    found, waiting = {start}, [start]
    while waiting:
        new = set(after[waiting.pop()]) - found
        found |= new
        waiting += new
    return found


def _neighbours(
    links: Sequence[Edge], column: Mapping[Node, int]
) -> tuple[dict[Node, list[Node]], dict[Node, list[Node]]]:
    """The neighbours of each node to its left and to its right."""
    left: dict[Node, list[Node]] = {node: [] for node in column}
    right: dict[Node, list[Node]] = {node: [] for node in column}
    for one, other in links:
        if column[one] < column[other]:
            right[one].append(other)
            left[other].append(one)
    return left, right


def _ordered(
    column: Mapping[Node, int], links: Sequence[Edge], sunk: Collection[Node]
) -> list[list[Node]]:
    """The nodes of each column, so ordered that few links cross."""
    columns: list[list[Node]] = [[] for _ in range(max(column.values()) + 1)]
    for node in column:
        columns[column[node]].append(node)
    # What stands below must not stir what stands above.
    left, right = _neighbours(
        [(a, b) for a, b in links if (a in sunk) is (b in sunk)], column
    )
    for sweep in range(_SWEEPS):
        near, ways = (left, columns) if sweep % 2 == 0 else (right, columns[::-1])
        rank = _ranks(columns)
        for nodes in ways:
            middles = {
                n: fmean(rank[m] for m in near[n]) if near[n] else rank[n]
                for n in nodes
            }
            nodes.sort(key=lambda node: (node in sunk, middles[node]))
            rank |= _ranks([nodes])
    return columns


def _ranks(columns: Sequence[Sequence[Node]]) -> dict[Node, float]:
    """Where each node stands in its column, from 0 to 1."""
    return {
        node: (place + 0.5) / len(nodes)
        for nodes in columns
        for place, node in enumerate(nodes)
    }


def _heights(
    columns: Sequence[Sequence[Node]],
    links: Sequence[Edge],
    room: Mapping[Node, float],
) -> dict[Node, float]:
    """The middle of each node, near to those of its neighbours."""
    column = {node: i for i, nodes in enumerate(columns) for node in nodes}
    left, right = _neighbours(links, column)
    middle: dict[Node, float] = {}
    for nodes in columns:
        middle |= _spread(nodes, dict.fromkeys(nodes, 0.0), room)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for nodes in columns if forward else reversed(columns):
            near = left if forward else right
            wish = {
                n: fmean(middle[m] for m in near[n]) if near[n] else middle[n]
                for n in nodes
            }
            middle |= _spread(nodes, wish, room)
    return middle


def _spread(
    nodes: Sequence[Node], wish: Mapping[Node, float], room: Mapping[Node, float]
) -> dict[Node, float]:
    """Middles in the order given, apart by their room, nearest to the wishes.

    Least squares under an order: adjacent violators are pooled.
    """
    offset, offsets = 0.0, {}
    for node in nodes:
        offsets[node] = offset + room[node] / 2
        offset += room[node]
    pools: list[tuple[float, list[Node]]] = []
    for node in nodes:
        value, members = wish[node] - offsets[node], [node]
        while pools and pools[-1][0] > value:
            other, before = pools.pop()
            total = other * len(before) + value * len(members)
            members = before + members
            value = total / len(members)
        pools.append((value, members))
    return {n: value + offsets[n] for value, members in pools for n in members}
