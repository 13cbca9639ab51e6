"""Cut a part out of a large problem, and put its answer back.

What others do in the territory goes along, so that nothing is planned across it: on
a resource without changeovers as load; on others as steps of one more opportunity,
the *rest*, which the search leaves where it is but whose changeovers must still
fit. Begun steps of others are facts of the rest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

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
    Step,
    Tool,
)
from grandis.planning.spreading.standing import Key, Standing
from grandis.planning.spreading.territories import Territory
from grandis.planning.subproblems import fact


@dataclass(frozen=True)
class Cut:
    """A problem cut out, its standing plan, and whose the steps of the rest are."""

    territory: Territory
    problem: Problem
    taken: tuple[Taken, ...]
    assignments: tuple[Assignment, ...]
    rest: str
    owners: tuple[Key, ...]

    @property
    def pinned(self) -> int:
        """How many opportunities, the last, are not to be planned."""
        return 1 if self.owners else 0


@dataclass
class _Rest:
    """What others do in a territory."""

    name: str
    steps: list[Step] = field(default_factory=list)
    begun: list[Begun] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    owners: list[Key] = field(default_factory=list)
    tools: dict[str, Tool] = field(default_factory=dict)
    load: dict[str, list[Load]] = field(default_factory=dict)


class Cutter:
    """Cuts parts out of a problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._tools = {tool.id: tool for tool in problem.tools}
        self._steps = {(o.id, s.id): s for o in problem.opportunities for s in o.steps}
        self._facts_on: dict[str, list[Begun]] = {}
        self._facts_of: dict[str, list[Begun]] = {}
        for begun in problem.begun:
            self._facts_on.setdefault(begun.resource, []).append(begun)
            self._facts_of.setdefault(begun.opportunity, []).append(begun)
        self._users: dict[str, list[Key]] = {}
        for key, step in self._steps.items():
            if step.tool:
                self._users.setdefault(step.tool, []).append(key)

    def cut(self, territory: Territory, standing: Standing) -> Cut:
        """The part of the problem in a territory, as the standing plan has it."""
        group = [o for o in self.problem.opportunities if o.id in territory.group]
        own = [_narrowed(o, territory, standing) for o in group]
        rest = self._rest(territory, standing)
        facts = [b for o in group for b in self._facts_of.get(o.id, ())]
        works = [a for o in group for a in standing.works[o.id].values()]
        taken = [standing.taken[o.id] for o in group if o.id in standing.taken]
        if rest.owners:
            own.append(Opportunity(rest.name, tuple(rest.steps)))
            taken.append(Taken(rest.name))
        return Cut(
            territory=territory,
            problem=self._problem(own, [*facts, *rest.begun], rest),
            taken=tuple(taken),
            assignments=(
                *(standing.facts[b.opportunity, b.step] for b in facts),
                *works,
                *rest.assignments,
            ),
            rest=rest.name,
            owners=tuple(rest.owners),
        )

    # ------------------------------------------------------------------- the rest

    def _rest(self, territory: Territory, standing: Standing) -> _Rest:
        """What others do on the resources and with the tools of a territory."""
        rest = _Rest(_new_name(self.problem))
        seen: set[Key] = set()
        for name in sorted(territory.resources):
            resource = self.problem.resource[name]
            for key, work in standing.on[name].items():
                seen.add(key)
                if key[0] not in territory.group:
                    self._leave(rest, work, resource, territory)
            for begun in self._facts_on.get(name, ()):
                if begun.opportunity not in territory.group:
                    seen.add((begun.opportunity, begun.step))
                    self._note(rest, begun)
        for key in self._elsewhere(territory):
            known = standing.facts.get(key) or standing.works[key[0]].get(key[1])
            if known and key not in seen and key[0] not in territory.group:
                self._note(rest, fact(known))
        return rest

    def _elsewhere(self, territory: Territory) -> Iterator[Key]:
        """The steps that need a tool of a territory, wherever they are done."""
        for tool in sorted(territory.tools):
            yield from self._users[tool]

    def _leave(
        self, rest: _Rest, work: Assignment, resource: Resource, territory: Territory
    ) -> None:
        """Let planned work of others stay: as load, or as a step of the rest."""
        step = self._steps[work.opportunity, work.step]
        if resource.changeover is None and step.tool not in territory.tools:
            if work.setup < work.end:
                load = rest.load.setdefault(resource.id, [])
                load.append(Load(work.setup, work.end))
            return
        option = next(o for o in step.options if o.resource == resource.id)
        name = self._add(rest, work, replace(option, cost=0))
        moved = replace(work, opportunity=rest.name, step=name, cost=0)
        rest.assignments.append(moved)

    def _note(self, rest: _Rest, begun: Begun) -> None:
        """Let a fact of others be one of the rest."""
        option = Option(begun.resource, max(1, begun.end - begun.start))
        name = self._add(rest, begun, option)
        moved = replace(begun, opportunity=rest.name, step=name, cost=0)
        rest.begun.append(moved)
        rest.assignments.append(
            Assignment(
                rest.name, name, moved.resource, moved.setup, moved.start, moved.end
            )
        )

    def _add(self, rest: _Rest, work: Assignment | Begun, option: Option) -> str:
        """One more step of the rest; its name there."""
        key = work.opportunity, work.step
        step, name = self._steps[key], str(len(rest.owners))
        rest.owners.append(key)
        rest.steps.append(
            Step(
                name,
                (option,),
                tool=self._tool(rest, step, self.problem.resource[work.resource]),
                material=step.material,
                colour=step.colour,
            )
        )
        return name

    def _tool(self, rest: _Rest, step: Step, resource: Resource) -> str | None:
        """The tool of a step of the rest; one that was made is where it is used."""
        if step.tool is None:
            return None
        tool = self._tools[step.tool]
        if tool.site is None:
            tool = Tool(f"{resource.site} {tool.id}"[-100:], site=resource.site)
        rest.tools[tool.id] = tool
        return tool.id

    # ---------------------------------------------------------------- the problem

    def _problem(
        self, own: list[Opportunity], begun: list[Begun], rest: _Rest
    ) -> Problem:
        """The opportunities with no more of the network than they need."""
        problem = self.problem
        names = {x.resource for o in own for s in o.steps for x in s.options}
        names |= {b.resource for b in begun}
        resources = [
            _loaded(problem.resource[name], rest.load.get(name, ()))
            for name in sorted(names)
        ]
        tools = dict(rest.tools)
        for step in (s for o in own for s in o.steps):
            for tool in (step.tool, step.makes):
                if tool and tool not in tools:
                    tools[tool] = self._tools[tool]
        sites = sorted(
            {r.site for r in resources} | {t.site for t in tools.values() if t.site}
        )
        calendars = {r.calendar for r in resources}
        changeovers = {r.changeover for r in resources}
        pairs = ((one, other) for one in sites for other in sites)
        return replace(
            problem,
            name="",
            members=self._members(own, sites),
            sites=tuple(problem.site[name] for name in sites),
            resources=tuple(resources),
            opportunities=tuple(own),
            links=tuple(problem.link[pair] for pair in pairs if pair in problem.link),
            calendars=tuple(c for c in problem.calendars if c.id in calendars),
            changeovers=tuple(c for c in problem.changeovers if c.id in changeovers),
            tools=tuple(tools.values()),
            begun=tuple(begun),
        )

    def _members(
        self, own: list[Opportunity], sites: Iterable[str]
    ) -> tuple[Member, ...]:
        """The members that are there, and those that a policy names."""
        named = {self.problem.site[name].member for name in sites}
        for policy in (o.policy for o in own):
            named.update(policy.required, *policy.apart)
        return tuple(self.problem.member[name] for name in sorted(named))


def put_back(
    cut: Cut,
    taken: Iterable[Taken],
    assignments: Iterable[Assignment],
    standing: Standing,
) -> None:
    """Let the standing plan have what was found for a part."""
    others = []
    for work in assignments:
        if work.opportunity == cut.rest:
            opportunity, step = cut.owners[int(work.step)]
            known = standing.works[opportunity].get(step)
            if known is None:
                continue  # a fact
            work = replace(known, setup=work.setup)
        others.append(work)
    standing.renew(
        cut.territory.group,
        (each for each in taken if each.opportunity != cut.rest),
        others,
    )


def _narrowed(
    opportunity: Opportunity, territory: Territory, standing: Standing
) -> Opportunity:
    """An opportunity that can be made in a territory only."""
    return replace(
        opportunity,
        steps=tuple(
            step
            if (opportunity.id, step.id) in standing.facts
            else replace(
                step,
                options=tuple(
                    o for o in step.options if o.resource in territory.resources
                ),
            )
            for step in opportunity.steps
        ),
    )


def _loaded(resource: Resource, load: Iterable[Load]) -> Resource:
    return replace(resource, load=(*resource.load, *load))


def _new_name(problem: Problem) -> str:
    """A name that no opportunity has."""
    name = "the rest"
    while name in problem.opportunity:
        name += "'"
    return name
