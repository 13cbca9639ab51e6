"""What others do in a territory, so that nothing is planned across it.

On a resource without changeovers planned work of others is load. Else it is a step
of one more opportunity, the *rest*, that the search leaves where it is, but whose
changeover must still fit, with its tool, when something else comes before it. Begun
steps of others are facts of the rest, and so is what a tool does elsewhere.
"""

from collections.abc import Iterator
from functools import cached_property

from msgspec.structs import replace

from grandis.planning.plan import Assignment
from grandis.planning.problem import (
    Begun,
    Load,
    Opportunity,
    Option,
    Problem,
    Step,
    Tool,
)
from grandis.planning.spreading.plan import Key, StandingPlan
from grandis.planning.spreading.territories import Territory
from grandis.planning.subproblems import fact


class Index:
    """Where things are in a large problem: reckoned once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.steps = {(o.id, s.id): s for o in problem.opportunities for s in o.steps}
        self.tools = {tool.id: tool for tool in problem.tools}
        self.begun_on: dict[str, list[Begun]] = {}
        self.begun_of: dict[str, list[Begun]] = {}
        for begun in problem.begun:
            self.begun_on.setdefault(begun.resource, []).append(begun)
            self.begun_of.setdefault(begun.opportunity, []).append(begun)
        self.users: dict[str, list[Key]] = {}
        self.makers: dict[str, list[Key]] = {}
        for key, step in self.steps.items():
            if step.tool:
                self.users.setdefault(step.tool, []).append(key)
            if step.makes:
                self.makers.setdefault(step.makes, []).append(key)

    @cached_property
    def rest(self) -> str:
        """A name that no opportunity has."""
        name = "the rest"
        while name in self.problem.opportunity:
            name += "'"
        return name


class Rest:
    """What others do in a territory, as parts of a problem and of its plan.

    `owners` are the steps in the large problem that its steps stand for.
    """

    def __init__(
        self, index: Index, territory: Territory, standing: StandingPlan
    ) -> None:
        self._index, self._territory, self._standing = index, territory, standing
        self.steps: list[Step] = []
        self.begun: list[Begun] = []
        self.assignments: list[Assignment] = []
        self.owners: list[Key] = []
        self.tools: dict[str, Tool] = {}
        self.load: dict[str, list[Load]] = {}
        for name in sorted(territory.resources):
            for key, work in standing.on[name].items():
                if key[0] not in territory.group:
                    self._leave(work)
            for begun in index.begun_on.get(name, ()):
                if begun.opportunity not in territory.group:
                    self._note(begun)
        for key in list(self._elsewhere()):
            known = standing.facts.get(key) or standing.works[key[0]].get(key[1])
            if known and key[0] not in territory.group and key not in self.owners:
                self._note(fact(known))

    def opportunity(self) -> Opportunity:
        """All steps that stay; there must be some."""
        return Opportunity(self._index.rest, tuple(self.steps))

    def _elsewhere(self) -> Iterator[Key]:
        """The steps that need a tool that is needed here, wherever they are done."""
        for tool in sorted(self._territory.tools | self.tools.keys()):
            yield from self._index.users[tool]

    def _leave(self, work: Assignment) -> None:
        """Let planned work of others stay."""
        resource = self._index.problem.resource[work.resource]
        step = self._index.steps[work.opportunity, work.step]
        if resource.changeover is None and step.tool not in self._territory.tools:
            if work.setup < work.end:
                load = self.load.setdefault(resource.id, [])
                load.append(Load(work.setup, work.end))
            return
        option = next(o for o in step.options if o.resource == resource.id)
        name = self._add(work, replace(option, cost=0))
        moved = replace(work, opportunity=self._index.rest, step=name, cost=0)
        self.assignments.append(moved)

    def _note(self, begun: Begun) -> None:
        """Let a fact of others be one of the rest."""
        name = self._add(begun, Option(begun.resource, max(1, begun.end - begun.start)))
        rest = self._index.rest
        self.begun.append(replace(begun, opportunity=rest, step=name, cost=0))
        self.assignments.append(
            Assignment(rest, name, begun.resource, begun.setup, begun.start, begun.end)
        )

    def _add(self, work: Assignment | Begun, option: Option) -> str:
        """One more step; its name in the rest."""
        key = work.opportunity, work.step
        step, name = self._index.steps[key], str(len(self.owners))
        self.owners.append(key)
        if step.tool and step.tool not in self.tools:
            self.tools[step.tool] = self._tool(step.tool, work)
        self.steps.append(
            Step(
                name,
                (option,),
                tool=step.tool,
                material=step.material,
                colour=step.colour,
            )
        )
        return name

    def _tool(self, name: str, work: Assignment | Begun) -> Tool:
        """A tool of others; one that they make stands where and when it is made."""
        tool, standing = self._index.tools[name], self._standing
        if tool.site:
            return tool
        for key in self._index.makers.get(name, ()):
            made = standing.facts.get(key) or standing.works[key[0]].get(key[1])
            if made:
                return replace(tool, site=self._site(made.resource), ready=made.end)
        return replace(tool, site=self._site(work.resource))

    def _site(self, resource: str) -> str:
        return self._index.problem.resource[resource].site
