"""Kernels: which slots can follow which, and what each uses of which row."""

import numpy as np

from grandis.planning.search.arrays import Arrays, Floats, Ints
from grandis.planning.search.hours import end_of, opened_before
from grandis.planning.search.jit import kernel, lean, part
from grandis.planning.search.priced.arrays import Menu, Priced, Slots


@part
def _late_enough(m: Menu, stage: int, node: int, own: int, there: int, at: int) -> None:
    """For each slot of a node, the first slot of another that can follow it."""
    slot, none = m.slot_ptr[own], len(m.cost)
    for i in range(m.slot_ptr[node], m.slot_ptr[node + 1]):
        while (
            m.asked[stage]
            and slot < m.slot_ptr[own + 1]
            and m.last[slot] < m.end[i] + there
        ):
            slot += 1
        m.table[at] = slot if slot < m.slot_ptr[own + 1] else none
        at += 1


@part
def _early_enough(
    m: Menu, stage: int, node: int, own: int, there: int, at: int
) -> None:
    """For each slot of a node, the last slot of another that can be before it."""
    first, none = m.slot_ptr[own], len(m.cost)
    slot = m.slot_ptr[own + 1] - 1
    at += m.slot_ptr[node + 1] - m.slot_ptr[node]
    for i in range(m.slot_ptr[node + 1] - 1, m.slot_ptr[node] - 1, -1):
        while m.asked[stage] and slot >= first and m.end[slot] + there > m.last[i]:
            slot -= 1
        at -= 1
        m.table[at] = slot if slot >= first else none


@lean
def fill_table(m: Menu, travel: Ints, fares: Ints) -> None:
    """Fill `table` and `fare` of a menu by ticks and cents between sites."""
    for stage in range(len(m.up)):
        above = m.up[stage]
        if above < 0:
            continue
        at, pair = m.table_ptr[stage], m.fare_ptr[stage]
        for node in range(m.node_ptr[above], m.node_ptr[above + 1]):
            for own in range(m.node_ptr[stage], m.node_ptr[stage + 1]):
                there, here = m.site[node], m.site[own]
                if m.later[stage]:
                    origin = m.origin[node] if m.behind[stage] else there
                    m.fare[pair] = fares[origin, here] * m.paid[stage]
                    if m.origin[own] not in (-1, origin):
                        m.fare[pair] = np.inf
                    _late_enough(m, stage, node, own, travel[there, here], at)
                else:
                    m.fare[pair] = fares[here, there] * m.paid[stage]
                    _early_enough(m, stage, node, own, travel[here, there], at)
                pair += 1
                at += m.slot_ptr[node + 1] - m.slot_ptr[node]


@kernel
def add_least_fares(a: Arrays, p: Priced, k: Slots, step: Ints, dropped: Ints) -> None:
    """Add the least fare on edges that no stage looks up by to the later slots."""
    for before, after, paid in dropped:
        first = p.way_ptr[step[after]] - p.node_ptr[after]
        ways = p.way_ptr[step[before]], p.way_ptr[step[before] + 1]
        for node in range(p.node_ptr[after], p.node_ptr[after + 1]):
            least = np.inf
            for way in range(ways[0], ways[1]):
                fare = a.fare[p.way_site[way], p.way_site[first + node]]
                least = min(least, fare * paid)
            for slot in range(k.slot_ptr[node], k.slot_ptr[node + 1]):
                k.cost[slot] += least


@kernel
def list_uses(
    a: Arrays,
    p: Priced,
    k: Slots,
    hours: Ints,
    gap_of: Ints,
    gap_ticks: Ints,
    classes: int,
    use_ptr: Ints,
    rows: Ints,
    amounts: Floats,
) -> None:
    """Fill `rows` and `amounts`, or only count into ``use_ptr`` if they are empty.

    The periods of a slot, and the rows of its gap: `classes` of them, from
    ``len(period_start) + gap * classes`` on; ``gap_ticks`` is 0 for teams.
    """
    count = 0
    for slot in range(len(k.period)):
        use_ptr[slot] = count
        if k.period[slot] < 0:
            continue
        h, start, first = hours[slot], k.start[slot], k.period[slot]
        end = end_of(a, h, start, k.duration[slot])
        begin = opened_before(a, h, start) - k.change[slot]
        while opened_before(a, h, p.period_start[first]) > begin:
            first -= 1
        for period in range(first, k.to[slot] + 1):
            ticks = opened_before(a, h, min(end, p.period_end[period]))
            ticks -= max(begin, opened_before(a, h, p.period_start[period]))
            if ticks > 0:
                if len(rows):
                    rows[count], amounts[count] = period, ticks
                count += 1
        gap = gap_of[k.period[slot]]
        if gap_ticks[gap] == 0:
            continue
        for n in range(1, classes + 1):
            taken = k.duration[slot] + k.change[slot]
            weight = -(-(n + 1) * taken // gap_ticks[gap]) - 1
            if weight > 0:
                if len(rows):
                    rows[count] = len(p.period_start) + gap * classes + n - 1
                    amounts[count] = weight
                count += 1
    use_ptr[len(k.period)] = count
