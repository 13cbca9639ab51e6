"""Kernels: what every opportunity would do at given prices for time.

Each chooses the route, ways and slots that bring it most once it has paid for the
time of machines. That, summed up, plus the price of all time there is, bounds the
surplus of every plan whatever the prices are: Lagrangian relaxation (Geoffrion
1974). A step with several before it is shared out in equal parts, and each of
those before it may choose another way for its part; that, too, only adds to the
bound.
"""

import numpy as np

from grandis.planning.search.arrays import NEVER, Arrays, Floats
from grandis.planning.search.jit import kernel
from grandis.planning.search.priced.arrays import Priced, Slots


@kernel
def _cheapest(k: Slots, slot: int, prices: Floats) -> int:
    """The cheapest period that a slot's work may lie in; -1: it takes no time."""
    best = k.period[slot]
    for period in range(k.period[slot] + 1, k.to[slot] + 1):
        if prices[period] < prices[best]:
            best = period
    return best


@kernel
def _way_there(
    a: Arrays, p: Priced, way: int, other: int, after: int, e: int
) -> tuple[int, int]:
    """Ticks and cents from one way to that of a step after it, on an edge."""
    origin, site = p.way_site[way], p.way_site[other]
    fare = a.fare[origin, site] * p.onto_fare[e]
    if a.begun[a.route_step[after]]:
        return -NEVER, fare  # nothing is asked of a fact
    return a.travel[origin, site], fare


@kernel
def _add_onward(
    a: Arrays, p: Priced, k: Slots, rs: int, e: int, value: Floats, least: Floats
) -> None:
    """Add the least that a step after this one costs to the value of its slots."""
    after, step = p.onto[e], a.route_step[rs]
    next_step, share = a.route_step[after], p.share[after]
    for way in range(p.way_ptr[step], p.way_ptr[step + 1]):
        node = p.node_ptr[rs] + way - p.way_ptr[step]
        low, high = k.slot_ptr[node], k.slot_ptr[node + 1]
        if low == high:
            continue
        onward = np.full(high - low, np.inf)
        for other in range(p.way_ptr[next_step], p.way_ptr[next_step + 1]):
            there = p.node_ptr[after] + other - p.way_ptr[next_step]
            travel, fare = _way_there(a, p, way, other, after, e)
            slot = k.slot_ptr[there]
            for i in range(low, high):
                while slot < k.slot_ptr[there + 1] and k.last[slot] < k.end[i] + travel:
                    slot += 1
                if slot == k.slot_ptr[there + 1]:
                    break
                onward[i - low] = min(onward[i - low], fare + least[slot] * share)
        for i in range(low, high):
            value[i] += onward[i - low]


@kernel
def _cost_of(
    a: Arrays,
    p: Priced,
    k: Slots,
    route: int,
    prices: Floats,
    value: Floats,
    least: Floats,
) -> float:
    """The least that a route costs at these prices; inf if it cannot be done.

    `value` becomes the least of each slot and what comes after it, `least` that
    of each slot and those of its node that are later.
    """
    total = 0.0
    low, high = a.route_step_ptr[route], a.route_step_ptr[route + 1]
    for rs in range(high - 1, low - 1, -1):
        nodes = p.node_ptr[rs], p.node_ptr[rs + 1]
        for slot in range(k.slot_ptr[nodes[0]], k.slot_ptr[nodes[1]]):
            value[slot] = k.cost[slot]
            period = _cheapest(k, slot, prices)
            if period >= 0:
                value[slot] += prices[period] * k.duration[slot]
        for e in range(p.onto_ptr[rs], p.onto_ptr[rs + 1]):
            _add_onward(a, p, k, rs, e, value, least)
        best = np.inf
        for node in range(nodes[0], nodes[1]):
            later = np.inf
            for slot in range(k.slot_ptr[node + 1] - 1, k.slot_ptr[node] - 1, -1):
                later = min(later, value[slot])
                least[slot] = later
            best = min(best, later)
        if best == np.inf:
            return np.inf
        if p.into_ptr[rs] == p.into_ptr[rs + 1]:
            total += best
    return total


@kernel
def _choose_next(
    a: Arrays,
    p: Priced,
    k: Slots,
    way: int,
    slot: int,
    e: int,
    value: Floats,
    least: Floats,
) -> int:
    """The slot of the step after this one that `_add_onward` has reckoned with."""
    after = p.onto[e]
    best, chosen = np.inf, -1
    step = a.route_step[after]
    for other in range(p.way_ptr[step], p.way_ptr[step + 1]):
        there = p.node_ptr[after] + other - p.way_ptr[step]
        travel, fare = _way_there(a, p, way, other, after, e)
        for i in range(k.slot_ptr[there], k.slot_ptr[there + 1]):
            if k.last[i] >= k.end[slot] + travel:
                if fare + least[i] * p.share[after] < best:
                    best, chosen = fare + least[i] * p.share[after], i
                break
    return _itself(chosen, value, least)


@kernel
def _itself(slot: int, value: Floats, least: Floats) -> int:
    """The slot, itself or later, that costs the least from `slot` on."""
    least_of_all = least[slot]
    while value[slot] != least_of_all:
        slot += 1
    return slot


@kernel
def _choose_first(p: Priced, k: Slots, rs: int, value: Floats, least: Floats) -> int:
    """The slot of a step with none before it that costs least."""
    best, chosen = np.inf, -1
    for node in range(p.node_ptr[rs], p.node_ptr[rs + 1]):
        slot = k.slot_ptr[node]
        if slot < k.slot_ptr[node + 1] and least[slot] < best:
            best, chosen = least[slot], slot
    return _itself(chosen, value, least)


@kernel
def _use(
    a: Arrays,
    p: Priced,
    k: Slots,
    route: int,
    prices: Floats,
    value: Floats,
    least: Floats,
    part: Floats,
    used: Floats,
) -> None:
    """Add the ticks of work that a route chooses, by period, to `used`.

    `part` says how much of each slot is chosen; it is 0 before and after.
    """
    for rs in range(a.route_step_ptr[route], a.route_step_ptr[route + 1]):
        if p.into_ptr[rs] == p.into_ptr[rs + 1]:
            part[_choose_first(p, k, rs, value, least)] = 1.0
        first = p.way_ptr[a.route_step[rs]]
        for node in range(p.node_ptr[rs], p.node_ptr[rs + 1]):
            way = first + node - p.node_ptr[rs]
            for slot in range(k.slot_ptr[node], k.slot_ptr[node + 1]):
                if part[slot] == 0.0:
                    continue
                period = _cheapest(k, slot, prices)
                if period >= 0:
                    used[period] += part[slot] * k.duration[slot]
                for e in range(p.onto_ptr[rs], p.onto_ptr[rs + 1]):
                    chosen = _choose_next(a, p, k, way, slot, e, value, least)
                    part[chosen] += part[slot] * p.share[p.onto[e]]
                part[slot] = 0.0


@kernel
def choose_all(
    a: Arrays,
    p: Priced,
    k: Slots,
    prices: Floats,
    value: Floats,
    least: Floats,
    part: Floats,
    used: Floats,
    most: Floats,
) -> None:
    """Let every opportunity choose; what each brings goes into `most`.

    The ticks of work they use of each period are added to `used`. `value`, `least`
    and `part` are room for every slot, `part` all 0.
    """
    for j in range(len(most)):
        best, chosen = np.inf, -1
        for route in range(a.route_ptr[j], a.route_ptr[j + 1]):
            cost = p.route_cost[route]
            if cost < np.inf:
                cost += _cost_of(a, p, k, route, prices, value, least)
            if cost < best:
                best, chosen = cost, route
        most[j] = max(a.price[j] - best, -float(a.begun_cost[j]))
        if a.price[j] - best > -a.begun_cost[j]:
            _use(a, p, k, chosen, prices, value, least, part, used)
