"""The free time of every resource, in pieces that have a price each.

Existing load and facts cut a machine's time into *gaps*, and no work reaches
from one into another. Long gaps are cut into *periods*, and work may lie across
them. A team has one gap, in which each period holds as much as its crews have
left.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from grandis.planning.problem import Interval, Problem, Resource
from grandis.planning.search.arrays import Ints
from grandis.planning.search.numbering import ints, offsets
from grandis.planning.worktime import WorkTime, union, worktimes

#: Start, end, and how much is taken.
Busy = tuple[int, int, int]
#: Days of a period, about, for up to so many opportunities: short periods come
#: closer and take longer.
PERIOD_DAYS = ((100, 1), (1000, 3))
LONGEST_DAYS = 7


class Periods(NamedTuple):
    """Gaps of resources and periods of gaps, each in the order of time.

    The gaps of resource r are ``gap_ptr[r] … gap_ptr[r + 1]``, the periods of gap
    g ``period_ptr[g] … period_ptr[g + 1]``. `open_ticks` is what a period holds:
    ticks of work, of all crews together.
    """

    gap_ptr: Ints
    gap_start: Ints
    gap_end: Ints
    period_ptr: Ints
    period_start: Ints
    period_end: Ints
    open_ticks: Ints


def periods(problem: Problem) -> Periods:
    """Cut up what is free from `now` to the horizon."""
    hours = worktimes(problem)
    busy: dict[str, list[Busy]] = {r.id: [] for r in problem.resources}
    for resource in problem.resources:
        busy[resource.id] += [(x.start, x.end, x.amount) for x in resource.load]
    for begun in problem.begun:
        busy[begun.resource].append((begun.setup, begun.end, 1))
    gap_sizes, gaps, period_sizes, cut, holds = [], [], [], [], []
    length = _days(len(problem.opportunities)) * problem.grid.ticks_per_day
    for resource in problem.resources:
        shared = resource.capacity > 1  # what is taken of a machine is in no gap
        levels = _levels(busy[resource.id]) if shared else []
        free_before = _free_before(hours[resource.id], resource.capacity, levels)
        own = list(_gaps(problem, resource, busy[resource.id]))
        gap_sizes.append(len(own))
        gaps += own
        for gap in own:
            pieces = list(_pieces(gap, length))
            period_sizes.append(len(pieces))
            cut += pieces
            cuts = [gap[0], *(end for _, end in pieces)]
            holds += [b - a for a, b in pairwise(map(free_before, cuts))]
    return Periods(
        gap_ptr=offsets(gap_sizes),
        gap_start=ints(start for start, _ in gaps),
        gap_end=ints(end for _, end in gaps),
        period_ptr=offsets(period_sizes),
        period_start=ints(start for start, _ in cut),
        period_end=ints(end for _, end in cut),
        open_ticks=ints(holds),
    )


def _days(opportunities: int) -> int:
    """The length of a period."""
    fitting = (days for most, days in PERIOD_DAYS if opportunities <= most)
    return next(fitting, LONGEST_DAYS)


def _gaps(problem: Problem, resource: Resource, busy: list[Busy]) -> Iterator[Interval]:
    at = problem.now
    if resource.capacity == 1:
        for start, end in union((start, end) for start, end, _ in busy):
            if at < min(start, problem.horizon):
                yield at, min(start, problem.horizon)
            at = max(at, end)
    if at < problem.horizon:
        yield at, problem.horizon


def _pieces(gap: Interval, length: int) -> Iterator[Interval]:
    start, end = gap
    number = max(1, round((end - start) / length))
    cuts = [start + (end - start) * n // number for n in range(number + 1)]
    return pairwise(cuts)


def _open(worktime: WorkTime, start: int, end: int) -> int:
    return worktime.opened_before(end) - worktime.opened_before(start)


def _levels(busy: list[Busy]) -> list[Busy]:
    """How much is taken from when to when, all that overlaps added up."""
    steps: dict[int, int] = {}
    for start, end, amount in busy:
        steps[start] = steps.get(start, 0) + amount
        steps[end] = steps.get(end, 0) - amount
    ticks = sorted(steps)
    taken = accumulate(steps[tick] for tick in ticks)
    return [
        (start, end, level)
        for (start, end), level in zip(pairwise(ticks), taken, strict=False)
        if level
    ]


def _free_before(
    worktime: WorkTime, capacity: int, levels: list[Busy]
) -> Callable[[int], int]:
    """How many ticks of work are left before a tick; facts may take more than all."""
    starts = [start for start, _, _ in levels]
    taken = [
        min(level, capacity) * _open(worktime, start, end)
        for start, end, level in levels
    ]
    before = [0, *accumulate(taken)]

    def free_before(tick: int) -> int:
        n = bisect_right(starts, tick)
        free = capacity * worktime.opened_before(tick) - before[n]
        if n and tick < levels[n - 1][1]:
            _, end, level = levels[n - 1]
            free += min(level, capacity) * _open(worktime, tick, end)
        return free

    return free_before
