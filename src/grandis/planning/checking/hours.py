"""Open ticks of a resource, counted by bisection."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from grandis.planning.problem import Interval

#: Open from the first tick on, for longer than anything a plan can name.
ALWAYS: tuple[Interval, ...] = ((0, 1 << 62),)


class OpenHours:
    """When a resource works: its open intervals without its closed ones."""

    def __init__(
        self, opened: tuple[Interval, ...], closed: tuple[Interval, ...]
    ) -> None:
        spans = list(_without(opened, sorted(closed)))
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]
        #: Open ticks before each span, and in the end all there are.
        self._before = [0, *accumulate(end - start for start, end in spans)]

    def is_open(self, tick: int) -> bool:
        """Whether the resource works at `tick`."""
        span = bisect_right(self._starts, tick) - 1
        return span >= 0 and tick < self._ends[span]

    def end(self, start: int, duration: int) -> int | None:
        """Right after the last of `duration` open ticks counted from `start`.

        None if there are not so many.
        """
        span = bisect_right(self._starts, start) - 1
        if duration == 0 or (span >= 0 and start + duration <= self._ends[span]):
            return start + duration  # without a pause, as mostly
        last = self._tick(self._count_before(start) + duration - 1)
        return None if last is None else last + 1

    def setup(self, start: int, changeover: int) -> int | None:
        """The open tick that is `changeover` open ticks before `start`.

        None if there are not so many.
        """
        if changeover == 0:
            return start
        return self._tick(self._count_before(start) - changeover)

    def _count_before(self, tick: int) -> int:
        span = bisect_right(self._starts, tick) - 1
        if span < 0:
            return 0
        return self._before[span] + min(tick, self._ends[span]) - self._starts[span]

    def _tick(self, number: int) -> int | None:
        """The open tick with that number, counted from 0."""
        if not 0 <= number < self._before[-1]:
            return None
        span = bisect_right(self._before, number) - 1
        return self._starts[span] + number - self._before[span]


def _without(
    opened: Iterable[Interval], gaps: Sequence[Interval]
) -> Iterator[Interval]:
    """Sorted open intervals less sorted closed ones, which may overlap."""
    first = 0
    for start, end in opened:
        while first < len(gaps) and gaps[first][1] <= start:
            first += 1
        gap, begin = first, start
        while gap < len(gaps) and gaps[gap][0] < end:
            if begin < gaps[gap][0]:
                yield begin, gaps[gap][0]
            begin = max(begin, gaps[gap][1])
            gap += 1
        if begin < end:
            yield begin, end
