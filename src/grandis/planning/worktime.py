"""Working hours: between the ticks of the clock and the open ticks of a resource."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from grandis.planning.problem import Interval, Problem


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Sorted and disjoint intervals that cover the same ticks."""
    result: list[Interval] = []
    for start, end in sorted(intervals):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        elif start < end:
            result.append((start, end))
    return result


def without(open_: Iterable[Interval], closed: Iterable[Interval]) -> list[Interval]:
    """The ticks of sorted, disjoint intervals `open_` that are in none of `closed`."""
    left: list[Interval] = []
    away = merged(closed)
    for start, end in open_:
        for a, b in away:
            if b <= start:
                continue
            if a >= end:
                break
            if start < a:
                left.append((start, a))
            start = b
        if start < end:
            left.append((start, end))
    return left


class WorkTime:
    """The open ticks of one resource up to the horizon.

    Parameters
    ----------
    open_
        Open intervals of its calendar, sorted and disjoint; None: always open.
    closed
        Intervals that are closed all the same.
    horizon
        Ticks from here on do not count.
    """

    def __init__(
        self, open_: Iterable[Interval] | None, closed: Iterable[Interval], horizon: int
    ) -> None:
        every = [(0, horizon)] if open_ is None else open_
        clipped = [(a, min(b, horizon)) for a, b in every if a < horizon]
        #: Open intervals, sorted and disjoint.
        self.windows: tuple[Interval, ...] = tuple(without(clipped, closed))
        self._starts = [a for a, _ in self.windows]
        self._before = list(accumulate((b - a for a, b in self.windows), initial=0))
        #: The number of open ticks.
        self.total: int = self._before[-1]

    def opened_before(self, t: int) -> int:
        """The number of open ticks before tick `t`."""
        i = bisect_right(self._starts, t) - 1
        if i < 0:
            return 0
        start, end = self.windows[i]
        return self._before[i] + min(t, end) - start

    def tick(self, i: int) -> int:
        """The `i`-th open tick, counted from 0.

        Raises
        ------
        IndexError
            When there are not so many.
        """
        if not 0 <= i < self.total:
            raise IndexError(f"there is no open tick {i}, only {self.total}")
        window = bisect_right(self._before, i) - 1
        return self.windows[window][0] + i - self._before[window]

    def is_open(self, t: int) -> bool:
        """Whether tick `t` is open."""
        return self.opened_before(t + 1) > self.opened_before(t)

    def end(self, start: int, duration: int) -> int:
        """When `duration` ticks of work that begin at the open tick `start` end."""
        if duration == 0:
            return start
        return self.tick(self.opened_before(start) + duration - 1) + 1

    def setup(self, start: int, changeover: int) -> int:
        """When `changeover` ticks of work right before `start` begin."""
        if changeover == 0:
            return start
        return self.tick(self.opened_before(start) - changeover)


def worktimes(problem: Problem) -> dict[str, WorkTime]:
    """The working hours of each resource, by its id; equal ones are shared."""
    calendars = {calendar.id: calendar.open for calendar in problem.calendars}
    known: dict[tuple[str | None, tuple[Interval, ...]], WorkTime] = {}
    times: dict[str, WorkTime] = {}
    for resource in problem.resources:
        key = resource.calendar, resource.closed
        if key not in known:
            open_ = None if resource.calendar is None else calendars[resource.calendar]
            known[key] = WorkTime(open_, resource.closed, problem.horizon)
        times[resource.id] = known[key]
    return times
