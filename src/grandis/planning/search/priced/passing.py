"""Kernels: all opportunities choose, at once or in turn."""

import numpy as np

from grandis.planning.search.arrays import Flags, Floats, Ints
from grandis.planning.search.jit import kernel, lean, part
from grandis.planning.search.priced.arrays import Menu
from grandis.planning.search.priced.choosing import (
    best_route,
    choose,
    cost_of,
    pay,
    rank,
)


@lean
def choose_all(
    m: Menu,
    prices: Floats,
    near: Flags,
    costs: Floats,
    paid: Floats,
    value: Floats,
    best: Floats,
    room: Floats,
    chosen: Ints,
    nodes: Ints,
    most: Floats,
    taken: Ints,
) -> int:
    """Let every opportunity choose; what each brings goes into `most`.

    The slots that they choose are listed in `taken`; returns how many they are.
    """
    count = 0
    for j in range(len(most)):
        given = prices, near, costs, paid
        least, route = best_route(m, j, *given, value, best, room)
        most[j] = max(m.price[j] - least, m.refused[j])
        if m.price[j] - least > m.refused[j]:
            choose(m, route, value, best, chosen, nodes)
            for stage in range(m.stage_ptr[route], m.stage_ptr[route + 1]):
                taken[count] = chosen[stage]
                count += 1
    return count


@part
def _fall(
    prices: Floats,
    rise: Floats,
    holds: Floats,
    ahead: Floats,
    step: float,
    part: float,
    mean: Floats,
) -> None:
    """Note prices in `mean` and lower them; say how each rises until the next fall.

    `rise` is for each unit that is used, so that a price stays as it is when as much
    is used in a round as there is.
    """
    for row in range(len(prices)):
        prices[row] = max(0.0, prices[row] - rise[row] * holds[row] * part)
        mean[row] += prices[row] * part
        rise[row] = step * (prices[row] + ahead[row]) / holds[row]


@kernel
def take_turns(
    m: Menu,
    turns: Ints,
    falls: int,
    step: float,
    prices: Floats,
    holds: Floats,
    ahead: Floats,
    mean: Floats,
    often: Floats,
    near: Flags,
    costs: Floats,
    paid: Floats,
    value: Floats,
    best: Floats,
    room: Floats,
    chosen: Ints,
    nodes: Ints,
) -> None:
    """Let opportunities choose one after the other: what one uses gets dearer.

    A row rises by `step` times its price and what it is `ahead`, where all that it
    holds is used; so many times in between all fall. Their mean is added to `mean`,
    and how often each slot is chosen to `often`.
    """
    rise = np.zeros(len(prices))
    _fall(prices, rise, holds, ahead, step, 0.0, mean)
    for n in range(falls):
        low, high = n * len(turns) // falls, (n + 1) * len(turns) // falls
        for j in turns[low:high]:
            given = prices, near, costs, paid
            least, route = best_route(m, j, *given, value, best, room)
            if m.price[j] - least > m.refused[j]:
                choose(m, route, value, best, chosen, nodes)
                for stage in range(m.stage_ptr[route], m.stage_ptr[route + 1]):
                    slot = chosen[stage]
                    often[slot] += 1
                    piece = m.piece[slot]
                    for use in range(m.use_ptr[piece], m.use_ptr[piece + 1]):
                        prices[m.row[use]] += rise[m.row[use]] * m.amount[use]
        _fall(prices, rise, holds, ahead, step, (high - low) / len(turns), mean)


@part
def _from_above(
    m: Menu, stage: int, value: Floats, best: Floats, room: Floats, rest: Floats
) -> None:
    """The least that all but a stage and what looks up to it costs, at its entries."""
    above = m.up[stage]
    entry, pair = m.table_ptr[stage], m.fare_ptr[stage]
    count = m.node_ptr[stage + 1] - m.node_ptr[stage]
    for node in range(m.node_ptr[above], m.node_ptr[above + 1]):
        low, size = m.slot_ptr[node], m.slot_ptr[node + 1] - m.slot_ptr[node]
        for i in range(size):
            room[i] = np.inf
        for n in range(count):
            for i in range(size):
                at = m.table[entry + n * size + i]
                room[i] = min(room[i], m.fare[pair + n] + best[at])
        for n in range(count):
            for i in range(size):
                at = m.table[entry + n * size + i]
                if room[i] < np.inf:
                    other = value[low + i] + rest[low + i] - room[i] + m.fare[pair + n]
                    rest[at] = min(rest[at], other)
        entry += count * size
        pair += count


@part
def _spread(m: Menu, stage: int, rest: Floats) -> None:
    """What an entry opens is open from there on, or up to there."""
    for node in range(m.node_ptr[stage], m.node_ptr[stage + 1]):
        low, high = m.slot_ptr[node], m.slot_ptr[node + 1]
        if m.later[stage]:
            for slot in range(low + 1, high):
                rest[slot] = min(rest[slot], rest[slot - 1])
        else:
            for slot in range(high - 2, low - 1, -1):
                rest[slot] = min(rest[slot], rest[slot + 1])


@lean
def _through(
    m: Menu,
    route: int,
    total: float,
    value: Floats,
    best: Floats,
    room: Floats,
    rest: Floats,
) -> None:
    """What is the least that a route costs by each slot, less its own value."""
    for x in range(m.stage_ptr[route + 1] - 1, m.stage_ptr[route] - 1, -1):
        stage = m.order[x]
        low = m.slot_ptr[m.node_ptr[stage]]
        high = m.slot_ptr[m.node_ptr[stage + 1]]
        others = np.inf
        if m.up[stage] < 0:
            others = total - rank(m, stage, value, best)
        for slot in range(low, high):
            rest[slot] = others
        if m.up[stage] >= 0:
            _from_above(m, stage, value, best, room, rest)
            _spread(m, stage, rest)


@lean
def weigh(
    m: Menu,
    prices: Floats,
    paid: Floats,
    value: Floats,
    best: Floats,
    room: Floats,
    rest: Floats,
    gains: Floats,
) -> None:
    """The most that each slot's opportunity brings by it at these prices.

    That is exact for each route (min-marginals); -inf where there is no way.
    """
    for j in range(len(m.price)):
        pay(m, j, prices, paid)
        for route in range(m.route_ptr[j], m.route_ptr[j + 1]):
            stages = m.stage_ptr[route], m.stage_ptr[route + 1]
            low = m.slot_ptr[m.node_ptr[stages[0]]]
            high = m.slot_ptr[m.node_ptr[stages[1]]]
            total = cost_of(m, route, paid, value, best, room)
            for slot in range(low, high):
                gains[slot] = -np.inf
            if total < np.inf:
                _through(m, route, total, value, best, room, rest)
                for slot in range(low, high):
                    gains[slot] = m.price[j] - value[slot] - rest[slot]
