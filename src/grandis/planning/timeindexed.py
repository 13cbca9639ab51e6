"""Prove that a makespan cannot be reached, by a time-indexed program.

One 0-1 variable for each step, option and start. Its linear relaxation sees
how full all machines together would be at every tick, which the complete model
does not: Kacem's 15 x 10 problem is proven in seconds here and not in a minute
there. Source: Sousa & Wolsey (1992), Mathematical Programming 54, 353-367.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from highspy import HighsModelStatus, HighsVarType
from msgspec.structs import replace

from grandis.planning.problem import Problem
from grandis.planning.roundtheclock import round_the_clock
from grandis.planning.silent import Silent
from grandis.planning.windows import Window, Windows

#: Programs with more variables are not tried: HiGHS proved nothing of six public shops
#: that have more, and CP-SAT beside it was mostly slower. Kacem's 15 x 10 has 1 167.
MOST_VARIABLES = 5_000

#: Low and high bound, and the columns to add and to subtract.
Row = tuple[float, float, list[int], list[int]]


@dataclass(slots=True)
class _Starts:
    """The variables of one step, by the tick they start and end at."""

    all: list[int] = field(default_factory=list)
    starting: dict[int, list[int]] = field(default_factory=dict)
    ending: dict[int, list[int]] = field(default_factory=dict)


def ending_by(problem: Problem, tick: int) -> Problem | None:
    """An easier problem that must be done by `tick`; None: of no use, or too large.

    Only steps on every route count, on machines; they work round the clock, and
    transport takes no time but for what `Windows` knows of it. So a problem of which
    this one cannot be done cannot be done either.
    """
    if problem.begun or any(
        moment >= tick
        for moment in (problem.now, *(o.release for o in problem.opportunities))
    ):
        return None
    easier = replace(round_the_clock(problem), horizon=tick, objective="makespan")
    room = sum(w.latest - w.earliest - w.option.duration + 1 for w in _sure(easier))
    return easier if room <= MOST_VARIABLES else None


def is_impossible(easier: Problem, seconds: float) -> bool:
    """Whether it is proven, within so many seconds, that it cannot be done in time."""
    return _Program(easier, _sure(easier)).is_infeasible(seconds)


def _sure(problem: Problem) -> list[Window]:
    """The windows of steps on every route."""
    every = Windows(problem)
    windows = (w for o in problem.opportunities for w in every.of(o))
    return [window for window in windows if window.step.branch is None]


class _Program:
    """Give each step one option and start."""

    def __init__(self, problem: Problem, windows: list[Window]) -> None:
        self.columns = 0
        self.steps: dict[tuple[str, str], _Starts] = {}
        self.busy: dict[tuple[str, int], list[int]] = {}
        begun = {(b.opportunity, b.step) for b in problem.begun}
        for o in problem.opportunities:
            for step in o.steps:
                if step.branch is None and (o.id, step.id) not in begun:
                    self.steps[o.id, step.id] = _Starts()
        for window in windows:
            self._add(
                window, machine=problem.resource[window.option.resource].capacity == 1
            )
        self.rows: list[Row] = [
            *self._every_step_is_done_once(),
            *self._machines_do_one_thing_at_a_time(),
            *self._steps_follow_each_other(problem),
        ]

    def _add(self, window: Window, machine: bool) -> None:
        starts = self.steps[window.opportunity.id, window.step.id]
        duration = window.option.duration
        for start in range(window.earliest, window.latest - duration + 1):
            starts.all.append(self.columns)
            starts.starting.setdefault(start, []).append(self.columns)
            starts.ending.setdefault(start + duration, []).append(self.columns)
            for tick in range(start, start + duration) if machine else ():
                key = window.option.resource, tick
                self.busy.setdefault(key, []).append(self.columns)
            self.columns += 1

    def _every_step_is_done_once(self) -> Iterator[Row]:
        for starts in self.steps.values():
            yield 1, 1, starts.all, []

    def _machines_do_one_thing_at_a_time(
        self,
    ) -> Iterator[Row]:
        for columns in self.busy.values():
            yield 0, 1, columns, []

    def _steps_follow_each_other(self, problem: Problem) -> Iterator[Row]:
        """By every tick no more of a step is started than of the one before ended."""
        for o in problem.opportunities:
            for step in o.steps:
                for before_id in step.after:
                    after = self.steps.get((o.id, step.id))
                    before = self.steps.get((o.id, before_id))
                    if after and before:
                        for tick in sorted(after.starting):
                            started = _until(after.starting, tick)
                            yield -np.inf, 0, started, _until(before.ending, tick)

    def is_infeasible(self, seconds: float) -> bool:
        if any(not starts.all for starts in self.steps.values()):
            return True
        solver = Silent()
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("time_limit", seconds)
        solver.addVars(self.columns, np.zeros(self.columns), np.ones(self.columns))
        solver.changeColsIntegrality(
            self.columns,
            np.arange(self.columns, dtype=np.int32),
            np.array([HighsVarType.kInteger] * self.columns),
        )
        for low, high, plus, minus in self.rows:
            columns = np.array(plus + minus, dtype=np.int32)
            values = np.array([1.0] * len(plus) + [-1.0] * len(minus))
            solver.addRow(low, high, len(columns), columns, values)
        solver.run()
        return solver.getModelStatus() == HighsModelStatus.kInfeasible


def _until(by_tick: dict[int, list[int]], tick: int) -> list[int]:
    return [column for t, columns in by_tick.items() if t <= tick for column in columns]
