"""Work kept on its machine and at its start, with ends and changeovers made right."""

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from grandis.planning.changeovers import changeover
from grandis.planning.plan import Assignment
from grandis.planning.problem import Changeover, Problem, Setup, Step
from grandis.planning.worktime import WorkTime, worktimes


@dataclass(frozen=True)
class Clock:
    """What a machine needs to know of a problem to time its work."""

    problem: Problem
    hours: dict[str, WorkTime]
    steps: dict[tuple[str, str], Step]
    tables: dict[str, Changeover]
    facts: frozenset[tuple[str, str]]


def clock(problem: Problem) -> Clock:
    """The working hours, steps and changeover tables of a problem."""
    return Clock(
        problem,
        worktimes(problem),
        {(o.id, s.id): s for o in problem.opportunities for s in o.steps},
        {table.id: table for table in problem.changeovers},
        frozenset((b.opportunity, b.step) for b in problem.begun),
    )


def retimed(times: Clock, assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """The same work on the same resources at the same starts.

    Its end follows from its duration, its changeover from what is now before
    it, its cost from its option. Facts stay as they are. What has no place
    there any more (no such option, a start in closed time, a changeover before
    all time) is left alone: `check` will say so.
    """
    by_resource: dict[str, list[Assignment]] = {}
    for a in assignments:
        by_resource.setdefault(a.resource, []).append(a)
    return tuple(
        a
        for resource, works in by_resource.items()
        for a in _sequence(times, resource, works)
    )


def _sequence(times: Clock, name: str, works: list[Assignment]) -> Iterable[Assignment]:
    resource = times.problem.resource[name]
    table = times.tables.get(resource.changeover or "")
    before: Setup | Step = resource.setup
    for work in sorted(works, key=lambda a: (a.start, a.end)):
        key = work.opportunity, work.step
        step = times.steps[key]
        if key in times.facts:
            yield work
        else:
            ticks = changeover(table, before, step) if table else 0
            yield _timed(times.hours[name], work, step, ticks)
        before = step


def _timed(
    hours: WorkTime, work: Assignment, step: Step, changeover: int
) -> Assignment:
    option = next((o for o in step.options if o.resource == work.resource), None)
    if option is None:
        return work
    try:
        end = hours.end(work.start, option.duration)
        setup = hours.setup(work.start, changeover)
    except IndexError:
        return work
    return replace(work, setup=setup, end=end, cost=option.cost)
