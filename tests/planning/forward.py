"""A simple estimate of one opportunity alone, forward in time.

Each step in its order goes to the option that is best by a rank, at the first
moment when it fits between what the resource is committed to. It ignores all
other opportunities and takes the longest changeover everywhere, so what it
finds can be done; what it does not find may be possible all the same.
"""

from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from grandis.planning.problem import (
    Changeover,
    Opportunity,
    Option,
    Problem,
    Resource,
    Step,
)

#: What is smaller is better: of a tick of completion and cents.
Rank = Callable[[int, int], float]

RANKS: tuple[Rank, ...] = (
    lambda end, cost: cost,
    lambda end, cost: end,
    lambda end, cost: cost / 100 + 2 * end,
    lambda end, cost: cost / 100 + 8 * end,
)


class Done(NamedTuple):
    """A step in a forward estimate."""

    end: int
    site: str
    member: str
    work: int
    transport: int


class Forward:
    """Open ticks and committed ticks of every resource of a problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        calendars = {c.id: c.open for c in problem.calendars}
        always = ((0, problem.horizon),)
        self._open = {
            resource.id: _open_ticks(
                resource, calendars[resource.calendar] if resource.calendar else always
            )
            for resource in problem.resources
        }
        self._full = {r.id: _full_ticks(r, problem.horizon) for r in problem.resources}
        self._longest = {table.id: _longest(table) for table in problem.changeovers}

    def surplus(self, opportunity: Opportunity) -> int | None:
        """The largest found, in cents; None when no way keeps dates and policy."""
        found = (
            self._surplus(opportunity, way, rank)
            for way in ways(opportunity)
            for rank in RANKS
        )
        return max((value for value in found if value is not None), default=None)

    def end(self, resource: str, ready: int, duration: int) -> int | None:
        """When work of a duration ends that may begin at `ready`."""
        ticks, full = self._open[resource], self._full[resource]
        while True:
            first = bisect_left(ticks, ready)
            if first + duration > len(ticks):
                return None
            start, end = ticks[first], ticks[first + duration - 1] + 1
            blocked = bisect_left(full, start)
            if blocked == len(full) or full[blocked] >= end:
                return end
            ready = full[blocked] + 1

    def _surplus(
        self, opportunity: Opportunity, way: list[Step], rank: Rank
    ) -> int | None:
        done: dict[str, Done] = {}
        places = {t.id: (t.ready, t.site) for t in self.problem.tools if t.site}
        for step in way:
            missing = set(opportunity.policy.required)
            missing -= {other.member for other in done.values()}
            tried = [
                found
                for option in step.options
                if (found := self._try(opportunity, step, option, done, places))
            ]
            if not tried:
                return None
            best = done[step.id] = min(
                tried,
                key=lambda found: (
                    found.member not in missing,
                    rank(found.end, found.work + found.transport),
                ),
            )
            for tool in filter(None, (step.tool, step.makes)):
                places[tool] = best.end, best.site
        return self._account(opportunity, done)

    def _try(
        self,
        opportunity: Opportunity,
        step: Step,
        option: Option,
        done: dict[str, Done],
        places: dict[str, tuple[int, str]],
    ) -> Done | None:
        problem = self.problem
        resource = problem.resource[option.resource]
        member = problem.member_of(resource.id)
        policy = opportunity.policy
        chain = {other.member for other in done.values()} | {member}
        if problem.member[member].reliability < policy.least_reliability or any(
            member in pair and chain.issuperset(pair) for pair in policy.apart
        ):
            return None
        before = [done[name] for name in step.after if name in done]
        trips = [self._trip(other.site, resource.site) for other in before]
        ready = [other.end + trip[0] for other, trip in zip(before, trips, strict=True)]
        if step.tool:
            since, site = places[step.tool]
            ready.append(since + self._trip(site, resource.site)[0])
        change = self._longest[resource.changeover] if resource.changeover else 0
        start = max([opportunity.release, *ready])
        end = self.end(resource.id, start, option.duration + change)
        if end is None:
            return None
        transport = sum(cost for _, cost in trips)
        return Done(end, resource.site, member, option.cost, transport)

    def _trip(self, origin: str, destination: str) -> tuple[int, int]:
        if origin == destination:
            return 0, 0
        link = self.problem.link[origin, destination]
        return link.duration, link.cost

    def _account(self, opportunity: Opportunity, done: dict[str, Done]) -> int | None:
        late = 0
        for call_off in opportunity.call_offs:
            end = max(done[step].end for step in call_off.steps if step in done)
            if call_off.latest is not None and end > call_off.latest:
                return None
            days = -(-max(0, end - call_off.due) // self.problem.grid.ticks_per_day)
            late += days * call_off.late_cost
        if not _keeps_policy(opportunity, list(done.values())):
            return None
        spent = sum(step.work + step.transport for step in done.values())
        return opportunity.price - spent - late


def ways(opportunity: Opportunity) -> list[list[Step]]:
    """The active steps of every route, in the order in which they are written."""

    def choose(chosen: frozenset[str | None], at: int) -> list[frozenset[str | None]]:
        if at == len(opportunity.choices):
            return [chosen]
        choice = opportunity.choices[at]
        if choice.within not in chosen:
            return choose(chosen, at + 1)
        return [
            way
            for branch in choice.branches
            for way in choose(chosen | {branch}, at + 1)
        ]

    return [
        [step for step in opportunity.steps if step.branch in chosen]
        for chosen in choose(frozenset({None}), 0)
    ]


def _open_ticks(resource: Resource, hours: tuple[tuple[int, int], ...]) -> list[int]:
    closed = {tick for begin, end in resource.closed for tick in range(begin, end)}
    return [t for begin, end in hours for t in range(begin, end) if t not in closed]


def _full_ticks(resource: Resource, horizon: int) -> list[int]:
    taken = [0] * horizon
    for load in resource.load:
        for tick in range(load.start, min(load.end, horizon)):
            taken[tick] += load.amount
    return [tick for tick in range(horizon) if taken[tick] >= resource.capacity]


def _longest(table: Changeover) -> int:
    changes = [c.duration for c in table.materials + table.colours]
    return table.tool + max([table.material, table.colour, *changes])


def _keeps_policy(opportunity: Opportunity, done: list[Done]) -> bool:
    policy = opportunity.policy
    work: dict[str, int] = {}
    for step in done:
        work[step.member] = work.get(step.member, 0) + step.work
    return work.keys() >= set(policy.required) and all(
        100 * part <= policy.largest_share * sum(work.values())
        for part in work.values()
    )
