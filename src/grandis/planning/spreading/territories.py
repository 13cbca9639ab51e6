"""Which opportunities are planned together, and on which machines.

Opportunities that hardly share machines need not be planned together. So a group
grows from one opportunity by those that have most of their work on the machines it
has already: first its own component of the network, and there its neighbourhood.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from random import Random

from grandis.planning.problem import Problem, Step

#: A group has about so many steps: the search of a few seconds gets round them.
GROUP_STEPS = 600
#: One with fewer is not worth the way, whatever resources it needs.
FEWEST_STEPS = 150
#: How much is left to chance in the choice of neighbours.
JITTER = 0.3


@dataclass(frozen=True)
class Territory:
    """The opportunities of a part and all that they may use: resources and tools."""

    group: frozenset[str]
    resources: frozenset[str]
    tools: frozenset[str]


class Map:
    """Who shares what with whom: reckoned once for a problem."""

    def __init__(self, problem: Problem) -> None:
        begun = {(b.opportunity, b.step) for b in problem.begun}
        common = common_tools(problem)
        self.problem = problem
        #: The steps of each opportunity that have not begun.
        self.steps: dict[str, tuple[Step, ...]] = {
            o.id: tuple(s for s in o.steps if (o.id, s.id) not in begun)
            for o in problem.opportunities
        }
        #: Tools that others may need as well.
        self.tools = {
            name: frozenset(s.tool for s in steps if s.tool in common)
            for name, steps in self.steps.items()
        }
        #: Ticks of work that each opportunity could have on each resource.
        self.work: dict[str, Mapping[str, float]] = {
            o.id: _work(self.steps[o.id]) for o in problem.opportunities
        }
        self.total = {name: sum(work.values()) for name, work in self.work.items()}
        self.users: dict[str, list[str]] = {}
        for name, work in self.work.items():
            for resource in work:
                self.users.setdefault(resource, []).append(name)


def common_tools(problem: Problem) -> set[str]:
    """The tools that more than one opportunity may need."""
    users: dict[str, set[str]] = {}
    for opportunity in problem.opportunities:
        for step in opportunity.steps:
            if step.tool:
                users.setdefault(step.tool, set()).add(opportunity.id)
    return {tool for tool, names in users.items() if len(names) > 1}


def _work(steps: Iterable[Step]) -> Mapping[str, float]:
    work: Counter[str] = Counter()
    for step in steps:
        for option in step.options:
            ticks = max(1, option.duration)  # a step without any still takes a place
            work[option.resource] += ticks / len(step.options)  # type: ignore[assignment]
    return work


#: The resources that the standing plan has each opportunity on.
Uses = Mapping[str, frozenset[str]]


def grow(
    chart: Map,
    first: str,
    uses: Uses,
    busy: Territory,
    urgent: Collection[str],
    most: int,
    random: Random,
) -> Territory | None:
    """A territory around an opportunity; None when what it needs is busy.

    Parameters
    ----------
    busy
        What parts under way use.
    urgent
        Opportunities that are taken along before others.
    most
        About the number of resources to stop at, so that others have some too.
    """
    growth = _Growth(chart, uses, busy, urgent, random)
    everything = len(chart.users)
    if not growth.take(first, everything):
        return None
    while growth.steps < GROUP_STEPS and (found := growth.nearest()):
        few = growth.steps < FEWEST_STEPS
        if not growth.take(found, everything if few else most):
            growth.refused.add(found)
    growth.widen(most)
    tools = (chart.tools[name] for name in growth.group)
    return Territory(
        frozenset(growth.group),
        frozenset(growth.resources),
        frozenset().union(*tools),
    )


class _Growth:
    """A territory that grows."""

    def __init__(
        self,
        chart: Map,
        uses: Uses,
        busy: Territory,
        urgent: Collection[str],
        random: Random,
    ) -> None:
        self.chart, self.uses, self.busy, self.urgent = chart, uses, busy, urgent
        self._random = random
        self.group: set[str] = set()
        self.resources: set[str] = set()
        self.refused: set[str] = set()
        self.steps = 0
        self._inside: Counter[str] = Counter()
        self._luck: dict[str, float] = {}

    def take(self, name: str, most: int) -> bool:
        """Take an opportunity in, if what it needs is free and not too much."""
        needed = self._needed(name)
        if needed is None or (needed and len(self.resources | needed) > most):
            return False
        self.group.add(name)
        self.steps += len(self.chart.steps[name])
        self._settle(needed)
        return True

    def nearest(self) -> str | None:
        """The opportunity with most of its work in here, more or less; urgent first."""
        best, found = 0.0, None
        for name, inside in self._inside.items():
            if name in self.group or name in self.refused:
                continue
            if name not in self._luck:
                self._luck[name] = 1 + JITTER * self._random.random()
            near = inside / self.chart.total[name] * self._luck[name]
            if name in self.urgent:
                near += 1 + JITTER
            if near > best:
                best, found = near, name
        return found

    def widen(self, most: int) -> None:
        """Add what the group could use as well, the most wanted first."""
        wanted: Counter[str] = Counter()
        for name in self.group:
            wanted.update(self.chart.work[name])
        for resource, _ in wanted.most_common():
            if len(self.resources) >= most:
                return
            if resource not in self.busy.resources:
                self.resources.add(resource)

    def _needed(self, name: str) -> set[str] | None:
        """The resources to add so that each step has one; None if some are busy.

        The work that it has now must be free to move, so these are among them.
        """
        now, busy = self.uses.get(name, frozenset()), self.busy
        tools = self.chart.tools[name]
        if name in busy.group or now & busy.resources or tools & busy.tools:
            return None
        needed = set(now)
        for step in self.chart.steps[name]:
            names = {option.resource for option in step.options}
            if names & needed or names & self.resources:
                continue
            free = [o for o in step.options if o.resource not in busy.resources]
            if not free:
                return None
            needed.add(min(free, key=lambda o: (o.cost, o.duration)).resource)
        return needed - self.resources

    def _settle(self, resources: Iterable[str]) -> None:
        for resource in resources:
            self.resources.add(resource)
            for name in self.chart.users.get(resource, ()):
                self._inside[name] += self.chart.work[name][resource]  # type: ignore[assignment]
