"""The stretch of time in which each step can be done at all."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from grandis.planning.problem import Opportunity, Option, Problem, Step
from grandis.planning.worktime import WorkTime, worktimes


@dataclass(frozen=True, slots=True)
class Window:
    """An option of a step and the ticks its work must lie within."""

    opportunity: Opportunity
    step: Step
    option: Option
    earliest: int
    latest: int

    @property
    def key(self) -> tuple[str, str, str]:
        return self.opportunity.id, self.step.id, self.option.resource


def always_before(opportunity: Opportunity) -> dict[str, list[str]]:
    """For each step those it comes after that are active whenever it is."""
    within = {b: c.within for c in opportunity.choices for b in c.branches}
    branch = {step.id: step.branch for step in opportunity.steps}

    def enclosing(step: Step) -> set[str | None]:
        found: set[str | None] = {None}
        at = step.branch
        while at is not None:
            found.add(at)
            at = within[at]
        return found

    return {
        step.id: [b for b in step.after if branch[b] in enclosing(step)]
        for step in opportunity.steps
    }


class Windows:
    """When each step can be done at all, resource by resource.

    Only the opportunity's own dates, order and transport count, not what else
    the resources do: a valid, generous answer.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.hours = worktimes(problem)
        self.begun = {(b.opportunity, b.step): b for b in problem.begun}

    def of(self, opportunity: Opportunity) -> Iterator[Window]:
        """The windows of one opportunity; options that cannot be are left out."""
        before = always_before(opportunity)
        earliest = self._earliest(opportunity, before)
        latest = self._latest(opportunity, before)
        for step in opportunity.steps:
            if (opportunity.id, step.id) in self.begun:
                continue
            for option in self._allowed(opportunity, step):
                window = Window(
                    opportunity,
                    step,
                    option,
                    earliest[step.id, option.resource],
                    latest[step.id, option.resource],
                )
                hours = self.hours[option.resource]
                if _end(hours, window.earliest, option.duration) <= window.latest:
                    yield window

    def _allowed(self, opportunity: Opportunity, step: Step) -> list[Option]:
        problem, least = self.problem, opportunity.policy.least_reliability
        return [
            option
            for option in step.options
            if problem.member[problem.member_of(option.resource)].reliability >= least
        ]

    def _way(self, origin: str, destination: str) -> float:
        """Ticks from one resource to another, infinite without a link."""
        a = self.problem.resource[origin].site
        b = self.problem.resource[destination].site
        if a == b:
            return 0
        link = self.problem.link.get((a, b))
        return math.inf if link is None else link.duration

    def _earliest(
        self, opportunity: Opportunity, before: dict[str, list[str]]
    ) -> dict[tuple[str, str], int]:
        problem = self.problem
        start: dict[tuple[str, str], int] = {}
        waiting = {step.id: step for step in opportunity.steps}
        while waiting:
            for step in [
                s for s in waiting.values() if not waiting.keys() & set(before[s.id])
            ]:
                for option in self._options(opportunity, step):
                    ready: float = max(opportunity.release, problem.now)
                    for b in before[step.id]:
                        arrivals = [
                            self._ended(opportunity, b, o, start[b, o.resource])
                            + self._way(o.resource, option.resource)
                            for o in self._options(
                                opportunity, self._step(opportunity, b)
                            )
                        ]
                        ready = max(ready, min(arrivals, default=math.inf))
                    start[step.id, option.resource] = int(
                        min(ready, problem.horizon + 1)
                    )
                del waiting[step.id]
        return start

    def _step(self, opportunity: Opportunity, step_id: str) -> Step:
        return next(step for step in opportunity.steps if step.id == step_id)

    def _options(self, opportunity: Opportunity, step: Step) -> list[Option]:
        """What can do a step; of a begun step what does."""
        begun = self.begun.get((opportunity.id, step.id))
        if begun:
            return [Option(begun.resource, begun.end - begun.start, begun.cost)]
        return self._allowed(opportunity, step)

    def _ended(
        self, opportunity: Opportunity, step_id: str, option: Option, start: int
    ) -> int:
        begun = self.begun.get((opportunity.id, step_id))
        if begun:
            return begun.end
        return _end(self.hours[option.resource], start, option.duration)

    def _latest(
        self, opportunity: Opportunity, before: dict[str, list[str]]
    ) -> dict[tuple[str, str], int]:
        last = {step.id: self.problem.horizon for step in opportunity.steps}
        for call_off in opportunity.call_offs:
            if call_off.latest is not None:
                for step_id in call_off.steps or tuple(last):
                    last[step_id] = min(last[step_id], call_off.latest)
        return {
            (step.id, option.resource): last[step.id]
            for step in opportunity.steps
            for option in self._options(opportunity, step)
        }


def _end(hours: WorkTime, start: int, duration: int) -> int:
    """When work that may begin at `start` can end at the earliest."""
    if duration == 0:
        return start
    last = hours.opened_before(start) + duration - 1
    return hours.tick(last) + 1 if last < hours.total else 1 << 40
