"""All ways to take opportunities, go routes and choose options in a tiny problem.

The first half of the enumeration in `exhaustive`: each way settles the costs,
the policy and which tools there are; what is left is when.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from itertools import chain, combinations, product

from grandis.planning.plan import Taken
from grandis.planning.problem import Opportunity, Problem, Resource, Step

Key = tuple[str, str]
#: Setup, start and end.
Times = tuple[int, int, int]


class Shop:
    """What does not depend on the plan: open ticks, ways and who works where."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.calendars = {calendar.id: calendar for calendar in problem.calendars}
        self.tables = {table.id: table for table in problem.changeovers}
        self.tools = {tool.id: tool for tool in problem.tools}
        self.facts = {(f.opportunity, f.step): f for f in problem.begun}
        self.open = {r.id: self._open(r) for r in problem.resources}
        self.end = cache(self._end)
        self.soonest = cache(self._soonest)

    def _open(self, resource: Resource) -> set[int]:
        ticks = set(range(self.problem.horizon + 1))
        if resource.calendar is not None:
            spans = self.calendars[resource.calendar].open
            ticks &= {tick for span in spans for tick in range(*span)}
        return ticks - {tick for span in resource.closed for tick in range(*span)}

    def _end(self, resource: str, start: int, duration: int) -> int | None:
        """When work that starts at that tick ends; None when it cannot."""
        opened, tick, left = self.open[resource], start, duration
        if start not in opened:
            return None
        while left:
            left -= tick in opened
            tick += 1
            if tick > self.problem.horizon:
                return None
        return tick

    def _soonest(self, resource: str, tick: int, duration: int) -> int | None:
        """The end of work that starts at that tick or as soon as it can after."""
        for start in range(tick, self.problem.horizon + 1):
            end = self.end(resource, start, duration)
            if end is not None:
                return end
        return None

    def setup(self, resource: str, start: int, changeover: int) -> int | None:
        """When the changeover before that start begins."""
        tick = start
        while changeover:
            tick -= 1
            if tick < 0:
                return None
            changeover -= tick in self.open[resource]
        return tick

    def way(self, origin: str, destination: str) -> int | None:
        """Ticks from the site of one resource to the site of another."""
        sites = (
            self.problem.resource[origin].site,
            self.problem.resource[destination].site,
        )
        return self.road(*sites)

    def road(self, origin: str, destination: str) -> int | None:
        """Ticks from site to site."""
        if origin == destination:
            return 0
        link = self.problem.link.get((origin, destination))
        return None if link is None else link.duration

    def fare(self, origin: str, destination: str) -> int:
        """Cents from the site of one resource to the site of another."""
        sites = (
            self.problem.resource[origin].site,
            self.problem.resource[destination].site,
        )
        link = self.problem.link.get(sites)
        return link.cost if link is not None and sites[0] != sites[1] else 0


@dataclass(frozen=True, eq=False)
class Work:
    """An active step on the resource chosen; `times` are given if it has begun."""

    opportunity: Opportunity
    step: Step
    resource: str
    duration: int
    cost: int
    times: Times | None = None

    @property
    def key(self) -> Key:
        return self.opportunity.id, self.step.id


@dataclass
class Way:
    """Opportunities taken, routes gone and options chosen, without any starts."""

    shop: Shop
    taken: tuple[Taken, ...]
    works: tuple[Work, ...]
    #: Facts of opportunities that are not taken.
    left: tuple[Work, ...]

    def __post_init__(self) -> None:
        self.problem = self.shop.problem
        self.todo = [work for work in self._in_order() if work.times is None]
        self.facts = [w for w in (*self.works, *self.left) if w.times is not None]
        self.by_key = {work.key: work for work in self.works}
        self.opportunities = [
            self.problem.opportunity[t.opportunity] for t in self.taken
        ]
        self.before = {
            work.key: [
                self.by_key[work.opportunity.id, name]
                for name in work.step.after
                if (work.opportunity.id, name) in self.by_key
            ]
            for work in self.works
        }
        self.makers = {
            work.key: [
                other
                for other in self.works
                if other.opportunity is work.opportunity
                and other.step.makes is not None
                and other.step.makes == work.step.tool
            ]
            for work in self.works
        }
        self.fixed = self._fixed()

    def _in_order(self) -> list[Work]:
        graph = {
            work.key: {(work.opportunity.id, name) for name in work.step.after}
            for work in self.works
        }
        place = {
            key: i for i, key in enumerate(TopologicalSorter(graph).static_order())
        }
        return sorted(self.works, key=lambda work: place[work.key])

    def _fixed(self) -> int:
        """What the plan is worth before lateness, in cents."""
        worth = sum(opportunity.price for opportunity in self.opportunities)
        worth -= sum(work.cost for work in (*self.works, *self.left))
        for work in self.works:
            for other in self.before[work.key]:
                worth -= self.shop.fare(other.resource, work.resource)
        return worth

    def _score(self, ends: Mapping[Key, int]) -> int | None:
        """What these ends are worth, more is better; None: a latest date is missed."""
        day = 24 * 60 // self.problem.grid.minutes
        late_cost = tardiness = 0
        for opportunity in self.opportunities:
            for call_off in opportunity.call_offs:
                done = [
                    ends[key]
                    for key in self.by_key
                    if key[0] == opportunity.id
                    and (not call_off.steps or key[1] in call_off.steps)
                ]
                complete = max(done) if done else opportunity.release
                if call_off.latest is not None and complete > call_off.latest:
                    return None
                late = max(0, complete - call_off.due)
                late_cost += (late // day + (late % day > 0)) * call_off.late_cost
                tardiness += opportunity.weight * late
        if self.problem.objective == "surplus":
            return self.fixed - late_cost
        if self.problem.objective == "makespan":
            return -max(ends.values(), default=0)
        return -tardiness

    def hope(
        self, placed: Mapping[Key, Times] | None = None, tick: int = 0
    ) -> int | None:
        """No plan that goes on from here, at that tick or later, is worth more.

        None when there is none. Everything still to do is done as soon as its
        resource is open and what it comes after has arrived.
        """
        ends = {fact.key: fact.times[2] for fact in self.facts if fact.times}
        for work in self.todo:
            if placed and work.key in placed:
                ends[work.key] = placed[work.key][2]
                continue
            begin = max(tick, self.problem.now, work.opportunity.release)
            for other in self.before[work.key]:
                way = self.shop.way(other.resource, work.resource)
                if way is None:
                    return None
                begin = max(begin, ends[other.key] + way)
            end = self.shop.soonest(work.resource, begin, work.duration)
            if end is None:
                return None
            ends[work.key] = end
        return self._score(ends)

    def is_allowed(self) -> bool:
        """Whether every tool exists and the policies allow these options."""
        for work in self.todo:
            tool = work.step.tool
            if (
                tool is not None
                and self.shop.tools[tool].site is None
                and not self.makers[work.key]
            ):
                return False
        return all(self._policy(opportunity) for opportunity in self.opportunities)

    def _policy(self, opportunity: Opportunity) -> bool:
        policy = opportunity.policy
        work: dict[str, int] = {}
        for job in self.works:
            if job.opportunity is opportunity:
                member = self.problem.member_of(job.resource)
                work[member] = work.get(member, 0) + job.cost
        return (
            all(
                100 * w <= policy.largest_share * sum(work.values())
                for w in work.values()
            )
            and not any({*pair} <= {*work} for pair in policy.apart)
            and {*policy.required} <= {*work}
            and all(
                self.problem.member[m].reliability >= policy.least_reliability
                for m in work
            )
        )


def all_ways(shop: Shop) -> Iterator[Way]:
    """All ways to take opportunities, go routes and choose options."""
    everything = shop.problem.opportunities
    sizes = range(len(everything) + 1)
    if shop.problem.objective != "surplus":
        sizes = range(len(everything), len(everything) + 1)
    for size in sizes:
        for taken in combinations(everything, size):
            left = tuple(
                _fact(shop, opportunity, step)
                for opportunity in everything
                if opportunity not in taken
                for step in opportunity.steps
                if (opportunity.id, step.id) in shop.facts
            )
            for ways in product(*(_ways(shop, opportunity) for opportunity in taken)):
                works = chain.from_iterable(works for _, works in ways)
                yield Way(shop, tuple(t for t, _ in ways), tuple(works), left)


def _ways(
    shop: Shop, opportunity: Opportunity
) -> Iterator[tuple[Taken, tuple[Work, ...]]]:
    """All routes of an opportunity with all options of their steps."""
    for branches in _routes(opportunity):
        active = [
            s for s in opportunity.steps if s.branch is None or s.branch in branches
        ]
        begun = [s for s in opportunity.steps if (opportunity.id, s.id) in shop.facts]
        if all(step in active for step in begun):
            for works in product(*(_works(shop, opportunity, s) for s in active)):
                yield Taken(opportunity.id, branches), works


def _routes(opportunity: Opportunity) -> Iterator[tuple[str, ...]]:
    choices = opportunity.choices
    for picked in product(*((None, *choice.branches) for choice in choices)):
        if all(
            (branch is not None) == (choice.within is None or choice.within in picked)
            for choice, branch in zip(choices, picked, strict=True)
        ):
            yield tuple(branch for branch in picked if branch is not None)


def _works(shop: Shop, opportunity: Opportunity, step: Step) -> list[Work]:
    if (opportunity.id, step.id) in shop.facts:
        return [_fact(shop, opportunity, step)]
    return [
        Work(opportunity, step, option.resource, option.duration, option.cost)
        for option in step.options
    ]


def _fact(shop: Shop, opportunity: Opportunity, step: Step) -> Work:
    fact = shop.facts[opportunity.id, step.id]
    times = fact.setup, fact.start, fact.end
    return Work(opportunity, step, fact.resource, 0, fact.cost, times)
