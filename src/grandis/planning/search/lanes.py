"""Kernels: put a step on a lane, take it off, find the earliest place for it.

A lane's items with the gaps between them::

      item 0          item 1 (load)     item 2
    [setup|work)  gap  [xxxxxxx)  gap  [setup|work)

A step fits a gap when its hold fits, its tool is free and can be there, and
the changeover of the next step, which it may lengthen, still fits before it.
"""

from grandis.planning.search.arrays import NEVER, Arrays, Ints, State
from grandis.planning.search.hours import end_of, open_tick, opened_before, setup_of
from grandis.planning.search.jit import kernel


@kernel
def _change(table: int, matrix: Ints, before: int, after: int) -> int:
    if before < 0 or after < 0 or before == after:
        return 0
    return matrix[table, before, after]


@kernel
def changeover(a: Arrays, lane: int, previous: int, step: int) -> int:
    """Ticks of changeover on a lane after step `previous` (-1: its first)."""
    table = a.lane_table[lane]
    if table < 0:
        return 0
    if previous < 0:
        tool, material, colour = a.lane_setup[lane]
    else:
        tool, material, colour = (
            a.tool[previous],
            a.material[previous],
            a.colour[previous],
        )
    ticks = 0
    if tool >= 0 and a.tool[step] >= 0 and tool != a.tool[step]:
        ticks = a.tool_change[table]
    return ticks + max(
        _change(table, a.material_change, material, a.material[step]),
        _change(table, a.colour_change, colour, a.colour[step]),
    )


@kernel
def first_item_ending_after(a: Arrays, s: State, lane: int, t: int) -> int:
    low, high = 0, s.items[lane]
    base = a.item_ptr[lane]
    while low < high:
        middle = (low + high) // 2
        if s.item_end[base + middle] > t:
            high = middle
        else:
            low = middle + 1
    return low


@kernel
def _step_before(a: Arrays, s: State, lane: int, position: int) -> int:
    base = a.item_ptr[lane]
    for i in range(position - 1, -1, -1):
        if s.item_step[base + i] >= 0:
            return s.item_step[base + i]
    return -1


@kernel
def _item_after(a: Arrays, s: State, lane: int, position: int) -> int:
    """The position of the first step's item at or after `position`, or -1."""
    base = a.item_ptr[lane]
    for i in range(position, s.items[lane]):
        if s.item_step[base + i] >= 0:
            return i
    return -1


@kernel
def tool_free_from(
    a: Arrays, s: State, step: int, site: int, hold: int, end: int
) -> int:
    """`hold` if the step's tool can be held over [hold, end) at a site.

    Otherwise a later tick to try, NEVER if there is none.
    """
    tool = a.tool[step]
    if tool < 0:
        return hold
    if a.tool_site[tool] >= 0:
        there = a.tool_ready[tool] + a.travel[a.tool_site[tool], site]
        if hold < there:
            return there
    base = a.use_ptr[tool]
    made = a.tool_site[tool] >= 0
    for i in range(s.uses[tool]):
        other = s.use_step[base + i]
        if other == step:
            continue
        at = a.lane_site[s.lane[other]]
        free = s.end[other] + a.travel[at, site]
        if a.makes[other] == tool:
            made = True
            if hold < free:
                return free
        clear_before = s.setup[other] >= end + a.travel[site, at]
        if a.tool[other] == tool and hold < free and not clear_before:
            return free
    return hold if made else NEVER


@kernel
def _next_still_fits(
    a: Arrays, s: State, lane: int, position: int, step: int, end: int
) -> bool:
    """Whether the step after `position` can have its changeover after `step`."""
    if a.lane_table[lane] < 0:
        return True
    i = _item_after(a, s, lane, position)
    if i < 0:
        return True
    base = a.item_ptr[lane]
    after = s.item_step[base + i]
    if a.begun[after]:
        return True
    hold = setup_of(
        a, a.lane_hours[lane], s.start[after], changeover(a, lane, step, after)
    )
    if hold < 0 or hold < end or hold < a.now:
        return False
    if i > position and hold < s.item_end[base + i - 1]:
        return False
    return bool(
        tool_free_from(a, s, after, a.lane_site[lane], hold, s.end[after]) == hold
    )


@kernel
def _first_start(a: Arrays, h: int, ready: int, hold_from: int, change: int) -> int:
    """The first start ≥ ready whose changeover begins at or after hold_from."""
    i = max(opened_before(a, h, ready), opened_before(a, h, hold_from) + change)
    return open_tick(a, h, i)


@kernel
def earliest(
    a: Arrays, s: State, step: int, lane: int, duration: int, ready: int, last: int
) -> tuple[int, int]:
    """The earliest start and end of a step on a lane.

    Starts no earlier than `ready` and ends by `last`; start -1 if it cannot.
    """
    h = a.lane_hours[lane]
    site = a.lane_site[lane]
    base = a.item_ptr[lane]
    count = s.items[lane]
    first = first_item_ending_after(a, s, lane, ready)
    for position in range(first, count + 1):
        gap_from = a.now
        if position > 0:
            gap_from = max(gap_from, s.item_end[base + position - 1])
        if max(gap_from, ready) + duration > last:
            break
        gap_to = s.item_start[base + position] if position < count else last
        after = s.item_step[base + position] if position < count else -1
        if a.lane_table[lane] >= 0 and after >= 0:
            gap_to = s.start[after]  # its own changeover may shrink
        gap_to = min(gap_to, last)
        if gap_to - max(gap_from, 0) < duration or gap_to - ready < duration:
            continue
        change = changeover(a, lane, _step_before(a, s, lane, position), step)
        hold_from = gap_from
        while True:
            start = _first_start(a, h, ready, hold_from, change)
            end = end_of(a, h, start, duration)
            if end > gap_to:
                break
            hold = setup_of(a, h, start, change)
            free = tool_free_from(a, s, step, site, hold, end)
            if free > hold:
                if free >= gap_to:
                    break
                hold_from = free
                continue
            if not _next_still_fits(a, s, lane, position, step, end):
                break
            return start, end
    return -1, -1


@kernel
def _position_for(a: Arrays, s: State, lane: int, start: int) -> int:
    """Where work that starts at `start` belongs among a lane's items."""
    position = s.items[lane]
    while position > 0:
        i = a.item_ptr[lane] + position - 1
        begins = s.item_start[i]
        if s.item_step[i] >= 0:
            begins = s.start[s.item_step[i]]
        if begins < start or (begins == start and s.item_end[i] == start):
            break
        position -= 1
    return position


@kernel
def _renew_hold(a: Arrays, s: State, lane: int, position: int) -> None:
    """Set the hold of the step at or after `position` by its predecessor."""
    if a.lane_table[lane] < 0:
        return
    i = _item_after(a, s, lane, position)
    if i < 0:
        return
    base = a.item_ptr[lane]
    step = s.item_step[base + i]
    if a.begun[step]:
        return
    change = changeover(a, lane, _step_before(a, s, lane, i), step)
    hold = setup_of(a, a.lane_hours[lane], s.start[step], change)
    s.setup[step] = hold
    s.item_start[base + i] = hold


@kernel
def next_stands(a: Arrays, s: State, lane: int, start: int) -> bool:
    """Whether the first step on a lane from `start` on has room for its hold."""
    if a.lane_table[lane] < 0:
        return True
    i = _item_after(a, s, lane, _position_for(a, s, lane, start))
    if i < 0:
        return True
    base = a.item_ptr[lane]
    step = s.item_step[base + i]
    hold = s.setup[step]
    if a.begun[step]:
        return True
    if hold < a.now or (i > 0 and hold < s.item_end[base + i - 1]):
        return False
    site = a.lane_site[lane]
    return bool(tool_free_from(a, s, step, site, hold, s.end[step]) == hold)


@kernel
def put(a: Arrays, s: State, step: int, place: int, start: int, end: int) -> None:
    """Put a step at a place; its lane keeps sorted and its holds right."""
    lane = a.place_lane[place]
    base = a.item_ptr[lane]
    position = _position_for(a, s, lane, start)
    for i in range(s.items[lane], position, -1):
        s.item_start[base + i] = s.item_start[base + i - 1]
        s.item_end[base + i] = s.item_end[base + i - 1]
        s.item_step[base + i] = s.item_step[base + i - 1]
    s.item_start[base + position] = start
    s.item_end[base + position] = end
    s.item_step[base + position] = step
    s.items[lane] += 1
    s.place[step] = place
    s.lane[step] = lane
    s.setup[step] = start
    s.start[step] = start
    s.end[step] = end
    s.cost[step] = a.place_cost[place]
    for tool in (a.tool[step], a.makes[step]):
        if tool >= 0:
            s.use_step[a.use_ptr[tool] + s.uses[tool]] = step
            s.uses[tool] += 1
    _renew_hold(a, s, lane, position)
    _renew_hold(a, s, lane, position + 1)


@kernel
def take(a: Arrays, s: State, step: int) -> None:
    """Take a planned step off its lane.

    The next step's changeover, now from another step, may no longer fit: ask
    `next_stands` when all that is to be taken is taken.
    """
    lane = s.lane[step]
    base = a.item_ptr[lane]
    position = 0
    while s.item_step[base + position] != step:
        position += 1
    for i in range(position, s.items[lane] - 1):
        s.item_start[base + i] = s.item_start[base + i + 1]
        s.item_end[base + i] = s.item_end[base + i + 1]
        s.item_step[base + i] = s.item_step[base + i + 1]
    s.items[lane] -= 1
    s.place[step] = -1
    for tool in (a.tool[step], a.makes[step]):
        if tool >= 0:
            base = a.use_ptr[tool]
            for i in range(s.uses[tool]):
                if s.use_step[base + i] == step:
                    s.uses[tool] -= 1
                    s.use_step[base + i] = s.use_step[base + s.uses[tool]]
                    break
    _renew_hold(a, s, lane, position)
