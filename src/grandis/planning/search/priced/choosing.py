"""Kernels: what every opportunity would do at given prices for time.

Each chooses the route, ways and slots that bring it most once it has paid for the
time of machines. That, summed up, plus the price of all time there is, bounds the
surplus of every plan whatever the prices are: Lagrangian relaxation (Geoffrion
1974).
"""

import numpy as np

from grandis.planning.search.arrays import Flags, Floats, Ints
from grandis.planning.search.jit import lean, part
from grandis.planning.search.priced.arrays import Menu


@part
def pay(m: Menu, j: int, prices: Floats, paid: Floats) -> None:
    """What the time of each piece of work of an opportunity costs at these prices."""
    for piece in range(m.piece_ptr[j], m.piece_ptr[j + 1]):
        cost = 0.0
        for use in range(m.use_ptr[piece], m.use_ptr[piece + 1]):
            cost += prices[m.row[use]] * m.amount[use]
        paid[piece] = cost


@part
def ask(m: Menu, route: int, paid: Floats, value: Floats) -> None:
    """What each slot of a route costs by itself."""
    stages = m.stage_ptr[route], m.stage_ptr[route + 1]
    low = m.slot_ptr[m.node_ptr[stages[0]]]
    high = m.slot_ptr[m.node_ptr[stages[1]]]
    for slot in range(low, high):
        value[slot] = m.cost[slot] + paid[m.piece[slot]]


@part
def rank(m: Menu, stage: int, value: Floats, best: Floats) -> float:
    """The least value of a stage; `best` becomes that of a slot and those beyond.

    Beyond are the later ones of its node where the stage comes later, or the
    earlier ones.
    """
    least = np.inf
    for node in range(m.node_ptr[stage], m.node_ptr[stage + 1]):
        low, high = m.slot_ptr[node], m.slot_ptr[node + 1]
        so_far = np.inf
        if m.later[stage]:
            for slot in range(high - 1, low - 1, -1):
                so_far = min(so_far, value[slot])
                best[slot] = so_far
        else:
            for slot in range(low, high):
                so_far = min(so_far, value[slot])
                best[slot] = so_far
        least = min(least, so_far)
    return least


@part
def add_up(m: Menu, stage: int, value: Floats, best: Floats, room: Floats) -> None:
    """Add the least that a stage costs to the slots of the one it looks up to."""
    above = m.up[stage]
    entry, pair = m.table_ptr[stage], m.fare_ptr[stage]
    nodes = m.node_ptr[stage + 1] - m.node_ptr[stage]
    for node in range(m.node_ptr[above], m.node_ptr[above + 1]):
        low, size = m.slot_ptr[node], m.slot_ptr[node + 1] - m.slot_ptr[node]
        for i in range(size):
            room[i] = np.inf
        for _ in range(nodes):
            fare = m.fare[pair]
            pair += 1
            for i in range(size):
                cost = fare + best[m.table[entry + i]]
                if cost < room[i]:
                    room[i] = cost
            entry += size
        for i in range(size):
            value[low + i] += room[i]


@lean
def cost_of(
    m: Menu, route: int, paid: Floats, value: Floats, best: Floats, room: Floats
) -> float:
    """The least that a route costs if time is `paid` so; inf if it cannot be done."""
    total = m.route_cost[route]
    if total == np.inf:
        return np.inf
    ask(m, route, paid, value)
    for x in range(m.stage_ptr[route], m.stage_ptr[route + 1]):
        stage = m.order[x]
        least = rank(m, stage, value, best)
        if m.up[stage] < 0:
            total += least
        elif least < np.inf:
            add_up(m, stage, value, best, room)
        else:
            return np.inf
    return total


@part
def _first_choice(m: Menu, stage: int, value: Floats) -> int:
    """The slot of a stage that looks up to none that costs least."""
    chosen = m.slot_ptr[m.node_ptr[stage]]
    for slot in range(chosen, m.slot_ptr[m.node_ptr[stage + 1]]):
        if value[slot] < value[chosen]:
            chosen = slot
    return chosen


@part
def _choice(
    m: Menu, stage: int, node: int, above: int, value: Floats, best: Floats
) -> int:
    """The slot of a stage that `add_up` has reckoned with for a slot above it."""
    start = m.node_ptr[m.up[stage]]
    first, here = m.slot_ptr[start], m.slot_ptr[node]
    nodes = m.node_ptr[stage + 1] - m.node_ptr[stage]
    size = m.slot_ptr[node + 1] - here
    entry = m.table_ptr[stage] + (here - first) * nodes + above - here
    pair = m.fare_ptr[stage] + (node - start) * nodes
    least, slot = np.inf, -1
    for i in range(nodes):
        at = m.table[entry + i * size]
        if m.fare[pair + i] + best[at] < least:
            least, slot = m.fare[pair + i] + best[at], at
    wanted = best[slot]
    while value[slot] != wanted:
        slot += 1 if m.later[stage] else -1
    return slot


@lean
def choose(
    m: Menu, route: int, value: Floats, best: Floats, chosen: Ints, nodes: Ints
) -> None:
    """The slot and the node that each stage of a route chooses, after `cost_of`."""
    for x in range(m.stage_ptr[route + 1] - 1, m.stage_ptr[route] - 1, -1):
        stage = m.order[x]
        above = m.up[stage]
        if above < 0:
            slot = _first_choice(m, stage, value)
        else:
            slot = _choice(m, stage, nodes[above], chosen[above], value, best)
        node = m.node_ptr[stage]
        while m.slot_ptr[node + 1] <= slot:
            node += 1
        chosen[stage], nodes[stage] = slot, node


@lean
def best_route(
    m: Menu,
    j: int,
    prices: Floats,
    near: Flags,
    costs: Floats,
    paid: Floats,
    value: Floats,
    best: Floats,
    room: Floats,
) -> tuple[float, int]:
    """The least that an opportunity costs at these prices, and by which route.

    Only routes that are `near` are asked; what they cost goes into `costs`.
    """
    pay(m, j, prices, paid)
    least, chosen = np.inf, -1
    for route in range(m.route_ptr[j], m.route_ptr[j + 1]):
        if near[route]:
            costs[route] = cost_of(m, route, paid, value, best, room)
            if costs[route] < least:
                least, chosen = costs[route], route
    return least, chosen
