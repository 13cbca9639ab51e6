"""Machines do one job at a time, teams no more than their capacity.

All of it is said in positions, the numbers of a resource's open ticks: there a
hold has no pauses, and two holds overlap exactly when they do on the clock.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from grandis.planning.exact.facts import Level, known_holds, known_levels
from grandis.planning.exact.works import Way, Work
from grandis.planning.problem import Problem, Resource
from grandis.planning.worktime import WorkTime

#: Stretches of time that a resource gets a rule for, the tightest ones.
MOST_STRETCHES = 40
#: Different starts, and different ends, of stretches that are looked at.
MOST_ENDS = 60

Doing = tuple[Work, Way]


def machine_does_one_job_at_a_time(
    problem: Problem, model: cp_model.CpModel, resource: Resource, doing: list[Doing]
) -> None:
    """Holds and load do not overlap, nor lies an empty hold inside another."""
    hours = doing[0][1].line.hours
    known = [
        model.new_fixed_size_interval_var(start, end - start, "")
        for start, end in positions(hours, known_holds(problem, resource))
    ]
    model.add_no_overlap([*(_hold(model, way) for _, way in doing), *known])


def team_does_not_exceed_its_capacity(
    problem: Problem, model: cp_model.CpModel, resource: Resource, doing: list[Doing]
) -> None:
    """At every tick, holds and load together are at most the capacity."""
    hours = doing[0][1].line.hours
    levels = known_levels(problem, resource)
    # Load on closed ticks has no position, but binds work that pauses over it.
    if any(hours.opened_before(a) == hours.opened_before(b) for a, b, _ in levels):
        holds = [_hold_on_the_clock(model, work, way) for work, way in doing]
    else:
        holds = [_hold(model, way) for _, way in doing]
        levels = [
            (hours.opened_before(a), hours.opened_before(b), n) for a, b, n in levels
        ]
    known = [model.new_fixed_size_interval_var(a, b - a, "") for a, b, _ in levels]
    demands = [1] * len(holds) + [amount for _, _, amount in levels]
    model.add_cumulative([*holds, *known], demands, resource.capacity)


def positions(
    hours: WorkTime, holds: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Holds on the clock as holds in positions; pauses shrink to nothing."""
    return [(hours.opened_before(a), hours.opened_before(b)) for a, b in holds]


def _hold(model: cp_model.CpModel, way: Way) -> cp_model.IntervalVar:
    duration = way.option.duration
    length = duration if way.change is None else way.change + duration
    return model.new_optional_interval_var(
        way.hold, length, way.line.finish, way.used, ""
    )


def _hold_on_the_clock(
    model: cp_model.CpModel, work: Work, way: Way
) -> cp_model.IntervalVar:
    length = model.new_int_var(0, way.window.latest, "")
    return model.new_optional_interval_var(work.start, length, work.end, way.used, "")


def no_stretch_gets_more_work_than_it_has_free_ticks(
    problem: Problem, model: cp_model.CpModel, resource: Resource, doing: list[Doing]
) -> None:
    """What follows from the rules above, for work that cannot be done outside.

    Energetic reasoning (Baptiste, Le Pape, Nuijten, Satisfiability tests and
    time-bound adjustments for cumulative scheduling problems, Annals of
    Operations Research 92, 1999), which CP-SAT does not do across options.
    """
    hours = doing[0][1].line.hours
    levels = [
        (hours.opened_before(a), hours.opened_before(b), n)
        for a, b, n in known_levels(problem, resource)
    ]
    for free, inside in _tight_stretches(resource, doing, levels):
        work = sum(int(inside[i]) * doing[i][1].used for i in inside.nonzero()[0])
        model.add(work <= free)


def _tight_stretches(
    resource: Resource, doing: list[Doing], levels: list[Level]
) -> list[tuple[int, NDArray[np.int64]]]:
    """Free ticks of stretches that all works together would overfill.

    With each, what of every work cannot be done outside the stretch.
    """
    first = np.array([way.first for _, way in doing])
    last = np.array([way.last for _, way in doing])
    length = np.array([way.option.duration for _, way in doing])
    begins = _some(np.concatenate([first, last]))
    ends = _some(np.concatenate([first, last]) + np.tile(length, 2))
    a, b = (grid.ravel() for grid in np.meshgrid(begins, ends, indexing="ij"))
    a, b = a[a < b], b[a < b]
    inside = np.minimum(first + length - a[:, None], b[:, None] - last)
    inside = np.clip(inside, 0, np.minimum(length, (b - a)[:, None]))
    free = resource.capacity * (b - a)
    for start, end, amount in levels:
        free -= amount * np.clip(np.minimum(end, b) - np.maximum(start, a), 0, None)
    asked = inside.sum(axis=1)
    tight = np.flatnonzero(asked > free)
    order = tight[np.argsort(-(asked - free)[tight] / (b - a)[tight], kind="stable")]
    return [(int(free[i]), inside[i]) for i in order[:MOST_STRETCHES]]


def _some(ticks: NDArray[np.int64]) -> NDArray[np.int64]:
    """All different ticks, or as many as we look at, evenly chosen."""
    different: NDArray[np.int64] = np.unique(ticks)
    if len(different) <= MOST_ENDS:
        return different
    chosen = np.linspace(0, len(different) - 1, MOST_ENDS).astype(np.int64)
    return np.take(different, chosen)
