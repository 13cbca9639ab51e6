"""From the arrays of a problem to those of prices."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from grandis.planning.search.arrays import Arrays, Ints
from grandis.planning.search.boxes import boxed
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.numbering import ints, offsets
from grandis.planning.search.priced.arrays import Priced, Slots
from grandis.planning.search.priced.lateness import cost_slots, route_costs
from grandis.planning.search.priced.orders import Orders
from grandis.planning.search.priced.periods import periods
from grandis.planning.search.priced.ranges import Ranges
from grandis.planning.search.priced.slots import list_slots

#: Slots of a range, if it is a narrow one.
LIKELY = 3


def priced(compiled: Compiled, orders: Orders) -> Priced:
    """The ways, free time and order of steps of a problem."""
    a = orders.arrays
    ways = _ways(compiled)
    free = periods(compiled.problem)
    sizes = np.diff(ways["way_ptr"])[a.route_step]
    costs = np.zeros(len(a.route_step_ptr) - 1)
    route_costs(boxed(a), costs)
    return Priced(
        **ways,
        **free._asdict(),
        node_ptr=offsets(sizes),
        **_edges(a),
        follows=orders.follows,
        followed=_inverse(orders.follows),
        turns=orders.turns,
        route_cost=costs,
    )


def _inverse(follows: Ints) -> Ints:
    followed = np.full(len(follows), -1, np.int64)
    after = np.flatnonzero(follows >= 0)
    followed[follows[after]] = after
    return followed


def slots_of(
    a: Arrays,
    p: Priced,
    when: Ranges,
    changes: Ints,
    low: int,
    high: int,
) -> Slots:
    """Every slot of the nodes of the positions ``low … high`` in `route_step`.

    `changes` says how long the changeover of each node takes at least.
    """
    box, priced_box = boxed(a), boxed(p)
    slot_ptr = np.empty(int(p.node_ptr[-1]) + 1, np.int64)
    given = box, priced_box, low, high, *when, changes, slot_ptr
    rows = np.empty((LIKELY * len(when.first), 5), np.int64)
    list_slots(*given, rows)
    if slot_ptr[-1] > len(rows):
        rows = np.empty((int(slot_ptr[-1]), 5), np.int64)
        list_slots(*given, rows)
    rows = rows[: slot_ptr[-1]]
    node = np.repeat(np.arange(len(slot_ptr) - 1), np.diff(slot_ptr))
    way = way_of_node(a.route_step, p)[node]
    start, end, last, period, to = np.ascontiguousarray(rows.T)
    found = Slots(
        slot_ptr=slot_ptr,
        start=start,
        end=end,
        last=last,
        period=period,
        to=to,
        duration=p.way_duration[way],
        change=changes[node],
        cost=p.way_cost[way].astype(np.float64),
    )
    cost_slots(box, priced_box, boxed(found))
    return found


def way_of_node(route_step: Ints, p: Priced) -> Ints:
    sizes = np.diff(p.node_ptr)
    first = p.way_ptr[:-1][route_step]
    within = np.arange(int(p.node_ptr[-1])) - np.repeat(p.node_ptr[:-1], sizes)
    return np.repeat(first, sizes) + within


def _ways(compiled: Compiled) -> dict[str, Ints]:
    """One way for every option that the policy allows; a fact is the only one."""
    a, n = compiled.arrays, compiled.numbering
    resource_of = {r.id: number for number, r in enumerate(n.problem.resources)}
    first_lane = ints(n.first_lane[r.id] for r in n.problem.resources)
    lane_resource = ints(resource_of[r.id] for r in n.lanes)
    resource = lane_resource[a.place_lane]
    step = np.repeat(np.arange(len(n.steps)), np.diff(a.place_ptr))
    kept = (a.place_lane == first_lane[resource]) & (a.begun[step] == 0)
    facts = [(n.step[key], begun) for key, begun in n.begun.items()]
    count = np.bincount(step[kept], minlength=len(n.steps)) + a.begun
    at = np.argsort(
        np.concatenate([step[kept], ints(s for s, _ in facts)]), kind="stable"
    )

    def joined(places: Ints, of_facts: Iterator[int]) -> Ints:
        return np.concatenate([places[kept], ints(of_facts)])[at]

    site = a.lane_site[first_lane]
    hours = a.lane_hours[first_lane]
    free = np.full(len(resource), -1, np.int64)
    return {
        "way_ptr": offsets(count),
        "way_resource": joined(resource, (resource_of[b.resource] for _, b in facts)),
        "way_hours": joined(
            hours[resource], (int(hours[resource_of[b.resource]]) for _, b in facts)
        ),
        "way_site": joined(
            site[resource], (int(site[resource_of[b.resource]]) for _, b in facts)
        ),
        "way_duration": joined(a.place_duration, (0 for _ in facts)),
        "way_cost": joined(a.place_cost, (b.cost for _, b in facts)),
        "way_start": joined(free, (b.start for _, b in facts)),
        "way_end": joined(free, (b.end for _, b in facts)),
    }


def _edges(a: Arrays) -> dict[str, Ints]:
    """What comes before and after what on each route: by order, or by a tool.

    A tool's maker comes before those who use it; only by order is a fare paid.
    """
    into: list[list[int]] = []
    onto: list[list[int]] = [[] for _ in a.route_step]
    paid: list[int] = []
    before_ptr, before = a.before_ptr.tolist(), a.before.tolist()
    makes, tools, begun = a.makes.tolist(), a.tool.tolist(), a.begun.tolist()
    route_step = a.route_step.tolist()
    for low, high in pairwise(a.route_step_ptr.tolist()):
        at = {step: n for n, step in enumerate(route_step[low:high], low)}
        maker = {makes[step]: n for step, n in at.items() if makes[step] >= 0}
        for step, n in at.items():
            around = before[before_ptr[step] : before_ptr[step + 1]]
            ordered = [at[b] for b in around if b in at]
            by_tool = maker.get(tools[step], n)
            more = [] if by_tool in (*ordered, n) or begun[step] else [by_tool]
            into.append(ordered + more)
            paid += [1] * len(ordered) + [0] * len(more)
            for b in ordered + more:
                onto[b].append(n)
    return {
        "into_ptr": offsets(map(len, into)),
        "into": ints(b for row in into for b in row),
        "into_paid": ints(paid),
        "onto_ptr": offsets(map(len, onto)),
        "onto": ints(x for row in onto for x in row),
    }
