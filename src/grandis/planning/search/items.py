"""What holds the lanes before anything is planned: existing load and facts."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from functools import lru_cache

from grandis.planning.problem import Load
from grandis.planning.search.numbering import Numbering

#: From, to, and the number of the step; -1: existing load.
Item = tuple[int, int, int]


def fixed_items(n: Numbering) -> list[list[Item]]:
    """Load and begun holds of each lane, sorted and made disjoint.

    Facts may say that a step is at work while its machine is loaded otherwise:
    then the step stays, because the next changeover depends on it. Facts that
    overlap are one item, that of the last of them, and what load holds after one
    belongs to it.
    """
    lanes: list[list[Item]] = [[] for _ in n.lanes]
    by_resource: dict[str, list[Item]] = {}
    for key, begun in n.begun.items():
        holds = by_resource.setdefault(begun.resource, [])
        holds.append((begun.setup, begun.end, n.step[key]))
    for resource in n.problem.resources:
        first = n.first_lane[resource.id]
        own = lanes[first : first + resource.capacity]
        for start, end, step in sorted(by_resource.get(resource.id, ())):
            lane = _freest(own, (start, end, step))
            if lane and lane[-1][1] > start:
                start, last, _ = lane.pop()
                end = max(end, last)
            lane.append((start, end, step))
        if resource.id in by_resource:
            _lay_all(own, resource.load)
        else:
            lanes[first : first + resource.capacity] = map(
                list, _loaded(resource.capacity, resource.load)
            )
    return lanes


#: Kept for the next problem on the same network, like working hours.
@lru_cache(maxsize=1 << 14)
def _loaded(capacity: int, loads: tuple[Load, ...]) -> tuple[tuple[Item, ...], ...]:
    """The lanes of a resource that has nothing but load."""
    own: list[list[Item]] = [[] for _ in range(capacity)]
    _lay_all(own, loads)
    return tuple(map(tuple, own))


def _lay_all(own: list[list[Item]], loads: Iterable[Load]) -> None:
    """Put loads, by time, on the lanes where they overlap others least."""
    for start, end, amount in sorted((x.start, x.end, x.amount) for x in loads):
        item = (start, end, -1)
        for _ in range(amount):
            _lay_beside(_freest(own, item), item)


def _freest(own: list[list[Item]], item: Item) -> list[Item]:
    """The lane on which an item overlaps others least."""
    if len(own) == 1:
        return own[0]
    return min(own, key=lambda lane: _overlap(lane, item))


def _near(lane: list[Item], item: Item) -> list[Item]:
    """What of a lane an item may overlap: the last before it, and all within it."""
    first = max(0, bisect_left(lane, item[:1]) - 1)
    return lane[first : bisect_left(lane, item[1:2])]


def _overlap(lane: list[Item], item: Item) -> int:
    """Ticks of an item that are taken on a lane."""
    return sum(
        max(0, min(end, item[1]) - max(start, item[0]))
        for start, end, _ in _near(lane, item)
    )


def _lay_beside(lane: list[Item], load: Item) -> None:
    """Put a load where a lane is free, as part of the item in which it begins.

    Not beside that item: a step that takes no time would fit between the two.
    """
    at, last, _ = load
    over: Item | None = None
    for item in _near(lane, load):
        if item[0] < last and at < item[1]:
            if at < item[0]:
                _hold(lane, over, at, item[0])
            over, at = item, max(at, item[1])
    if at < last:
        _hold(lane, over, at, last)


def _hold(lane: list[Item], over: Item | None, start: int, end: int) -> None:
    if over is None:
        insort(lane, (start, end, -1))
    else:
        lane[lane.index(over)] = (over[0], end, over[2])
