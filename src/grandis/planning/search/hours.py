"""Kernels: arithmetic of working hours, on the windows of one calendar.

`h` numbers the calendar; -1 is always open. A table says which window a stretch of
2^`block` ticks begins with, so that the right one is found in a step or two.
"""

from grandis.planning.search.arrays import NEVER, Arrays
from grandis.planning.search.jit import lean


@lean
def opened_before(a: Arrays, h: int, t: int) -> int:
    """The number of open ticks before tick t."""
    if h < 0:
        return t
    w, end = a.tick_window[h, min(max(t, 0), a.horizon) >> a.block], a.window_ptr[h + 1]
    while w < end and a.window_end[w] <= t:
        w += 1
    if w < end:
        return a.window_before[w] + max(0, t - a.window_start[w])
    if w == a.window_ptr[h]:
        return 0
    return a.window_before[w - 1] + a.window_end[w - 1] - a.window_start[w - 1]


@lean
def open_tick(a: Arrays, h: int, i: int) -> int:
    """The i-th open tick, counted from 0; NEVER beyond the last."""
    if h < 0:
        return i
    end = a.window_ptr[h + 1]
    if end == a.window_ptr[h] or i < 0:
        return NEVER
    w = a.open_window[h, min(i, a.horizon) >> a.block]
    while w + 1 < end and a.window_before[w + 1] <= i:
        w += 1
    t = a.window_start[w] + i - a.window_before[w]
    return t if t < a.window_end[w] else NEVER


@lean
def end_of(a: Arrays, h: int, start: int, duration: int) -> int:
    """When work that starts at the open tick `start` ends."""
    if h < 0 or duration == 0:
        return start + duration
    last = open_tick(a, h, opened_before(a, h, start) + duration - 1)
    return last + 1 if last < NEVER else NEVER


@lean
def setup_of(a: Arrays, h: int, start: int, changeover: int) -> int:
    """When a changeover right before `start` begins; -1 when it cannot."""
    if changeover == 0:
        return start
    i = opened_before(a, h, start) - changeover
    if i < 0:
        return -1
    return open_tick(a, h, i)
