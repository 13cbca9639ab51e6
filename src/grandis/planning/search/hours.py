"""Kernels: arithmetic of working hours, on the windows of one calendar.

`h` numbers the calendar; -1 is always open.
"""

from grandis.planning.search.arrays import NEVER, Arrays
from grandis.planning.search.jit import kernel


@kernel
def opened_before(a: Arrays, h: int, t: int) -> int:
    """The number of open ticks before tick t."""
    if h < 0:
        return t
    low, high = a.window_ptr[h], a.window_ptr[h + 1]
    first = low
    while low < high:  # the first window that ends after t
        middle = (low + high) // 2
        if a.window_end[middle] > t:
            high = middle
        else:
            low = middle + 1
    if low == a.window_ptr[h + 1]:
        if low == first:
            return 0
        return (
            a.window_before[low - 1] + a.window_end[low - 1] - a.window_start[low - 1]
        )
    return a.window_before[low] + max(0, t - a.window_start[low])


@kernel
def open_tick(a: Arrays, h: int, i: int) -> int:
    """The i-th open tick, counted from 0; NEVER beyond the last."""
    if h < 0:
        return i
    low, high = a.window_ptr[h], a.window_ptr[h + 1]
    last = high - 1
    if last < low or i < 0:
        return NEVER
    while low < high:  # the last window with at most i open ticks before it
        middle = (low + high) // 2
        if a.window_before[middle] > i:
            high = middle
        else:
            low = middle + 1
    w = low - 1
    t = a.window_start[w] + i - a.window_before[w]
    return t if t < a.window_end[w] else NEVER


@kernel
def end_of(a: Arrays, h: int, start: int, duration: int) -> int:
    """When work that starts at the open tick `start` ends."""
    if h < 0 or duration == 0:
        return start + duration
    last = open_tick(a, h, opened_before(a, h, start) + duration - 1)
    return last + 1 if last < NEVER else NEVER


@kernel
def setup_of(a: Arrays, h: int, start: int, changeover: int) -> int:
    """When a changeover right before `start` begins; -1 when it cannot."""
    if changeover == 0:
        return start
    i = opened_before(a, h, start) - changeover
    if i < 0:
        return -1
    return open_tick(a, h, i)
