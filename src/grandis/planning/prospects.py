"""What one opportunity can hope for at best: dates and costs that are proven.

Every step takes the first free time that its machine has, for its own work
alone; changeovers, and that its steps may want the same machine, are left out.
So whatever comes out too late or too dear here is so in every plan.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import islice

from grandis.planning.problem import Opportunity, Option, Problem, Step
from grandis.planning.slots import Slots, next_open

#: An opportunity with more routes than this gets no proof.
MOST_ROUTES = 256
#: Deterministic seconds of CP-SAT for the cheapest chain on one route.
EFFORT = 0.5


@dataclass(frozen=True)
class Place:
    """The earliest time at which an option can do a step, on some route.

    It could start at `ready` if the machine were free; it starts at `start`.
    """

    option: Option
    ready: int
    start: int
    end: int
    #: The step that it had to wait for.
    behind: str | None


@dataclass(frozen=True)
class Missed:
    """The call-off that comes after its latest date even on the best route.

    `step` is where the chain waits longest for a machine that does other work,
    and `wait` for how many ticks; if it waits nowhere, it is the longest step.
    """

    call_off: str
    latest: int
    finish: int
    step: str
    wait: int


class Prospect:
    """The best times of one opportunity in a problem, route by route.

    Parameters
    ----------
    problem
        As `subproblems.alone` or `beside` make it: others are facts.
    opportunity
        Its id.
    least_reliability
        What a member must have; without it, as the policy says.
    """

    def __init__(
        self, problem: Problem, opportunity: str, least_reliability: float | None = None
    ) -> None:
        self.problem = problem
        self.opportunity = o = problem.opportunity[opportunity]
        policy = o.policy.least_reliability
        self.least = policy if least_reliability is None else least_reliability
        self.begun = {b.step: b for b in problem.begun if b.opportunity == o.id}
        self.slots = Slots(problem)
        self.sites = {tool.id: tool for tool in problem.tools}
        some = list(islice(_routes(o), MOST_ROUTES + 1))
        #: Whether all routes are here; without it nothing is proven.
        self.complete = len(some) <= MOST_ROUTES
        self.routes = [
            route for route in some if self.begun.keys() <= {step.id for step in route}
        ]
        self.places = [self._placed(route) for route in self.routes]

    # ------------------------------------------------------------------- dates

    def missed(self) -> Missed | None:
        """The call-off that is late on every route, on the route where least so.

        None when some route keeps every latest date, or has a step that nobody
        can do at all.
        """
        found = [
            self._worst(route, places)
            for route, places in zip(self.routes, self.places, strict=True)
            if all(places[step.id] for step in route)
        ]
        if not self.complete or any(missed is None for missed in found):
            return None
        late = [missed for missed in found if missed]
        return min(late, key=lambda m: m.finish - m.latest, default=None)

    def _worst(
        self, route: list[Step], places: dict[str, list[Place]]
    ) -> Missed | None:
        worst: Missed | None = None
        for call_off in self.opportunity.call_offs:
            named = [
                s.id for s in route if not call_off.steps or s.id in call_off.steps
            ]
            if call_off.latest is None or not named:
                continue
            first = {name: min(p.end for p in places[name]) for name in named}
            last = max(named, key=lambda name: first[name])
            over = first[last] - call_off.latest
            if over > 0 and (worst is None or over > worst.finish - worst.latest):
                step, wait = self._bottleneck(places, last)
                worst = Missed(call_off.id, call_off.latest, first[last], step, wait)
        return worst

    def _bottleneck(self, places: dict[str, list[Place]], last: str) -> tuple[str, int]:
        """Where the chain that ends with `last` waits longest, or works longest."""
        chain: dict[str, tuple[int, int]] = {}
        at: str | None = last
        while at is not None:
            place = min(places[at], key=lambda p: p.end)
            could = place.start
            if at not in self.begun:
                hours = self.slots.hours[place.option.resource]
                could = next_open(hours, place.ready) or 0
            chain[at] = place.start - could, place.end - place.start
            at = place.behind
        name = max(chain, key=lambda name: chain[name])
        return name, chain[name][0]

    def nobody(self) -> str | None:
        """A step of every route that nobody can do at all, if there is one."""
        open_ = [
            [step.id for step in route if not places[step.id]]
            for route, places in zip(self.routes, self.places, strict=True)
        ]
        return open_[0][0] if self.complete and open_ and all(open_) else None

    def _placed(self, route: list[Step]) -> dict[str, list[Place]]:
        """The earliest places of each step of a route; none: it cannot be done."""
        active = {step.id: step for step in route}
        makers = {step.makes: step.id for step in route if step.makes}
        needs = {
            step.id: {
                *(b for b in step.after if b in active),
                *([makers[step.tool]] if step.tool in makers else []),
            }
            for step in route
        }
        placed: dict[str, list[Place]] = {}
        for name in TopologicalSorter(needs).static_order():
            step = active[name]
            placed[name] = (
                [self._fact(name)]
                if name in self.begun
                else list(self._options(step, needs[name], makers, placed))
            )
        return placed

    def _fact(self, name: str) -> Place:
        b = self.begun[name]
        option = Option(b.resource, b.end - b.start, b.cost)
        return Place(option, b.start, b.start, b.end, None)

    def _options(
        self,
        step: Step,
        needs: Iterable[str],
        makers: dict[str, str],
        placed: dict[str, list[Place]],
    ) -> Iterator[Place]:
        o, problem = self.opportunity, self.problem
        for option in step.options:
            member = problem.member[problem.member_of(option.resource)]
            if member.reliability < self.least:
                continue
            ready: int | None = max(o.release, problem.now)
            behind = None
            for name in sorted(needs):
                arrival = self._arrival(placed[name], option)
                if arrival is None or ready is None:
                    ready = None
                elif arrival > ready:
                    ready, behind = arrival, name
            tool = self.sites.get(step.tool or "")
            if ready is not None and tool and tool.site:
                way = self.way(tool.site, problem.resource[option.resource].site)
                ready = None if way is None else max(ready, tool.ready + way)
            elif tool and tool.id not in makers:
                ready = None
            slot = ready is not None and self.slots.first(
                option.resource, ready, option.duration
            )
            if ready is not None and slot:
                yield Place(option, ready, *slot, behind)

    def _arrival(self, before: list[Place], option: Option) -> int | None:
        """When what one of these has made can be where the option works."""
        site = self.problem.resource[option.resource].site
        ways = (
            (p.end, self.way(self.problem.resource[p.option.resource].site, site))
            for p in before
        )
        return min((end + way for end, way in ways if way is not None), default=None)

    def way(self, origin: str, destination: str) -> int | None:
        """Ticks from a site to another; None without a link."""
        if origin == destination:
            return 0
        link = self.problem.link.get((origin, destination))
        return None if link is None else link.duration

    # ------------------------------------------------------------------- costs

    def cheapest(self, rules: frozenset[str], in_time: bool) -> int | None:
        """No chain costs less than this, in cents, transport and lateness included.

        Parameters
        ----------
        rules
            The rules of the policy that count, by field name.
        in_time
            Whether options that are too late for a latest date are left out.

        Returns
        -------
        int or None
            None: no chain keeps the rules.
        """
        if not self.complete:
            return 0
        from grandis.planning.cheapest import Chains

        found = []
        for route, places in zip(self.routes, self.places, strict=True):
            last = self._last(route) if in_time else {}
            options = {
                step.id: [
                    p.option
                    for p in places[step.id]
                    if step.id in self.begun or p.end <= last.get(step.id, p.end)
                ]
                for step in route
            }
            bound = Chains(
                self.problem, self.opportunity, options, self.begun.keys(), rules
            ).bound(EFFORT)
            if bound is not None:
                found.append(bound + self._late_cost(route, places))
        return min(found, default=None)

    def _last(self, route: list[Step]) -> dict[str, int]:
        last = dict.fromkeys((step.id for step in route), self.problem.horizon)
        for call_off in self.opportunity.call_offs:
            for name in call_off.steps or tuple(last):
                if call_off.latest is not None and name in last:
                    last[name] = min(last[name], call_off.latest)
        return last

    def _late_cost(self, route: list[Step], places: dict[str, list[Place]]) -> int:
        cost = 0
        for call_off in self.opportunity.call_offs:
            ends = [
                min(p.end for p in places[s.id])
                for s in route
                if places[s.id] and (not call_off.steps or s.id in call_off.steps)
            ]
            late = max(0, max(ends, default=0) - call_off.due)
            cost += -(-late // self.problem.grid.ticks_per_day) * call_off.late_cost
        return cost


def _routes(opportunity: Opportunity) -> Iterator[list[Step]]:
    """The active steps of each route."""
    from grandis.planning.search.numbering import branch_sets

    sets: Callable[[Opportunity], Iterator[frozenset[str]]] = branch_sets
    for chosen in sets(opportunity):
        yield [s for s in opportunity.steps if s.branch is None or s.branch in chosen]
