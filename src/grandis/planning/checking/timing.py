"""Rules on when a single job works: hours, changeover, now, release, horizon."""

from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter

from grandis.planning.checking.hours import ALWAYS, OpenHours
from grandis.planning.checking.reading import Case, Job
from grandis.planning.checking.violation import Code, Violation, broken
from grandis.planning.problem import Change, Changeover, Resource, Setup, Step


def working(case: Case) -> Iterator[Violation]:
    """Work starts open, pauses over closed ticks, and follows its changeover."""
    calendars = {calendar.id: calendar.open for calendar in case.problem.calendars}
    for resource, jobs in case.by_resource:
        opened = calendars[resource.calendar] if resource.calendar else ALWAYS
        hours = _open_hours(opened, resource.closed)
        for job, changeover in _sequence(case, resource, jobs):
            if not job.begun:
                if violation := _of_hours(job, hours):
                    yield violation
                if violation := _of_setup(job, hours, changeover):
                    yield violation


#: Kept for the next plan on the same network: replanning checks many of them.
_open_hours = lru_cache(maxsize=1024)(OpenHours)


def _of_hours(job: Job, hours: OpenHours) -> Violation | None:
    if job.option is None:
        return None
    start, duration = job.start, job.option.duration
    if not hours.is_open(start):
        code, more = Code.START_CLOSED, {}
    elif hours.end(start, duration) != job.end:
        code, more = Code.WRONG_END, {"duration": duration, "found": job.end}
    else:
        return None
    return broken(code, job.name, more, resource=job.resource.id, start=start)


def _of_setup(job: Job, hours: OpenHours, changeover: int) -> Violation | None:
    if hours.setup(job.start, changeover) == job.setup:
        return None
    return broken(
        Code.WRONG_SETUP,
        job.name,
        resource=job.resource.id,
        start=job.start,
        changeover=changeover,
        found=job.setup,
    )


def _sequence(
    case: Case, resource: Resource, jobs: list[Job]
) -> Iterator[tuple[Job, int]]:
    """The jobs of a resource in order of start, each with its changeover's ticks."""
    tables = {table.id: table for table in case.problem.changeovers}
    table = None if resource.changeover is None else tables[resource.changeover]
    before: Setup | Step = resource.setup
    for job in sorted(jobs, key=attrgetter("start", "end")):
        yield job, 0 if table is None else _changeover(table, before, job.step)
        before = job.step


def _changeover(table: Changeover, before: Setup | Step, after: Step) -> int:
    tool = table.tool if _differ(before.tool, after.tool) else 0
    return tool + max(
        _purge(before.material, after.material, table.material, table.materials),
        _purge(before.colour, after.colour, table.colour, table.colours),
    )


def _purge(
    before: str | None, after: str | None, general: int, pairs: tuple[Change, ...]
) -> int:
    if not _differ(before, after):
        return 0
    for pair in pairs:
        if (pair.before, pair.after) == (before, after):
            return pair.duration
    return general


def _differ(before: str | None, after: str | None) -> bool:
    return bool(before) and bool(after) and before != after


def bounds(case: Case) -> Iterator[Violation]:
    """Nothing planned before now, before its release or after the horizon."""
    now, horizon = case.problem.now, case.problem.horizon
    for job in case.jobs.values():
        if job.begun:
            continue
        release = job.opportunity.release
        if job.setup < now or job.start < now:
            begin = min(job.setup, job.start)
            yield broken(Code.BEFORE_NOW, job.name, setup=begin, now=now)
        if job.start < release:
            yield broken(
                Code.BEFORE_RELEASE, job.name, start=job.start, release=release
            )
        if job.end > horizon:
            yield broken(Code.AFTER_HORIZON, job.name, end=job.end, horizon=horizon)
