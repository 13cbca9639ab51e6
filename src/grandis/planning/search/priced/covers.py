"""Works of which not all fit into one gap of a machine, though there are ticks enough.

Prices see how many ticks of a gap are used, but not its dates and changeovers. So what
all would choose is looked at gap by gap. Where it cannot be done one after the other,
in whatever order, it is a *cover*: at most all but one of these works lie there, in
every plan. Such a rule can have a price, like time (cover inequalities: Balas 1975).
"""

from collections.abc import Iterable, Iterator
from statistics import fmean
from typing import NamedTuple

import numpy as np

from grandis.planning.changeovers import changeover
from grandis.planning.problem import Setup, Step
from grandis.planning.search.arrays import Ints
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.priced.arrays import Menu, Priced
from grandis.planning.search.priced.menus import owners
from grandis.planning.worktime import worktimes

#: Works of one gap that are looked at together.
MOST_WORKS = 8


class Cover(NamedTuple):
    """Steps of which at most `most` can be done in a gap, and their slots there.

    `ticks` is how long one of them takes on average.
    """

    gap: int
    steps: frozenset[int]
    slots: Ints
    most: int
    ticks: float

    @property
    def key(self) -> tuple[int, frozenset[int]]:
        return self.gap, self.steps


class Stay(NamedTuple):
    """Work that takes `duration` of the open ticks from `release` to `deadline`.

    These are positions: numbers of open ticks of the machine.
    """

    release: int
    deadline: int
    duration: int


class Gaps:
    """Which steps can be done in which gaps of machines, and which of them together.

    Parameters
    ----------
    gap_of_row
        The gap of a machine that a row is a period of; -1: it is no such row.
    menu
        What can be chosen.
    """

    def __init__(
        self, compiled: Compiled, p: Priced, gap_of_row: Ints, menu: Menu
    ) -> None:
        problem = compiled.problem
        hours = worktimes(problem)
        resource = np.repeat(np.arange(len(p.gap_ptr) - 1), np.diff(p.gap_ptr))
        self._machine = [problem.resources[r] for r in resource.tolist()]
        self._hours = [hours[machine.id] for machine in self._machine]
        self._first = p.gap_ptr[resource].tolist()
        self._ends = list(zip(p.gap_start.tolist(), p.gap_end.tolist(), strict=True))
        self._tables = {table.id: table for table in problem.changeovers}
        self._steps = [step for _, step in compiled.numbering.steps]
        self._begun: dict[str, list[int]] = {}
        for key, begun in compiled.numbering.begun.items():
            number = compiled.numbering.step[key]
            self._begun.setdefault(begun.resource, []).append(number)
        self._gap, self._step = _lying(menu, gap_of_row)
        self._slots: dict[tuple[int, int], Ints] = {}
        self._stays: dict[int, dict[int, Stay]] = {}
        for slots in _together(self._gap, self._step):
            gap, step = int(self._gap[slots[0]]), int(self._step[slots[0]])
            self._slots[gap, step] = slots
            self._stays.setdefault(gap, {})[step] = self._stay(p, menu, gap, slots)

    def _stay(self, p: Priced, menu: Menu, gap: int, slots: Ints) -> Stay:
        node = np.searchsorted(menu.slot_ptr, slots[0], side="right") - 1
        duration = int(p.way_duration[menu.way[node]])
        before = self._hours[gap].opened_before
        return Stay(
            before(int(menu.end[slots].min())) - duration,
            before(int(menu.last[slots].max())) + duration,
            duration,
        )

    def covers(self, chosen: Ints) -> Iterator[Cover]:
        """Small covers among some slots."""
        works: dict[int, set[int]] = {}
        for slot in chosen[self._gap[chosen] >= 0].tolist():
            works.setdefault(int(self._gap[slot]), set()).add(int(self._step[slot]))
        for gap, steps in works.items():
            if 1 < len(steps) <= MOST_WORKS and not self._fit(gap, steps):
                for step in sorted(steps):
                    if not self._fit(gap, steps - {step}):
                        steps = steps - {step}
                yield self._cover(gap, steps)

    def _cover(self, gap: int, steps: set[int]) -> Cover:
        return Cover(
            gap,
            frozenset(steps),
            np.concatenate([self._slots[gap, step] for step in sorted(steps)]),
            len(steps) - 1,
            fmean(self._stays[gap][step].duration for step in steps),
        )

    def _fit(self, gap: int, steps: Iterable[int]) -> bool:
        """Whether some steps can be done in a gap one after the other.

        By dynamic programming over sets of steps: when they can be done at the
        earliest, by the last of them (Held and Karp 1962).
        """
        stays = [self._stays[gap][step] for step in steps]
        first, between = self._changes(gap, list(steps))
        begin, end = map(self._hours[gap].opened_before, self._ends[gap])
        done = {(0, -1): begin}
        for _ in stays:
            further: dict[tuple[int, int], int] = {}
            for (some, last), at in done.items():
                for i, stay in enumerate(stays):
                    change = int(first[i] if last < 0 else between[last, i])
                    ends = max(stay.release, at + change) + stay.duration
                    if some >> i & 1 or ends > min(stay.deadline, end):
                        continue
                    key = some | 1 << i, i
                    further[key] = min(ends, further.get(key, ends))
            done = further
        return bool(done)

    def _changes(self, gap: int, steps: list[int]) -> tuple[Ints, Ints]:
        """The least ticks of changeovers before each as the first, and between two.

        Other work may come before or between: its own ticks count, too.
        """
        number = {step: i for i, step in enumerate(self._stays[gap])}
        size, at = len(number), [number[step] for step in steps]
        first, between = np.zeros(size, np.int64), np.zeros((size, size), np.int64)
        table = self._tables.get(self._machine[gap].changeover or "")
        if table is not None:
            for step, i in number.items():
                after = self._steps[step]
                first[i] = min(changeover(table, x, after) for x in self._before(gap))
                for other, j in number.items():
                    between[j, i] = changeover(table, self._steps[other], after)
            for i, stay in enumerate(self._stays[gap].values()):
                through = stay.duration + between[i]
                first = np.minimum(first, first[i] + through)
                between = np.minimum(between, between[:, [i]] + through)
        return first[at], between[np.ix_(at, at)]

    def _before(self, gap: int) -> Iterator[Setup | Step]:
        """What can stand on a machine when a gap begins."""
        machine = self._machine[gap]
        yield machine.setup
        for earlier in range(self._first[gap], gap):
            for step in self._stays.get(earlier, ()):
                yield self._steps[step]
        for step in self._begun.get(machine.id, ()):
            yield self._steps[step]


def _lying(menu: Menu, gap_of_row: Ints) -> tuple[Ints, Ints]:
    """The gap that each slot lies in, -1 for none, and its step."""
    works = np.flatnonzero(menu.use_ptr[1:] > menu.use_ptr[:-1])
    gap = np.full(len(menu.cost), -1, np.int64)
    gap[works] = gap_of_row[menu.row[menu.use_ptr[works]]]
    return gap, menu.step[owners(menu.node_ptr)[owners(menu.slot_ptr)]]


def _together(gap: Ints, step: Ints) -> Iterator[Ints]:
    """The slots of the same gap and step, for every pair of them."""
    order = np.lexsort((step, gap))
    order = order[gap[order] >= 0]
    if len(order):
        changes = (np.diff(gap[order]) != 0) | (np.diff(step[order]) != 0)
        yield from np.split(order, np.flatnonzero(changes) + 1)
