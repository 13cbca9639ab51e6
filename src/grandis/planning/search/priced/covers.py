"""Works of which not all fit into one gap of a machine, though there are ticks enough.

Prices see how many ticks of a gap are used, but not its dates and changeovers. So what
all would choose is looked at gap by gap. Where it cannot be done one after the other,
in whatever order, a *cover* says so: works get weights by which no set of them that
can be done there weighs more than 1, but what is chosen does. Such a rule can have a
price, like time (cover inequalities: Balas 1975; the weights are found as Boyd 1994
does: by a linear program over all that is possible).
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from grandis.planning.changeovers import changeover
from grandis.planning.problem import Setup, Step
from grandis.planning.search.arrays import NEVER, Floats, Ints
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.numbering import ints, offsets, owners
from grandis.planning.search.priced.arrays import Menu, Priced
from grandis.planning.silent import Silent
from grandis.planning.worktime import worktimes

#: Works of one gap that are looked at together.
MOST_WORKS = 8
#: A cover is broken by more than this part.
BROKEN = 0.02
NO_PIECES = np.empty(0, np.int64)


class Cover(NamedTuple):
    """Steps with weights: those that are done in a gap weigh no more than `most`.

    `ticks` is how long they take on average.
    """

    gap: int
    weights: tuple[tuple[int, float], ...]
    most: float
    ticks: float


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
        pieces = _lying(menu, gap_of_row)
        self._piece = menu.piece
        self._gap, self._step = pieces.gap, pieces.step
        self._known: dict[tuple[int, tuple[int, ...]], Ints] = {}
        self._pieces: dict[tuple[int, int], Ints] = {}
        self._stays: dict[int, dict[int, Stay]] = {}
        for own in _together(pieces):
            gap, step = int(pieces.gap[own[0]]), int(pieces.step[own[0]])
            self._pieces[gap, step] = own
            duration = int(p.way_duration[pieces.way[own[0]]])
            before = self._hours[gap].opened_before
            self._stays.setdefault(gap, {})[step] = Stay(
                before(int(pieces.end[own].min())) - duration,
                before(int(pieces.last[own].max())) + duration,
                duration,
            )

    def covered(self, menu: Menu, covers: Sequence[Cover], row: int) -> Menu:
        """The menu with a row for each cover, from `row` on, which its work uses."""
        found = [
            (self._pieces.get((cover.gap, step), NO_PIECES), number, weight)
            for number, cover in enumerate(covers, row)
            for step, weight in cover.weights
        ]
        pieces = np.concatenate([NO_PIECES, *(own for own, _, _ in found)])
        sizes = [len(own) for own, _, _ in found]
        at = menu.use_ptr[pieces + 1]
        rows = np.repeat(ints(number for _, number, _ in found), sizes)
        weights = np.repeat([weight for _, _, weight in found], sizes)
        more = np.bincount(pieces, minlength=len(self._gap))
        return menu._replace(
            use_ptr=menu.use_ptr + offsets(more),
            row=np.insert(menu.row, at, rows),
            amount=np.insert(menu.amount, at, weights),
        )

    def covers(self, chosen: Floats) -> Iterator[Cover]:
        """Covers of what is chosen, as often as `chosen` says of each slot.

        In every gap the one that is broken most.
        """
        often = np.bincount(self._piece, chosen, len(self._gap))
        works: dict[int, dict[int, float]] = {}
        for piece in np.flatnonzero((often > 0) & (self._gap >= 0)).tolist():
            parts = works.setdefault(int(self._gap[piece]), {})
            step = int(self._step[piece])
            parts[step] = parts.get(step, 0.0) + float(often[piece])
        for gap, parts in works.items():
            if sum(parts.values()) > 1 + BROKEN:
                cover = self._cover(gap, parts)
                if cover is not None:
                    yield cover

    def _cover(self, gap: int, parts: dict[int, float]) -> Cover | None:
        """The cover of a gap that is broken most, if there is one."""
        others = (step for step in self._stays[gap] if step not in parts)
        steps = [*sorted(parts, key=lambda step: -parts[step]), *others]
        steps = sorted(steps[:MOST_WORKS])
        sets = self._fitting(gap, tuple(steps))
        if sets.all(axis=1).any():
            return None
        wanted = np.array([parts.get(step, 0.0) for step in steps])
        weights = _weights(sets, wanted + BROKEN / len(steps))
        most = float((sets @ weights).max())
        if weights @ wanted <= most * (1 + BROKEN):
            return None
        ticks = [self._stays[gap][step].duration for step in steps]
        weighed = zip(steps, weights.tolist(), strict=True)
        return Cover(
            gap,
            tuple(sorted((step, weight) for step, weight in weighed if weight > 0)),
            most,
            float(weights @ ticks / weights.sum()),
        )

    def _fitting(self, gap: int, steps: tuple[int, ...]) -> Ints:
        """The sets of steps that can be done in a gap, one a row: 1 where it is in it.

        By dynamic programming: when they can be done at the earliest, by the last of
        them (Held and Karp 1962).
        """
        if (gap, steps) in self._known:
            return self._known[gap, steps]
        stays = [self._stays[gap][step] for step in steps]
        first, between = (x.tolist() for x in self._changes(gap, steps))
        begin, end = map(self._hours[gap].opened_before, self._ends[gap])
        done, fitting = {(0, -1): begin}, {0}
        while done:
            further: dict[tuple[int, int], int] = {}
            for (some, last), at in done.items():
                for i, stay in enumerate(stays):
                    change = first[i] if last < 0 else between[last][i]
                    ends = max(stay.release, at + change) + stay.duration
                    if some >> i & 1 or ends > min(stay.deadline, end):
                        continue
                    key = some | 1 << i, i
                    further[key] = min(ends, further.get(key, ends))
            done = further
            fitting.update(some for some, _ in done)
        bits = ints(fitting)[:, None] >> np.arange(len(steps)) & 1
        self._known[gap, steps] = bits
        return bits

    def _changes(self, gap: int, steps: Sequence[int]) -> tuple[Ints, Ints]:
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


def _weights(sets: Ints, wanted: Floats) -> Floats:
    """Weights by which no set weighs more than 1, and what is wanted as much as can be.

    Parameters
    ----------
    sets
        A row for each set, a column for each step: 1 where it is in it.
    """
    solver, columns = Silent(), np.arange(len(wanted), dtype=np.int32)
    solver.setOptionValue("threads", 1)
    solver.addVars(len(wanted), np.zeros(len(wanted)), np.ones(len(wanted)))
    for column, part in enumerate(wanted.tolist()):
        solver.changeColCost(column, -part)
    for own in sets:
        at = columns[own > 0]
        solver.addRow(-np.inf, 1.0, len(at), at, np.ones(len(at)))
    solver.run()
    weights: Floats = np.maximum(0.0, solver.getSolution().col_value)
    return weights


class _Lying(NamedTuple):
    """Where pieces of work lie: gap (-1: in none), step, way, earliest end and latest
    start of each."""

    gap: Ints
    step: Ints
    way: Ints
    end: Ints
    last: Ints


def _lying(menu: Menu, gap_of_row: Ints) -> _Lying:
    size = len(menu.use_ptr) - 1
    works = np.flatnonzero(np.diff(menu.use_ptr))
    gap, step, way, last = (np.full(size, -1) for _ in range(4))
    gap[works] = gap_of_row[menu.row[menu.use_ptr[works]]]
    end = np.full(size, NEVER)
    node = owners(menu.slot_ptr)
    step[menu.piece] = menu.step[owners(menu.node_ptr)[node]]
    way[menu.piece] = menu.way[node]
    np.minimum.at(end, menu.piece, menu.end)
    np.maximum.at(last, menu.piece, menu.last)
    return _Lying(gap, step, way, end, last)


def _together(pieces: _Lying) -> Iterator[Ints]:
    """The pieces of the same gap and step, for every pair of them."""
    gap, step = pieces.gap, pieces.step
    order = np.lexsort((step, gap))
    order = order[gap[order] >= 0]
    if len(order):
        changes = (np.diff(gap[order]) != 0) | (np.diff(step[order]) != 0)
        yield from np.split(order, np.flatnonzero(changes) + 1)
