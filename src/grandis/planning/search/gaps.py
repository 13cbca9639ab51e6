"""Kernels: find the earliest gap of a lane that a step fits, or the latest.

A step fits a gap when its hold fits, its tool is free and can be there, and
the changeover of the next step, which it may lengthen, still fits before it.
"""

from grandis.planning.search.arrays import Arrays, State
from grandis.planning.search.hours import end_of, open_tick, opened_before, setup_of
from grandis.planning.search.jit import lean
from grandis.planning.search.lanes import (
    changeover,
    first_item_ending_after,
    item_after,
    step_before,
    tool_free_from,
)


@lean
def _next_still_fits(
    a: Arrays, s: State, lane: int, position: int, step: int, end: int
) -> bool:
    """Whether the step after `position` can have its changeover after `step`."""
    if a.lane_table[lane] < 0:
        return True
    i = item_after(a, s, lane, position)
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


@lean
def _first_start(a: Arrays, h: int, ready: int, hold_from: int, change: int) -> int:
    """The first start ≥ ready whose changeover begins at or after hold_from."""
    i = max(opened_before(a, h, ready), opened_before(a, h, hold_from) + change)
    return open_tick(a, h, i)


@lean
def earliest(
    a: Arrays, s: State, step: int, lane: int, duration: int, ready: int, last: int
) -> tuple[int, int]:
    """The earliest start and end of a step on a lane.

    Starts no earlier than `ready` and ends by `last`; start -1 if it cannot.
    """
    if a.lane_table[lane] < 0 and a.tool[step] < 0:
        return _earliest_plain(a, s, lane, duration, max(ready, a.now), last)
    base = a.item_ptr[lane]
    count = s.items[lane]
    first = first_item_ending_after(a, s, lane, ready)
    for position in range(first, count + 1):
        gap_from = a.now
        if position > 0:
            gap_from = max(gap_from, s.item_end[base + position - 1])
        if max(gap_from, ready) + duration > last:
            break
        gap_to = last
        if position < count:
            gap_to = s.item_start[base + position]
            after = s.item_step[base + position]
            if a.lane_table[lane] >= 0 and after >= 0 and not a.begun[after]:
                gap_to = s.start[after]  # its own changeover may shrink
            gap_to = min(gap_to, last)
        if gap_to - max(gap_from, ready) < duration:
            continue
        start, end = _start_in_gap(
            a, s, step, lane, duration, ready, position, gap_from, gap_to
        )
        if start >= 0:
            return start, end
    return -1, -1


@lean
def _earliest_plain(
    a: Arrays, s: State, lane: int, duration: int, ready: int, last: int
) -> tuple[int, int]:
    """The same where neither changeovers nor a tool matter."""
    h = a.lane_hours[lane]
    i = a.item_ptr[lane] + first_item_ending_after(a, s, lane, ready)
    beyond = a.item_ptr[lane] + s.items[lane]
    while ready + duration <= last:
        gap_to = min(last, s.item_start[i]) if i < beyond else last
        if gap_to - ready >= duration:
            start = open_tick(a, h, opened_before(a, h, ready))
            end = end_of(a, h, start, duration)
            if end <= gap_to:
                return start, end
        if i == beyond:
            break
        ready = max(ready, s.item_end[i])
        i += 1
    return -1, -1


@lean
def _start_in_gap(
    a: Arrays,
    s: State,
    step: int,
    lane: int,
    duration: int,
    ready: int,
    position: int,
    gap_from: int,
    gap_to: int,
) -> tuple[int, int]:
    """Start and end of a step in the gap before the item at `position`, or -1."""
    h = a.lane_hours[lane]
    change = changeover(a, lane, step_before(a, s, lane, position), step)
    while True:
        start = _first_start(a, h, ready, gap_from, change)
        end = end_of(a, h, start, duration)
        if end > gap_to:
            return -1, -1
        hold = setup_of(a, h, start, change)
        free = tool_free_from(a, s, step, a.lane_site[lane], hold, end)
        if free <= hold:
            if _next_still_fits(a, s, lane, position, step, end):
                return start, end
            return -1, -1
        if free >= gap_to:
            return -1, -1
        gap_from = free


@lean
def latest(
    a: Arrays, s: State, step: int, lane: int, duration: int, ready: int, last: int
) -> tuple[int, int]:
    """A late start and end of a step on a lane, in the last gap that it fits there.

    Starts no earlier than `ready` and ends by `last`; start -1 if it cannot. Where
    its tool is not free then, an earlier gap is taken.
    """
    base = a.item_ptr[lane]
    position = first_item_ending_after(a, s, lane, last - 1)
    while True:
        gap_from, gap_to = max(a.now, ready), last
        if position > 0:
            gap_from = max(gap_from, s.item_end[base + position - 1])
        if position < s.items[lane]:
            gap_to = min(gap_to, _room_until(a, s, lane, position, step))
        if gap_to - gap_from >= duration:
            start, end = _end_in_gap(
                a, s, step, lane, duration, position, gap_from, gap_to
            )
            if start >= 0:
                return start, end
        if position == 0 or gap_from <= ready:
            return -1, -1
        position -= 1


@lean
def _room_until(a: Arrays, s: State, lane: int, position: int, step: int) -> int:
    """When the item at `position` takes the lane if `step` comes before it."""
    i = a.item_ptr[lane] + position
    after = s.item_step[i]
    if a.lane_table[lane] < 0 or after < 0 or a.begun[after]:
        return s.item_start[i]
    change = changeover(a, lane, step, after)
    return setup_of(a, a.lane_hours[lane], s.start[after], change)


@lean
def _end_in_gap(
    a: Arrays,
    s: State,
    step: int,
    lane: int,
    duration: int,
    position: int,
    gap_from: int,
    gap_to: int,
) -> tuple[int, int]:
    """The latest start and end of a step in a gap, or -1 where it does not fit then."""
    h = a.lane_hours[lane]
    start = open_tick(a, h, opened_before(a, h, gap_to) - duration)
    if start < gap_from or start >= gap_to:
        return -1, -1
    end = end_of(a, h, start, duration)
    change = changeover(a, lane, step_before(a, s, lane, position), step)
    hold = setup_of(a, h, start, change)
    from_then = a.now
    if position > 0:
        from_then = max(from_then, s.item_end[a.item_ptr[lane] + position - 1])
    if hold < from_then:
        return -1, -1
    if tool_free_from(a, s, step, a.lane_site[lane], hold, end) > hold:
        return -1, -1
    if _next_still_fits(a, s, lane, position, step, end):
        return start, end
    return -1, -1
