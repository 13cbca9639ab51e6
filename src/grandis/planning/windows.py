"""The stretch of time in which each step can be done at all.

Only an opportunity's own dates, order, transport and tools count here, and the
working hours: not what else the resources do. So the stretches are generous,
and whatever lies outside them is impossible in every plan.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from grandis.planning.problem import Begun, Opportunity, Option, Problem, Step
from grandis.planning.worktime import WorkTime, worktimes

#: Later than any tick.
NEVER = 1 << 40


class Stretch(NamedTuple):
    """Ticks that work may lie within; what it loses there and pays at least, in cents.

    The loss is that of the best that the opportunity can do then, the rent what the
    time of this work alone costs.
    """

    earliest: int
    latest: int
    loss: int
    rent: int


def lost_elsewhere(together: Mapping[frozenset[str], int], opportunity: str) -> int:
    """What is lost at least by the groups that an opportunity is not in, in cents."""
    return sum(lost for names, lost in together.items() if opportunity not in names)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a plan of more surplus than `value` can still use.

    Attributes
    ----------
    value
        The surplus to beat, in cents.
    allowance
        What all opportunities of such a plan lose together at most.
    within
        By opportunity, step and resource: when work may lie there, by time.
    most
        What an opportunity brings at most when its rents are paid, by its id.
    together
        What some opportunities lose together at least; none is in two of these sets.
    """

    value: int
    allowance: int
    within: Mapping[tuple[str, str, str], tuple[Stretch, ...]]
    most: Mapping[str, int]
    together: Mapping[frozenset[str], int] = field(default_factory=dict)

    def left_to(self, opportunity: str) -> int:
        """What an opportunity may lose, as the others lose what they do together."""
        return max(0, self.allowance - lost_elsewhere(self.together, opportunity))

    def beyond(self, value: int) -> "Scope":
        """The scope of plans that have even more surplus."""
        more = max(0, value - self.value)
        return replace(
            self, value=self.value + more, allowance=max(0, self.allowance - more)
        )

    def knowing(self, together: Mapping[frozenset[str], int]) -> "Scope":
        """The scope without what is too dear, since some lose something together."""
        known = replace(self, together=together)
        left = {name: known.left_to(name) for name in self.most}
        within = {
            key: tuple(x for x in stretches if x.loss <= left[key[0]])
            for key, stretches in self.within.items()
        }
        return replace(known, within=within)


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


class Windows:
    """The windows of a problem's opportunities, reckoned one by one.

    With a `scope` what is outside of it is left out, too.
    """

    def __init__(self, problem: Problem, scope: Scope | None = None) -> None:
        self.problem = problem
        self.scope = scope
        self.hours = worktimes(problem)
        self.begun: dict[tuple[str, str], Begun] = {
            (b.opportunity, b.step): b for b in problem.begun
        }

    def of(self, opportunity: Opportunity) -> Iterator[Window]:
        """The windows of one opportunity; what cannot be in time is left out."""
        earliest = self._earliest(opportunity)
        latest = self._latest(opportunity)
        for step in opportunity.steps:
            if (opportunity.id, step.id) in self.begun:
                continue
            for option in self._allowed(opportunity, step):
                start = earliest[step.id][option.resource]
                end = latest[step.id][option.resource]
                if self.scope is not None:
                    key = opportunity.id, step.id, option.resource
                    open_ = self.scope.within.get(key, ())
                    start = max(start, min((x.earliest for x in open_), default=NEVER))
                    end = min(end, max((x.latest for x in open_), default=-1))
                if self._end(option, start) <= end:
                    yield Window(opportunity, step, option, start, end)

    def earliest_ends(self, opportunity: Opportunity) -> dict[str, int]:
        """The earliest tick at which each step can end, by the best option."""
        starts = self._earliest(opportunity)
        return {
            step.id: min(
                (
                    self._ended(opportunity, step.id, option, starts[step.id])
                    for option in self._options(opportunity, step)
                ),
                default=NEVER,
            )
            for step in opportunity.steps
        }

    def _allowed(self, opportunity: Opportunity, step: Step) -> list[Option]:
        problem, least = self.problem, opportunity.policy.least_reliability
        return [
            option
            for option in step.options
            if problem.member[problem.member_of(option.resource)].reliability >= least
        ]

    def _options(self, opportunity: Opportunity, step: Step) -> list[Option]:
        """What can do a step; of a begun step what does."""
        begun = self.begun.get((opportunity.id, step.id))
        if begun:
            return [Option(begun.resource, begun.end - begun.start, begun.cost)]
        return self._allowed(opportunity, step)

    def _site(self, option: Option) -> str:
        return self.problem.resource[option.resource].site

    def _way(self, origin: str, destination: str) -> int:
        """Ticks from one site to another."""
        if origin == destination:
            return 0
        link = self.problem.link.get((origin, destination))
        return NEVER if link is None else link.duration

    def _end(self, option: Option, start: int) -> int:
        """When work that may begin at `start` can end at the earliest."""
        if option.duration == 0:
            return start
        hours: WorkTime = self.hours[option.resource]
        last = hours.opened_before(start) + option.duration - 1
        return hours.tick(last) + 1 if last < hours.total else NEVER

    def _ended(
        self,
        opportunity: Opportunity,
        step_id: str,
        option: Option,
        starts: dict[str, int],
    ) -> int:
        begun = self.begun.get((opportunity.id, step_id))
        return begun.end if begun else self._end(option, starts[option.resource])

    def _earliest(self, opportunity: Opportunity) -> dict[str, dict[str, int]]:
        """Earliest starts, by step and resource."""
        groups = groups_before(opportunity)
        steps = {step.id: step for step in opportunity.steps}
        starts: dict[str, dict[str, int]] = {}
        while waiting := [step for step in opportunity.steps if step.id not in starts]:
            free = [s for s in waiting if all(starts.keys() >= g for g in groups[s.id])]
            # in a circle through a tool nobody is free; it has no plan anyway
            for step in free or waiting[:1]:
                arrivals = [
                    self._ends(opportunity, steps, starts, known)
                    for group in groups[step.id]
                    if (known := group & starts.keys())
                ]
                starts[step.id] = {
                    option.resource: max(
                        [
                            opportunity.release,
                            self.problem.now,
                            *(self._arrival(ends, option) for ends in arrivals),
                        ]
                    )
                    for option in self._options(opportunity, step)
                }
        return starts

    def _ends(
        self,
        opportunity: Opportunity,
        steps: dict[str, Step],
        starts: dict[str, dict[str, int]],
        group: set[str],
    ) -> dict[str, int]:
        """When the first step of a group can be done, at each site."""
        ends: dict[str, int] = {}
        for before in group:
            for way in self._options(opportunity, steps[before]):
                end = self._ended(opportunity, before, way, starts[before])
                site = self._site(way)
                ends[site] = min(ends.get(site, NEVER), end)
        return ends

    def _arrival(self, ends: dict[str, int], option: Option) -> int:
        """When parts that are done at each site by these ticks can be here."""
        here = self._site(option)
        arrivals = (end + self._way(site, here) for site, end in ends.items())
        return min(min(arrivals, default=NEVER), NEVER)

    def _latest(self, opportunity: Opportunity) -> dict[str, dict[str, int]]:
        """Latest ends, by step and resource."""
        last = self._last(opportunity)
        groups = groups_after(opportunity)
        steps = {step.id: step for step in opportunity.steps}
        ends: dict[str, dict[str, int]] = {}
        while waiting := [step for step in opportunity.steps if step.id not in ends]:
            free = [s for s in waiting if all(ends.keys() >= g for g in groups[s.id])]
            for step in free or waiting[:1]:
                departures = [
                    self._latest_starts(opportunity, steps, ends, known)
                    for group in groups[step.id]
                    if (known := group & ends.keys())
                    and not any((opportunity.id, s) in self.begun for s in known)
                ]  # nothing is asked of what has begun
                ends[step.id] = {
                    option.resource: min(
                        [
                            last[step.id],
                            *(self._departure(starts, option) for starts in departures),
                        ]
                    )
                    for option in self._allowed(opportunity, step)
                }
        return ends

    def _last(self, opportunity: Opportunity) -> dict[str, int]:
        """When each step must end for the horizon and its call-offs."""
        last = {step.id: self.problem.horizon for step in opportunity.steps}
        for call_off in opportunity.call_offs:
            if call_off.latest is not None:
                for step_id in call_off.steps or tuple(last):
                    last[step_id] = min(last[step_id], call_off.latest)
        return last

    def _latest_starts(
        self,
        opportunity: Opportunity,
        steps: dict[str, Step],
        ends: dict[str, dict[str, int]],
        group: set[str],
    ) -> dict[str, int]:
        """When the last step of a group that can wait starts, at each site."""
        starts: dict[str, int] = {}
        for after in group:
            for way in self._allowed(opportunity, steps[after]):
                start = self._start(way, ends[after][way.resource])
                site = self._site(way)
                starts[site] = max(starts.get(site, -1), start)
        return starts

    def _departure(self, starts: dict[str, int], option: Option) -> int:
        """When parts must leave here for work that starts at each site so late."""
        here = self._site(option)
        departures = (start - self._way(here, site) for site, start in starts.items())
        return max(departures, default=-1)

    def _start(self, option: Option, end: int) -> int:
        """When work that must end by `end` can start at the latest; -1: never."""
        if option.duration == 0 or end < 0:
            return end
        hours = self.hours[option.resource]
        first = hours.opened_before(end) - option.duration
        return hours.tick(first) if first >= 0 else -1


def groups_before(opportunity: Opportunity) -> dict[str, list[set[str]]]:
    """Groups of steps of each of which at least one is done before a step."""
    groups = _groups(opportunity, {step.id: step.after for step in opportunity.steps})
    makers: dict[str | None, set[str]] = {}
    for step in opportunity.steps:
        if step.makes:
            makers.setdefault(step.makes, set()).add(step.id)
    for step in opportunity.steps:
        if step.tool in makers:
            groups[step.id].append(makers[step.tool])
    return groups


def groups_after(opportunity: Opportunity) -> dict[str, list[set[str]]]:
    """Groups of steps of each of which at least one is done after a step."""
    after: dict[str, list[str]] = {step.id: [] for step in opportunity.steps}
    for step in opportunity.steps:
        makers = [s.id for s in opportunity.steps if step.tool and s.makes == step.tool]
        for before in {*step.after, *makers}:
            after[before].append(step.id)
    return _groups(opportunity, after)


def _groups(
    opportunity: Opportunity, related: Mapping[str, Sequence[str]]
) -> dict[str, list[set[str]]]:
    """Of the steps related to a step: groups with one that is always on its route.

    A related step that is on the route whenever the step is makes a group of
    its own; related steps on all branches of a choice make one together.
    """
    choice_of = {b: c for c in opportunity.choices for b in c.branches}
    branch = {step.id: step.branch for step in opportunity.steps}
    groups = {}
    for step in opportunity.steps:
        around: set[str | None] = {None}
        at = step.branch
        while at is not None:
            around.add(at)
            at = choice_of[at].within
        sure = [{other} for other in related[step.id] if branch[other] in around]
        for choice in opportunity.choices:
            either = {o for o in related[step.id] if branch[o] in choice.branches}
            if choice.within in around and {branch[o] for o in either} == set(
                choice.branches
            ):
                sure.append(either)
        groups[step.id] = sure
    return groups
