"""Working hours of a resource as arithmetic on its open ticks.

Open ticks are numbered 0, 1, 2 … in the order of time. A changeover and the
work after it are unbroken in these numbers, whatever closed hours lie between
them on the clock, and the holds of one resource overlap on the clock exactly
when they do in these numbers.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from grandis.planning.problem import Interval, Problem


class WorkTime:
    """The open ticks of a resource before the horizon.

    Parameters
    ----------
    calendar
        Sorted open intervals that do not touch; None for always open.
    closed
        Intervals of planned downtime, in any order; they may overlap.
    horizon
        Nothing at or after this tick counts as open.
    """

    __slots__ = ("_before", "_ends", "_starts", "total", "windows")

    def __init__(
        self,
        calendar: Iterable[Interval] | None,
        closed: Iterable[Interval],
        horizon: int,
    ) -> None:
        hours = [(0, horizon)] if calendar is None else calendar
        #: The open intervals, sorted, none empty and no two touching.
        self.windows: tuple[Interval, ...] = tuple(
            _without(hours, union(closed), horizon)
        )
        self._starts = [start for start, _ in self.windows]
        self._ends = [end for _, end in self.windows]
        lengths = (end - start for start, end in self.windows)
        self._before = list(accumulate(lengths, initial=0))
        #: The number of open ticks.
        self.total: int = self._before[-1]

    def opened_before(self, t: int) -> int:
        """The number of open ticks before tick `t`."""
        window = bisect_right(self._ends, t)
        if window == len(self._ends):
            return self.total
        return self._before[window] + max(0, t - self._starts[window])

    def tick(self, i: int) -> int:
        """The `i`-th open tick, counted from 0.

        Raises
        ------
        IndexError
            When there are not so many, or `i` is negative.
        """
        if not 0 <= i < self.total:
            raise IndexError(f"there is no open tick {i} among {self.total}")
        window = bisect_right(self._before, i) - 1
        return self._starts[window] + i - self._before[window]

    def is_open(self, t: int) -> bool:
        """Whether work goes on at tick `t`."""
        window = bisect_right(self._ends, t)
        return window < len(self._ends) and self._starts[window] <= t

    def end(self, start: int, duration: int) -> int:
        """When work of `duration` that starts at the open tick `start` ends.

        Raises
        ------
        IndexError
            When that is after the horizon.
        """
        if duration == 0:
            return start
        return self.tick(self.opened_before(start) + duration - 1) + 1

    def setup(self, start: int, changeover: int) -> int:
        """When a changeover right before the work at `start` begins.

        Raises
        ------
        IndexError
            When there are too few open ticks before `start`.
        """
        if changeover == 0:
            return start
        return self.tick(self.opened_before(start) - changeover)

    def windows_between(self, first: int, last: int) -> tuple[Interval, ...]:
        """The windows, whole, that have ticks in [first, last)."""
        low = bisect_right(self._ends, first)
        return self.windows[low : max(low, bisect_left(self._starts, last))]


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The same ticks as sorted intervals that neither overlap nor touch."""
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        elif start < end:
            joined.append((start, end))
    return joined


def worktimes(problem: Problem) -> dict[str, WorkTime]:
    """The working hours of each resource, by its id; equal ones are shared."""
    calendars = {calendar.id: calendar.open for calendar in problem.calendars}
    made: dict[tuple[str | None, tuple[Interval, ...]], WorkTime] = {}
    shared: dict[tuple[Interval, ...], WorkTime] = {}
    for resource in problem.resources:
        key = resource.calendar, resource.closed
        if key not in made:
            hours = None if resource.calendar is None else calendars[resource.calendar]
            worktime = _worktime(hours, resource.closed, problem.horizon)
            made[key] = shared.setdefault(worktime.windows, worktime)
    return {r.id: made[r.calendar, r.closed] for r in problem.resources}


#: Kept for the next problem on the same network: replanning makes many of them.
_worktime = lru_cache(maxsize=1024)(WorkTime)


def _without(
    hours: Iterable[Interval], closed: list[Interval], horizon: int
) -> Iterable[Interval]:
    """`hours` less `closed`, up to `horizon`."""
    closed_ends = [end for _, end in closed]
    for start, end in hours:
        at, last = start, min(end, horizon)
        gap = bisect_left(closed_ends, start + 1)
        while at < last:
            shut, opens = closed[gap] if gap < len(closed) else (last, last)
            if at < min(shut, last):
                yield at, min(shut, last)
            at = max(at, opens)
            gap += 1
