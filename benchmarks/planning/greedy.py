"""Greedy insertion by weighted slack: a plan to compare others with.

Jobs come in the order of their slack (the ticks from release to due date that their
fastest work leaves) divided by their weight, the smallest first. Each step goes, as
it comes, into the first gap of the machine on which it ends first.
"""

from bisect import bisect_left, insort

from grandis.planning.problem import Opportunity, Option, Problem

#: The work on a machine as (start, end), in order.
Busy = list[tuple[int, int]]


def weighted_tardiness(problem: Problem) -> int:
    """What the greedy plan of a shop comes to; its jobs have one call-off each."""
    busy: dict[str, Busy] = {r.id: [] for r in problem.resources}
    return sum(
        job.weight * max(0, _insert(job, busy) - job.call_offs[0].due)
        for job in sorted(problem.opportunities, key=_urgency)
    )


def _urgency(job: Opportunity) -> float:
    work = sum(min(o.duration for o in step.options) for step in job.steps)
    return (job.call_offs[0].due - job.release - work) / job.weight


def _insert(job: Opportunity, busy: dict[str, Busy]) -> int:
    """Put the steps of a job in; the tick at which it is done."""
    ready = job.release
    for step in job.steps:
        start, option = min(
            ((_gap(busy[o.resource], ready, o.duration), o) for o in step.options),
            key=_end,
        )
        ready = start + option.duration
        insort(busy[option.resource], (start, ready))
    return ready


def _end(found: tuple[int, Option]) -> int:
    start, option = found
    return start + option.duration


def _gap(busy: Busy, ready: int, duration: int) -> int:
    """The first tick from `ready` on at which a machine is free for so long."""
    at = bisect_left(busy, ready, key=lambda work: work[1])
    for start, end in busy[at:]:
        if ready + duration <= start:
            break
        ready = max(ready, end)
    return ready
