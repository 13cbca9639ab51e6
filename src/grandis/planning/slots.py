"""When resources are free for one more work."""

from collections.abc import Iterable
from itertools import pairwise

from grandis.planning.problem import Interval, Problem
from grandis.planning.worktime import WorkTime, worktimes

#: Start, end and how much of the capacity.
Hold = tuple[int, int, int]


class Slots:
    """When each resource is free, beside its load and its facts."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.hours = worktimes(problem)
        facts: dict[str, list[Hold]] = {r.id: [] for r in problem.resources}
        for b in problem.begun:
            facts[b.resource].append((b.setup, b.end, 1))
        self.taken = {name: self.full(name, held) for name, held in facts.items()}

    def full(self, resource: str, held: Iterable[Hold]) -> list[Interval]:
        """When nothing more can be done there beside its load and these holds."""
        found = self.problem.resource[resource]
        load = [(load.start, load.end, load.amount) for load in found.load]
        return full_stretches([*load, *held], found.capacity)

    def first(
        self,
        resource: str,
        ready: int,
        duration: int,
        taken: list[Interval] | None = None,
    ) -> tuple[int, int] | None:
        """Start and end of the first work of this duration; None: no time left.

        `taken` are the stretches in which there is no room; without them, those
        of its load and facts.
        """
        hours = self.hours[resource]
        start = next_open(hours, ready)
        for begin, end in self.taken[resource] if taken is None else taken:
            if start is None or end <= start:
                continue
            done = _end(hours, start, duration)
            if done is None or done <= begin:
                break
            start = next_open(hours, end)
        if start is None:
            return None
        done = _end(hours, start, duration)
        return None if done is None else (start, done)


def full_stretches(held: Iterable[Hold], capacity: int) -> list[Interval]:
    """The stretches in which holds (start, end, amount) leave no capacity."""
    changes: dict[int, int] = {}
    for start, end, amount in held:
        if start < end:
            changes[start] = changes.get(start, 0) + amount
            changes[end] = changes.get(end, 0) - amount
    full: list[Interval] = []
    level = 0
    for tick, following in pairwise(sorted(changes)):
        level += changes[tick]
        if level >= capacity:
            joins = full and full[-1][1] == tick
            full[-1:] = (
                [(full[-1][0], following)]
                if joins
                else [
                    *full[-1:],
                    (tick, following),
                ]
            )
    return full


def next_open(hours: WorkTime, tick: int) -> int | None:
    """The first open tick that is not before this one."""
    before = hours.opened_before(tick)
    return hours.tick(before) if before < hours.total else None


def _end(hours: WorkTime, start: int, duration: int) -> int | None:
    if duration == 0:
        return start
    last = hours.opened_before(start) + duration - 1
    return hours.tick(last) + 1 if last < hours.total else None
