"""The best plan of a tiny problem, found by trying all of them.

Written from ``docs/reference/planning-model.md`` by a method of its own, so
that the verifier and the solver can be held against it. First come all ways to
take opportunities, go routes and choose options (`exhaustive_ways`). Then the
steps are placed in order of their starts, tick by tick, so that what stands
before a step on its machine is known when it is placed. The only shortcut is
to leave off where even without other work on the machines nothing better than
the best plan so far can follow.
"""

from collections import defaultdict
from collections.abc import Mapping
from itertools import chain

from tests.planning.exhaustive_ways import Key, Shop, Times, Way, Work, all_ways

from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import Changeover, Problem, Setup, Step


def best(problem: Problem) -> tuple[int, Plan] | None:
    """The best value and a plan that has it; None when there is no plan."""
    ways = [way for way in all_ways(Shop(problem)) if way.is_allowed()]
    hopes = {id(way): way.hope() for way in ways}
    hopeful = [way for way in ways if hopes[id(way)] is not None]
    hopeful.sort(key=lambda way: hopes[id(way)] or 0, reverse=True)
    score: int | None = None
    found: Plan | None = None
    for way in hopeful:
        search = Search(way)
        search.run(score)
        if search.times is not None:
            score, found = search.to_beat, _plan(way, search.times)
    return None if found is None else (found.value, found)


def worth(problem: Problem, plan: Plan) -> int | None:
    """The value of a plan; None when it is not among the plans of the problem."""
    wanted = {(a.opportunity, a.step): a for a in plan.assignments}
    taken = _names(plan.taken)
    if len(wanted) < len(plan.assignments):
        return None
    for way in all_ways(Shop(problem)):
        works = {work.key: work for work in (*way.works, *way.left)}
        if (
            way.is_allowed()
            and taken == _names(way.taken)
            and works.keys() == wanted.keys()
            and all(_as_wanted(works[key], wanted[key]) for key in works)
        ):
            times = {key: (a.setup, a.start, a.end) for key, a in wanted.items()}
            score = Search(way).follow(times)
            if score is not None:
                return score if problem.objective == "surplus" else -score
    return None


def _names(taken: tuple[Taken, ...]) -> list[tuple[str, list[str]]]:
    return sorted((t.opportunity, sorted(t.branches)) for t in taken)


def _as_wanted(work: Work, wanted: Assignment) -> bool:
    times = wanted.setup, wanted.start, wanted.end
    same = (work.resource, work.cost) == (wanted.resource, wanted.cost)
    return same and work.times in (None, times)


class Search:
    """The search for the best starts on one way."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self.shop = way.shop
        self.problem = way.problem
        self.to_beat: int | None = None
        self.times: Mapping[Key, Times] | None = None

    def run(self, to_beat: int | None) -> None:
        """Find the starts of the best plan here that is worth more than that."""
        self.to_beat = to_beat
        self.goal = self.way.hope()
        self._begin()
        self._place({}, 0, -1)

    def follow(self, wanted: Mapping[Key, Times]) -> int | None:
        """The score when the steps are done at these times; None when they cannot."""
        self._begin()
        placed: dict[Key, Times] = {}
        for work in sorted(self.way.todo, key=lambda work: wanted[work.key][1]):
            times = self._times(work, wanted[work.key][1])
            if times != wanted[work.key] or not self._fits(work, times, placed):
                return None
            placed[work.key] = times
            self._hold(work, times)
        return self.way.hope(placed)

    def _begin(self) -> None:
        """Nothing is held but by load and facts."""
        self.held: dict[str, list[tuple[Work, Times]]] = defaultdict(list)
        self.ticks: dict[str, list[int]] = {}
        for resource in self.problem.resources:
            self.ticks[resource.id] = [0] * (self.problem.horizon + 1)
            for load in resource.load:
                self._count(resource.id, load.start, load.end, load.amount)
        for fact in self.way.facts:
            if fact.times is not None:
                self._hold(fact, fact.times)

    def _hold(self, work: Work, times: Times) -> None:
        self.held[work.resource].append((work, times))
        self._count(work.resource, times[0], times[2], 1)

    def _release(self, work: Work) -> None:
        _, times = self.held[work.resource].pop()
        self._count(work.resource, times[0], times[2], -1)

    def _count(self, resource: str, begin: int, end: int, amount: int) -> None:
        for tick in range(begin, min(end, self.problem.horizon + 1)):
            self.ticks[resource][tick] += amount

    def _place(self, placed: dict[Key, Times], tick: int, index: int) -> None:
        """Place the next step: in order of start, then of place in the list."""
        hope = self.way.hope(placed, tick)
        if hope is None or (self.to_beat is not None and hope <= self.to_beat):
            return
        if len(placed) == len(self.way.todo):
            self.to_beat, self.times = hope, placed
            return
        for start in range(tick, self.problem.horizon + 1):
            for number, work in enumerate(self.way.todo):
                if work.key in placed or (start == tick and number <= index):
                    continue
                times = self._times(work, start)
                if times is not None and self._fits(work, times, placed):
                    self._hold(work, times)
                    self._place({**placed, work.key: times}, start, number)
                    self._release(work)
                if self.to_beat is not None and self.to_beat == self.goal:
                    return

    def _times(self, work: Work, start: int) -> Times | None:
        end = self.shop.end(work.resource, start, work.duration)
        if end is None or start < max(work.opportunity.release, self.problem.now):
            return None
        setup = self.shop.setup(work.resource, start, self._changeover(work, start))
        if setup is None or setup < self.problem.now:
            return None
        return setup, start, end

    def _changeover(self, work: Work, start: int) -> int:
        resource = self.problem.resource[work.resource]
        if resource.changeover is None:
            return 0
        stands: Setup | Step = resource.setup
        latest = (-1, -1)
        for other, (_, other_start, other_end) in self.held[work.resource]:
            if latest <= (other_start, other_end) < (start, start + 1):
                latest, stands = (other_start, other_end), other.step
        return _changeover(self.shop.tables[resource.changeover], stands, work.step)

    def _fits(self, work: Work, times: Times, placed: Mapping[Key, Times]) -> bool:
        return (
            self._has_room(work, times)
            and self._comes_after(work, times, placed)
            and self._has_its_tool(work, times, placed)
        )

    def _has_room(self, work: Work, times: Times) -> bool:
        resource = self.problem.resource[work.resource]
        begin, _, end = times
        if any(
            self.ticks[work.resource][tick] + 1 > resource.capacity
            for tick in range(begin, end)
        ):
            return False
        if resource.capacity > 1:
            return True
        spans = [(held[0], held[2]) for _, held in self.held[work.resource]]
        spans += [(load.start, load.end) for load in resource.load]
        return not any(
            (a == b and begin < a < end) or (begin == end and a < begin < b)
            for a, b in spans
        )

    def _comes_after(
        self, work: Work, times: Times, placed: Mapping[Key, Times]
    ) -> bool:
        for other in self.way.before[work.key]:
            there = other.times or placed.get(other.key)
            way = self.shop.way(other.resource, work.resource)
            if there is None or way is None or times[1] < there[2] + way:
                return False
        return True

    def _has_its_tool(
        self, work: Work, times: Times, placed: Mapping[Key, Times]
    ) -> bool:
        return (
            (work.step.tool is None or self._is_there(work, times, placed))
            and all(
                self._made(user, placed[user.key], work, times)
                for user in self.way.todo
                if user.key in placed and work in self.way.makers[user.key]
            )
            and all(
                self._passed_on(held, other, times, work)
                or self._passed_on(times, work, held, other)
                for other, held in chain.from_iterable(self.held.values())
                if work.step.tool is not None and other.step.tool == work.step.tool
            )
        )

    def _is_there(self, work: Work, times: Times, placed: Mapping[Key, Times]) -> bool:
        tool = self.shop.tools[str(work.step.tool)]
        if tool.site is not None:
            road = self.shop.road(tool.site, self.problem.resource[work.resource].site)
            return road is not None and times[0] >= tool.ready + road
        for maker in self.way.makers[work.key]:
            made = maker.times or placed.get(maker.key)
            # One not placed yet starts no earlier, so only one that takes no
            # time can still be done before.
            if made is None and maker.duration > 0:
                return False
            if made is not None and not self._made(work, times, maker, made):
                return False
        return True

    def _made(self, user: Work, used: Times, maker: Work, made: Times) -> bool:
        way = self.shop.way(maker.resource, user.resource)
        return way is not None and used[0] >= made[2] + way

    def _passed_on(
        self, earlier: Times, first: Work, later: Times, second: Work
    ) -> bool:
        way = self.shop.way(first.resource, second.resource)
        return way is not None and later[0] >= earlier[2] + way


def _plan(way: Way, times: Mapping[Key, Times]) -> Plan:
    score = way.hope(times)
    assert score is not None
    value = score if way.problem.objective == "surplus" else -score
    works = {work.key: work for work in (*way.works, *way.left)}
    return Plan(
        status="optimal",
        objective=way.problem.objective,
        value=value,
        bound=value,
        taken=way.taken,
        assignments=tuple(
            Assignment(*key, work.resource, *(work.times or times[key]), work.cost)
            for key, work in sorted(works.items())
        ),
    )


def _changeover(table: Changeover, before: Setup | Step, after: Step) -> int:
    times = {}
    for what, general, changes in (
        ("tool", table.tool, ()),
        ("material", table.material, table.materials),
        ("colour", table.colour, table.colours),
    ):
        pair = getattr(before, what), getattr(after, what)
        special = {(c.before, c.after): c.duration for c in changes}
        differ = all(pair) and pair[0] != pair[1]
        times[what] = special.get(pair, general) if differ else 0
    return times["tool"] + max(times["material"], times["colour"])
