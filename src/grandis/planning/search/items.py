"""What holds the lanes before anything is planned: existing load and facts."""

from bisect import bisect_left, insort

from grandis.planning.search.numbering import Numbering

#: From, to, and the number of the step; -1: existing load.
Item = tuple[int, int, int]


def fixed_items(n: Numbering) -> list[list[Item]]:
    """Load and begun holds of each lane, sorted and made disjoint.

    Facts may say that a step is at work while its machine is loaded otherwise:
    then the step stays, because the next changeover depends on it. Facts that
    overlap are one item, that of the last of them.
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
        for load in sorted((x.start, x.end, x.amount) for x in resource.load):
            item = (load[0], load[1], -1)
            for _ in range(load[2]):
                lane = _freest(own, item)
                for part in _beside(lane, item):
                    insort(lane, part)
    return lanes


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


def _beside(lane: list[Item], load: Item) -> list[Item]:
    """The parts of a load that are free on a lane."""
    at, last, _ = load
    parts: list[Item] = []
    for start, end, _ in _near(lane, load):
        if start < last and at < end:
            if at < start:
                parts.append((at, start, -1))
            at = max(at, end)
    if at < last:
        parts.append((at, last, -1))
    return parts
