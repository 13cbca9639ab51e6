"""Cut a part out of a large problem, and put its answer back.

A part holds no names, only ids: the search needs none, and who runs a worker need
not know them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from grandis.planning.plan import Assignment, Taken
from grandis.planning.problem import (
    Begun,
    Load,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
    Tool,
)
from grandis.planning.spreading.parts import Excerpt
from grandis.planning.spreading.plan import Key, StandingPlan
from grandis.planning.spreading.rest import Index, Rest
from grandis.planning.spreading.territories import Territory, common_tools


@dataclass(frozen=True)
class Cut:
    """A problem cut out, its standing plan, and whose the steps of the rest are."""

    territory: Territory
    problem: Excerpt
    taken: tuple[Taken, ...]
    assignments: tuple[Assignment, ...]
    owners: tuple[Key, ...]

    @property
    def pinned(self) -> int:
        """How many opportunities, the last, are not to be planned."""
        return 1 if self.owners else 0


class Cutter:
    """Cuts parts out of a problem and puts them back into its standing plan."""

    def __init__(self, problem: Problem, standing: StandingPlan) -> None:
        self._problem, self._standing = problem, standing
        self._index = Index(problem)
        self._common = common_tools(problem)

    def cut(self, territory: Territory) -> Cut:
        """The part of the problem in a territory, as the standing plan has it."""
        standing = self._standing
        group = [o for o in self._problem.opportunities if o.id in territory.group]
        own = [_narrowed(o, territory, standing) for o in group]
        taken = [standing.taken[o.id] for o in group if o.id in standing.taken]
        facts = [b for o in group for b in self._index.begun_of.get(o.id, ())]
        rest = Rest(self._index, territory, standing)
        if rest.owners:
            own.append(rest.opportunity())
            taken.append(Taken(self._index.rest))
        return Cut(
            territory=territory,
            problem=self._cut_out(own, [*facts, *rest.begun], rest),
            taken=tuple(taken),
            assignments=(
                *(standing.facts[b.opportunity, b.step] for b in facts),
                *(work for o in group for work in standing.works[o.id].values()),
                *rest.assignments,
            ),
            owners=tuple(rest.owners),
        )

    def put_back(
        self, cut: Cut, taken: Iterable[Taken], assignments: Iterable[Assignment]
    ) -> None:
        """Let the standing plan have what was found for a part.

        Work of the rest is where it was; its changeover may be another. It stays as
        it was, with all of the part, if its tool could be on the way meanwhile.
        """
        works = []
        for work in assignments:
            if work.opportunity == self._index.rest:
                known = self._known(cut, work)
                if known is None:
                    continue
                if work.setup < known.setup and self._shares_tool(cut, known):
                    return
                work = replace(known, setup=work.setup)
            works.append(work)
        made = (each for each in taken if each.opportunity != self._index.rest)
        self._standing.renew(cut.territory.group, made, works)

    def _known(self, cut: Cut, work: Assignment) -> Assignment | None:
        """The planned work that a step of the rest stands for; None: it is a fact."""
        opportunity, step = cut.owners[int(work.step)]
        known = self._standing.works[opportunity].get(step)
        # what a tool does elsewhere is only a fact of the part
        return known if known and known.resource in cut.territory.resources else None

    def _shares_tool(self, cut: Cut, work: Assignment) -> bool:
        """Whether another part may have planned with its tool at the same time."""
        tool = self._index.steps[work.opportunity, work.step].tool
        return tool in self._common and tool not in cut.territory.tools

    def _cut_out(
        self, own: list[Opportunity], begun: list[Begun], rest: Rest
    ) -> Excerpt:
        """The opportunities with no more of the network than they need."""
        problem = self._problem
        names = {x.resource for o in own for s in o.steps for x in s.options}
        names |= {b.resource for b in begun}
        resources = [
            _loaded(problem.resource[name], rest.load.get(name, ()))
            for name in sorted(names)
        ]
        tools = self._tools(own, rest)
        sites = sorted(
            {r.site for r in resources} | {tool.site for tool in tools if tool.site}
        )
        calendars = {r.calendar for r in resources}
        changeovers = {r.changeover for r in resources}
        pairs = ((one, other) for one in sites for other in sites)
        return Excerpt(
            horizon=problem.horizon,
            objective=problem.objective,
            grid=problem.grid,
            now=problem.now,
            members=self._members(own, sites),
            sites=tuple(Site(name, problem.site[name].member) for name in sites),
            resources=tuple(resources),
            opportunities=tuple(own),
            links=tuple(problem.link[pair] for pair in pairs if pair in problem.link),
            calendars=tuple(c for c in problem.calendars if c.id in calendars),
            changeovers=tuple(c for c in problem.changeovers if c.id in changeovers),
            tools=tools,
            begun=tuple(begun),
        )

    def _tools(self, own: list[Opportunity], rest: Rest) -> tuple[Tool, ...]:
        """The tools that a step needs or makes; those of others as they left them."""
        named = {t for o in own for s in o.steps for t in (s.tool, s.makes) if t}
        found = (rest.tools.get(t) or self._index.tools[t] for t in sorted(named))
        return tuple(replace(tool, name="") for tool in found)

    def _members(
        self, own: list[Opportunity], sites: Iterable[str]
    ) -> tuple[Member, ...]:
        """The members that are there, and those that a policy names."""
        named = {self._problem.site[name].member for name in sites}
        for policy in (o.policy for o in own):
            named.update(policy.required, *policy.apart)
        return tuple(
            replace(self._problem.member[name], name="") for name in sorted(named)
        )


def _narrowed(
    opportunity: Opportunity, territory: Territory, standing: StandingPlan
) -> Opportunity:
    """An opportunity that can be made in a territory only."""

    def narrowed(step: Step) -> tuple[Option, ...]:
        if (opportunity.id, step.id) in standing.facts:
            return step.options
        return tuple(o for o in step.options if o.resource in territory.resources)

    return replace(
        opportunity,
        name="",
        steps=tuple(
            replace(step, name="", options=narrowed(step)) for step in opportunity.steps
        ),
    )


def _loaded(resource: Resource, load: Iterable[Load]) -> Resource:
    return replace(resource, name="", load=(*resource.load, *load))
