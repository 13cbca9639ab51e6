"""The futures of a plan: every step at once in all of them, in planned order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from grandis.planning.plan import Assignment, Plan
from grandis.planning.problem import Problem, Step
from grandis.planning.worktime import WorkTime, worktimes

if TYPE_CHECKING:
    from grandis.planning.risks import Spread

Ints = NDArray[np.int64]
#: A step by its row, transport from it, and whether the changeover waits as well.
Wait = tuple[int, int, bool]
#: Larger than any tick.
NEVER = 1 << 40


@dataclass
class Course:
    """What happened: rows are the plan's steps, columns are futures.

    `behind` is the step that the start waited for, -1 when it began as planned;
    `longer` says that the work took more than planned.
    """

    keys: list[tuple[str, str]]
    end: Ints
    behind: NDArray[np.int32]
    longer: NDArray[np.bool_]


@dataclass
class Lane:
    """A machine, or one place of a team: what holds it, in the plan's order."""

    until: int = 0
    last: int | None = None
    blocks: list[tuple[int, int]] = field(default_factory=list)


def run(
    problem: Problem,
    plan: Plan,
    futures: int,
    seed: int,
    spreads: Mapping[str, "Spread"],
    otherwise: "Spread",
) -> Course:
    """Carry out a plan in so many futures."""
    return _Run(problem, plan, futures, seed).course(spreads, otherwise)


class _Run:
    def __init__(self, problem: Problem, plan: Plan, futures: int, seed: int) -> None:
        self.problem, self.futures = problem, futures
        self.random = np.random.default_rng(seed)
        self.hours = {name: Hours(hours) for name, hours in worktimes(problem).items()}
        self.begun = {(b.opportunity, b.step) for b in problem.begun}
        self.work = sorted(plan.assignments, key=lambda a: (a.start, a.end, a.step))
        self.row = {(a.opportunity, a.step): i for i, a in enumerate(self.work)}
        self.steps = {(o.id, s.id): s for o in problem.opportunities for s in o.steps}
        shape = len(self.work), futures
        self.end = np.zeros(shape, np.int64)
        self.behind = np.full(shape, -1, np.int32)
        self.longer = np.zeros(shape, bool)
        self.lanes, self.lane_of = self._lanes()

    def course(self, spreads: Mapping[str, "Spread"], otherwise: "Spread") -> Course:
        for i, a in enumerate(self.work):
            step = self.steps[a.opportunity, a.step]
            stage = step.stage or self.problem.resource[a.resource].stage
            spread = spreads.get(stage, otherwise)
            if (a.opportunity, a.step) in self.begun:
                self._go_on(i, a, spread)
            else:
                self._do(i, a, step, spread)
        keys = [(a.opportunity, a.step) for a in self.work]
        return Course(keys, self.end, self.behind, self.longer)

    # ----------------------------------------------------------------- who waits

    def _lanes(self) -> tuple[dict[int, list[tuple[int, int]]], dict[int, int]]:
        """By step, the load on its lane, and the step before it there."""
        blocks: dict[int, list[tuple[int, int]]] = {}
        before: dict[int, int] = {}
        for resource in self.problem.resources:
            lanes = [Lane() for _ in range(resource.capacity)]
            own = [
                (a.setup, a.end, i)
                for i, a in enumerate(self.work)
                if a.resource == resource.id
            ]
            load = [
                (x.start, x.end, -1) for x in resource.load for _ in range(x.amount)
            ]
            for start, end, i in sorted((*own, *load)):
                free = [lane for lane in lanes if lane.until <= start]
                # facts may overlap: then whichever is free first
                lane = free[0] if free else min(lanes, key=lambda lane: lane.until)
                lane.until = max(lane.until, end)
                if i < 0:
                    lane.blocks.append((start, end))
                    continue
                if lane.last is not None:
                    before[i] = lane.last
                lane.last = i
                blocks[i] = lane.blocks
        return blocks, before

    def _waits(
        self, i: int, a: Assignment, step: Step
    ) -> Iterator[tuple[int, int, bool]]:
        """(step, transport, whether before the changeover) that a step waits for."""
        if i in self.lane_of:
            yield self.lane_of[i], 0, True
        for name in step.after:
            if (a.opportunity, name) in self.row:
                j = self.row[a.opportunity, name]
                yield j, self._way(self.work[j], a), False
        if step.tool is None:
            return
        for j, other in enumerate(self.work[:i]):
            done = self.steps[other.opportunity, other.step]
            if step.tool in (done.tool, done.makes):
                yield j, self._way(other, a), True

    def _way(self, origin: Assignment, destination: Assignment) -> int:
        sites = [self.problem.resource[a.resource].site for a in (origin, destination)]
        link = self.problem.link.get((sites[0], sites[1]))
        return link.duration if link else 0

    # ---------------------------------------------------------------------- work

    def _do(self, i: int, a: Assignment, step: Step, spread: "Spread") -> None:
        hours = self.hours[a.resource]
        changeover = hours.open_ticks(a.setup, a.start)
        planned = hours.open_ticks(a.start, a.end)
        first = np.full(self.futures, hours.before_one(a.start))
        for j, way, before_changeover in self._waits(i, a, step):
            more = changeover if before_changeover else 0
            ready = hours.before(self.end[j] + way) + more
            later = ready > first
            self.behind[i, later] = j
            first = np.maximum(first, ready)
        took = self._took(planned, spread) if planned else np.zeros_like(first)
        first = self._clear(hours, first, changeover, took, self.lanes[i])
        self.longer[i] = took > planned
        if planned:
            self.end[i] = hours.tick(first + took - 1) + 1
        else:
            waits = [self.end[j] + way for j, way, _ in self._waits(i, a, step)]
            self.end[i] = np.maximum.reduce([np.full(self.futures, a.start), *waits])

    def _go_on(self, i: int, a: Assignment, spread: "Spread") -> None:
        """A step that has begun: what is left of it takes longer or shorter."""
        hours = self.hours[a.resource]
        left = hours.open_ticks(max(a.start, self.problem.now), a.end)
        self.end[i] = a.end
        if left and a.end > self.problem.now:
            took = self._took(left, spread)
            begin = hours.before_one(max(a.start, self.problem.now))
            # as planned it ends as stated, which may be in closed time
            done = hours.tick(begin + took - 1) + 1
            self.end[i] = np.where(took == left, a.end, done)
            self.longer[i] = took > left

    def _took(self, planned: int, spread: "Spread") -> Ints:
        """Working ticks that work takes, breakdowns included."""
        if spread.least < spread.most:
            limits = spread.least, spread.likely, spread.most
            factor = self.random.triangular(*limits, self.futures)
        else:
            factor = np.full(self.futures, spread.likely)
        hours = planned * self.problem.grid.minutes / 60 * factor
        down = np.zeros(self.futures)
        failed = self.random.poisson(spread.failures * hours / 1000)
        some = failed > 0
        down[some] = self.random.gamma(failed[some], spread.repair or 1e-9)
        ticks = (hours + down) * 60 / self.problem.grid.minutes
        return np.maximum(1, np.rint(ticks)).astype(np.int64)

    def _clear(
        self,
        hours: "Hours",
        first: Ints,
        changeover: int,
        took: Ints,
        blocks: list[tuple[int, int]],
    ) -> Ints:
        """Start after load that changeover and work would reach across."""
        for start, end in blocks:
            begins, ends = hours.before_one(start), hours.before_one(end)
            across = (first - changeover < ends) & (first + took > begins)
            # load in closed time has no open tick but is not to be spanned either
            if begins == ends:
                across = (first - changeover < begins) & (first + took > begins)
                first = np.where(across, begins + changeover, first)
            else:
                first = np.where(across, ends + changeover, first)
        return first


class Hours:
    """Working hours for many futures at once; after the horizon all is open."""

    def __init__(self, hours: WorkTime) -> None:
        windows = hours.windows
        last = windows[-1][1] if windows else 0
        self.starts = np.array([*(a for a, _ in windows), last], np.int64)
        self.ends = np.array([*(b for _, b in windows), NEVER], np.int64)
        lengths = self.ends - self.starts
        self.counted = np.concatenate(([0], np.cumsum(lengths)))

    def before(self, ticks: Ints) -> Ints:
        """The number of open ticks before each of these."""
        window = np.searchsorted(self.ends, ticks, side="right")
        inside = np.maximum(0, ticks - self.starts[window])
        counted: Ints = self.counted[window] + inside
        return counted

    def before_one(self, tick: int) -> int:
        """The number of open ticks before one tick."""
        return int(self.before(np.array([tick]))[0])

    def open_ticks(self, start: int, end: int) -> int:
        """The number of open ticks in [start, end)."""
        return self.before_one(end) - self.before_one(start)

    def tick(self, number: Ints) -> Ints:
        """The open ticks with these numbers, counted from 0."""
        window = np.searchsorted(self.counted, number, side="right") - 1
        found: Ints = self.starts[window] + number - self.counted[window]
        return found
