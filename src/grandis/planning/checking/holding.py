"""Rules on what resources hold: one job at a time, or as many as a team can."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate, pairwise

from grandis.planning.checking.reading import Case, Job, longer
from grandis.planning.checking.violation import Code, Violation, broken
from grandis.planning.problem import Interval, Resource


def capacity(case: Case) -> Iterator[Violation]:
    """One job at a time on a machine, at most n on a team, beside its load."""
    for resource, jobs in case.by_resource:
        if resource.capacity == 1:
            yield from _overlaps(resource, jobs)
            yield from _across_load(resource, jobs)
        else:
            yield from _over_capacity(resource, jobs)


def _overlaps(resource: Resource, jobs: list[Job]) -> Iterator[Violation]:
    """Each job against the one before it that holds the machine longest.

    Facts may overlap each other, so they are held only against planned jobs.
    """
    longest: Job | None = None
    longest_planned: Job | None = None
    for job in jobs:
        other = longest_planned if job.begun else longest
        if other is not None and job.setup < other.held_until:
            names = job.name | other.other_name | {"resource": resource.id}
            end = other.held_until
            yield broken(Code.OVERLAP, names, setup=job.setup, other_end=end)
        longest = longer(longest, job)
        if not job.begun:
            longest_planned = longer(longest_planned, job)


def _across_load(resource: Resource, jobs: list[Job]) -> Iterator[Violation]:
    """Each planned job against the load that reaches furthest into it."""
    loads = sorted((load.start, load.end) for load in resource.load)
    starts = [start for start, _ in loads]
    furthest = list(accumulate(loads, _further))
    for job in jobs:
        before = bisect_left(starts, job.held_until)
        if not job.begun and before > 0 and job.setup < furthest[before - 1][1]:
            start, end = furthest[before - 1]
            names = job.name | {"resource": resource.id}
            hold = {"setup": job.setup, "end": job.held_until}
            yield broken(Code.ACROSS_LOAD, names, hold, load_start=start, load_end=end)


def _further(one: Interval, other: Interval) -> Interval:
    return other if other[1] > one[1] else one


def _over_capacity(resource: Resource, jobs: list[Job]) -> Iterator[Violation]:
    """Stretches with planned work on a team that is loaded beyond its capacity."""
    held_changes: defaultdict[int, int] = defaultdict(int)
    planned_changes: defaultdict[int, int] = defaultdict(int)
    for load in resource.load:
        held_changes[load.start] += load.amount
        held_changes[load.end] -= load.amount
    for job in jobs:
        for tick, amount in ((job.setup, 1), (job.held_until, -1)):
            held_changes[tick] += amount
            planned_changes[tick] += 0 if job.begun else amount
    held = planned = 0
    for start, end in pairwise(sorted(held_changes)):
        held += held_changes[start]
        planned += planned_changes[start]
        if planned > 0 and held > resource.capacity:
            yield broken(
                Code.OVER_CAPACITY,
                resource=resource.id,
                capacity=resource.capacity,
                found=held,
                start=start,
                end=end,
            )
