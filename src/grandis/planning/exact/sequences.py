"""Works on a machine with changeovers form a sequence.

A circuit goes through all of them and through the machine's beginning, node 0;
the arc into a work says which changeover comes before it. What has begun is in
the circuit in its order; a work that is not done there is a loop of its own.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from grandis.planning.changeovers import changeover
from grandis.planning.exact.capacity import Doing
from grandis.planning.exact.facts import begun_together
from grandis.planning.exact.works import Literal
from grandis.planning.problem import Changeover, Problem, Resource, Setup, Step


@dataclass(frozen=True, slots=True)
class _Fact:
    """Begun steps whose holds overlap, in positions; `last` starts last."""

    start: int
    end: int
    last: Step


def changeover_depends_on_the_work_just_before(
    problem: Problem,
    model: cp_model.CpModel,
    resource: Resource,
    doing: list[Doing],
    others: Sequence[Step] = (),
) -> None:
    """Works in the order of their start, each after the changeover it needs.

    What the model leaves out of what `others` may do there can spare some of it.
    """
    table = next(t for t in problem.changeovers if t.id == resource.changeover)
    first, facts = _facts(problem, resource, doing)
    _Sequence(model, table, first, facts, doing, others).add()


def _facts(
    problem: Problem, resource: Resource, doing: list[Doing]
) -> tuple[Setup | Step, list[_Fact]]:
    """What stands on the machine before planned work, and facts in between."""
    hours = doing[0][1].line.hours
    steps = {
        (opportunity.id, step.id): step
        for opportunity in problem.opportunities
        for step in opportunity.steps
    }
    standing: Setup | Step = resource.setup
    facts = []
    for group in begun_together(problem, resource):
        latest = max(group, key=lambda begun: (begun.start, begun.end))
        last = steps[latest.opportunity, latest.step]
        start, end = min(b.setup for b in group), max(b.end for b in group)
        if start <= problem.now:
            standing = last  # nothing planned comes before it
        else:
            start, end = hours.opened_before(start), hours.opened_before(end)
            facts.append(_Fact(start, end, last))
    return standing, facts


class _Sequence:
    """The circuit of one machine: facts are nodes 1 …, then planned works."""

    def __init__(
        self,
        model: cp_model.CpModel,
        table: Changeover,
        standing: Setup | Step,
        facts: list[_Fact],
        doing: list[Doing],
        others: Sequence[Step],
    ) -> None:
        self.model = model
        self.table = table
        self.standing = standing
        self.facts = facts
        self.ways = [way for _, way in doing]
        self.others = others
        self.arcs: list[tuple[int, int, Literal]] = []
        #: By way, the changeover and the literal of each arc into it.
        self.before: list[list[tuple[int, Literal]]] = [[] for _ in doing]

    def add(self) -> None:
        self._arcs_between_facts()
        for number, way in enumerate(self.ways):
            node = 1 + len(self.facts) + number
            self.arcs.append((node, node, ~way.used))
            self._leave_for(number, 0, self.standing)
            self.arcs.append((node, 0, self.model.new_bool_var("")))
            for position, fact in enumerate(self.facts, 1):
                self._between_fact_and_work(position, fact, number)
            for other in range(len(self.ways)):
                if other != number:
                    self._between_works(number, other)
        if not self.facts:
            self.arcs.append((0, 0, self.model.new_bool_var("")))
        self.model.add_circuit(self.arcs)
        for way, before in zip(self.ways, self.before, strict=True):
            assert way.change is not None
            self.model.add(way.change == sum(t * follows for t, follows in before))

    def _arcs_between_facts(self) -> None:
        nodes = [*range(len(self.facts) + 1), 0]
        if self.facts:
            self.arcs += [
                (a, b, self.model.new_bool_var(""))
                for a, b in itertools.pairwise(nodes)
            ]

    def _leave_for(self, number: int, node: int, before: Setup | Step) -> Literal:
        """The arc from a node to the work of a way, and the changeover on it."""
        follows = self.model.new_bool_var("")
        self.arcs.append((node, 1 + len(self.facts) + number, follows))
        after = self.ways[number].window.step
        ticks = min(changeover(self.table, x, after) for x in (before, *self.others))
        self.before[number].append((ticks, follows))
        return follows

    def _between_fact_and_work(self, node: int, fact: _Fact, number: int) -> None:
        way = self.ways[number]
        follows = self._leave_for(number, node, fact.last)
        self.model.add(way.hold >= fact.end).only_enforce_if(follows)
        leads = self.model.new_bool_var("")
        self.arcs.append((1 + len(self.facts) + number, node, leads))
        self.model.add(way.line.finish <= fact.start).only_enforce_if(leads)

    def _between_works(self, number: int, other: int) -> None:
        """The arc from one work to another, where there is time for both."""
        way, after = self.ways[number], self.ways[other]
        if way.first + way.option.duration > after.last:
            return
        node = 1 + len(self.facts) + number
        follows = self._leave_for(other, node, way.window.step)
        self.model.add(after.hold >= way.line.finish).only_enforce_if(follows)
