"""Kernels: where each step of each route can be done at all.

A *way* is an option that the policy allows. A *slot* is a way and a period in
which it can start: from `start`, to end by `end` at the earliest, and no later
than `last_start`; its work lies in the periods `period … last_period`, in each as
much as if it began at one of a few *starts*: in between it would cost no less.
Order, transport, dates, working hours and existing load count here, other opportunities
do not: whatever lies outside the slots is impossible in every plan.
"""

from grandis.planning.search.arrays import NEVER, Arrays, Ints
from grandis.planning.search.hours import end_of, open_tick, opened_before
from grandis.planning.search.jit import kernel
from grandis.planning.search.priced.arrays import Priced


@kernel
def _first_gap(p: Priced, resource: int, t: int) -> int:
    """The first gap of a resource that ends after tick t."""
    low, high = p.gap_ptr[resource], p.gap_ptr[resource + 1]
    while low < high:
        middle = (low + high) // 2
        if p.gap_end[middle] > t:
            high = middle
        else:
            low = middle + 1
    return low


@kernel
def earliest_in(
    a: Arrays, p: Priced, way: int, gap: int, ready: int, change: int
) -> tuple[int, int]:
    """Start and end of a way in a gap, from `ready` on; NEVER if it does not fit.

    The gap has room for `change` open ticks before it.
    """
    h = p.way_hours[way]
    soonest = opened_before(a, h, p.gap_start[gap]) + change
    start = open_tick(a, h, max(opened_before(a, h, ready), soonest))
    if start >= p.gap_end[gap]:
        return NEVER, NEVER
    end = end_of(a, h, start, p.way_duration[way])
    return (start, end) if end <= p.gap_end[gap] else (NEVER, NEVER)


@kernel
def _latest_in(a: Arrays, p: Priced, way: int, gap: int, last: int, change: int) -> int:
    """The latest start of a way in a gap to end by `last`; -1 if it does not fit."""
    h = p.way_hours[way]
    last = min(last, p.gap_end[gap])
    if last < p.gap_start[gap]:
        return -1
    i = opened_before(a, h, last) - p.way_duration[way]
    fits = i >= opened_before(a, h, p.gap_start[gap]) + change
    return open_tick(a, h, i) if fits else -1


@kernel
def _arrival(a: Arrays, p: Priced, before: int, way: int, ends: Ints) -> int:
    """When what is done at another position can be at a way."""
    step = a.route_step[before]
    arrival = NEVER
    for other in range(p.way_ptr[step], p.way_ptr[step + 1]):
        end = ends[p.node_ptr[before] + other - p.way_ptr[step]]
        arrival = min(arrival, end + a.travel[p.way_site[other], p.way_site[way]])
    return arrival


@kernel
def _departure(a: Arrays, p: Priced, after: int, way: int, starts: Ints) -> int:
    """When it must leave a way to be at another position in time."""
    step = a.route_step[after]
    leave = -1
    for other in range(p.way_ptr[step], p.way_ptr[step + 1]):
        start = starts[p.node_ptr[after] + other - p.way_ptr[step]]
        leave = max(leave, start - a.travel[p.way_site[way], p.way_site[other]])
    return leave


@kernel
def _reckon_earliest(a: Arrays, p: Priced, rs: int, soonest: Ints, ends: Ints) -> None:
    """Earliest starts and ends of all ways of a step on a route, NEVER: none."""
    step = a.route_step[rs]
    base = p.node_ptr[rs] - p.way_ptr[step]
    for way in range(p.way_ptr[step], p.way_ptr[step + 1]):
        node = base + way
        if a.begun[step]:
            soonest[node], ends[node] = p.way_start[way], p.way_end[way]
            continue
        ready = max(a.release[a.step_opportunity[step]], a.now)
        tool = a.tool[step]
        if tool >= 0 and a.tool_site[tool] >= 0:
            there = a.travel[a.tool_site[tool], p.way_site[way]]
            ready = max(ready, a.tool_ready[tool] + there)
        for e in range(p.into_ptr[rs], p.into_ptr[rs + 1]):
            ready = max(ready, _arrival(a, p, p.into[e], way, ends))
        if p.follows[rs] >= 0:
            ready = max(ready, _arrival(a, p, p.follows[rs], way, ends))
        soonest[node], ends[node] = NEVER, NEVER
        if p.way_duration[way] == 0 and ready <= a.last[step]:
            soonest[node] = ends[node] = ready  # it may stand between two loads
            continue
        resource = p.way_resource[way]
        for gap in range(_first_gap(p, resource, ready), p.gap_ptr[resource + 1]):
            start, end = earliest_in(a, p, way, gap, ready, 0)
            if end <= a.last[step]:
                soonest[node], ends[node] = start, end
                break
            if p.gap_start[gap] >= a.last[step]:
                break


@kernel
def _reckon_latest(a: Arrays, p: Priced, rs: int, soonest: Ints, starts: Ints) -> None:
    """Latest starts of all ways of a step on a route, -1: none."""
    step = a.route_step[rs]
    base = p.node_ptr[rs] - p.way_ptr[step]
    for way in range(p.way_ptr[step], p.way_ptr[step + 1]):
        node = base + way
        starts[node] = -1
        if a.begun[step]:
            starts[node] = NEVER
            continue
        if soonest[node] >= NEVER:
            continue
        last = a.last[step]
        for e in range(p.onto_ptr[rs], p.onto_ptr[rs + 1]):
            after = p.onto[e]
            if not a.begun[a.route_step[after]]:
                last = min(last, _departure(a, p, after, way, starts))
        if p.followed[rs] >= 0:
            last = min(last, _departure(a, p, p.followed[rs], way, starts))
        if p.way_duration[way] == 0:
            starts[node] = last if last >= soonest[node] else -1
            continue
        resource = p.way_resource[way]
        gap = min(_first_gap(p, resource, last), p.gap_ptr[resource + 1] - 1)
        while gap >= p.gap_ptr[resource] and starts[node] < 0:
            starts[node] = _latest_in(a, p, way, gap, last, 0)
            gap -= 1
        if starts[node] < soonest[node]:
            starts[node] = -1


@kernel
def windows(a: Arrays, p: Priced, soonest: Ints, ends: Ints, starts: Ints) -> None:
    """Earliest start and end, and latest start, of each way of each route's steps."""
    for route in range(len(a.route_step_ptr) - 1):
        low, high = a.route_step_ptr[route], a.route_step_ptr[route + 1]
        for turn in range(low, high):
            _reckon_earliest(a, p, p.turns[turn], soonest, ends)
        for turn in range(high - 1, low - 1, -1):
            _reckon_latest(a, p, p.turns[turn], soonest, starts)


@kernel
def _slot(
    a: Arrays,
    p: Priced,
    way: int,
    gap: int,
    period: int,
    first: int,
    last: int,
    change: int,
) -> tuple[int, int, int, int, int]:
    """Earliest start and end, latest start, period and last period of a way.

    The start lies in the period and between `first` and `last`; NEVER if there is none.
    """
    first = max(first, p.period_start[period])
    start, end = earliest_in(a, p, way, gap, first, change)
    if start >= p.period_end[period] or start > last:
        return NEVER, NEVER, NEVER, period, period
    last = min(last, p.period_end[period] - 1)
    latest = min(last, _latest_in(a, p, way, gap, NEVER, change))
    reach = end_of(a, p.way_hours[way], latest, p.way_duration[way])
    to = period
    while to + 1 < p.period_ptr[gap + 1] and p.period_start[to + 1] < reach:
        to += 1
    return start, end, latest, period, to


@kernel
def _list_starts(
    a: Arrays,
    p: Priced,
    way: int,
    slot: tuple[int, int, int, int, int],
    change: int,
    slots: Ints,
    count: int,
) -> int:
    """A row for each start of a slot of which one is cheapest, whatever time costs.

    The first and the last, and those at which the end or the beginning of the
    changeover moves into another period: in between, what lies in the first and the
    last of the periods changes evenly.
    """
    begin, end, last, period, to = slot
    h = p.way_hours[way]
    soonest = begin
    for later in range(period, to + 1):
        start = begin
        if later > period:
            i = opened_before(a, h, p.period_start[later]) - p.way_duration[way]
            start = open_tick(a, h, i) if i >= 0 else -1
        if later == period or begin < start < last:
            if count < len(slots):
                slots[count] = (start, end, last, period, to)
            count += 1
            begin = start
    moves, at = to > period, period
    while change > 0:
        start = open_tick(a, h, opened_before(a, h, p.period_start[at]) + change)
        if start <= soonest:
            break
        moves, at = True, at - 1
        if start < last:
            if count < len(slots):
                slots[count] = (start, end, last, period, to)
            count += 1
    if begin < last and moves:
        if count < len(slots):
            slots[count] = (last, end, last, period, to)
        count += 1
    return count


@kernel
def _list_way(
    a: Arrays,
    p: Priced,
    way: int,
    soonest: int,
    last: int,
    change: int,
    slots: Ints,
    count: int,
) -> int:
    """The slots of a way from `count` on; how many there are then."""
    resource = p.way_resource[way]
    for gap in range(_first_gap(p, resource, soonest), p.gap_ptr[resource + 1]):
        if p.gap_start[gap] > last:
            break
        for period in range(p.period_ptr[gap], p.period_ptr[gap + 1]):
            if p.period_end[period] > soonest and p.period_start[period] <= last:
                slot = _slot(a, p, way, gap, period, soonest, last, change)
                if slot[0] < NEVER:
                    count = _list_starts(a, p, way, slot, change, slots, count)
    return count


@kernel
def list_slots(
    a: Arrays,
    p: Priced,
    low: int,
    high: int,
    range_ptr: Ints,
    firsts: Ints,
    lasts: Ints,
    changes: Ints,
    slot_ptr: Ints,
    slots: Ints,
) -> None:
    """Count slots into ``slot_ptr`` and fill `slots`, one a row, as far as it goes.

    Those of the positions ``low … high`` in `route_step`; others have none. A
    node's work starts in one of its ranges, from `firsts` to `lasts`, and takes at
    least the ticks of `changes` to change over to.
    """
    count = 0
    for rs in range(low, high):
        step = a.route_step[rs]
        for way in range(p.way_ptr[step], p.way_ptr[step + 1]):
            node = p.node_ptr[rs] + way - p.way_ptr[step]
            slot_ptr[node] = count
            for n in range(range_ptr[node], range_ptr[node + 1]):
                begin, last = firsts[n], lasts[n]
                if last < 0:
                    continue
                if not a.begun[step] and p.way_duration[way] > 0:
                    when = begin, last, changes[node]
                    count = _list_way(a, p, way, *when, slots, count)
                    continue
                if count < len(slots):
                    end = p.way_end[way] if a.begun[step] else begin
                    slots[count] = (begin, end, last, -1, -1)
                count += 1
    slot_ptr[: p.node_ptr[low]] = 0
    slot_ptr[p.node_ptr[high] :] = count
