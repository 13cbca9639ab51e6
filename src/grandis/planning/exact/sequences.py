"""The complete model: changeovers on a machine."""

from ortools.sat.python import cp_model

from grandis.planning.exact.works import Maker, Way, Work, ways_on
from grandis.planning.problem import Resource, Setup, Step


class Sequence:
    """Works follow each other with changeovers: a circuit of who comes after whom."""

    def __init__(
        self, make: Maker, resource: Resource, works: dict[tuple[str, str], Work]
    ) -> None:
        self.problem = make.problem
        self.model = make.model
        ways = ways_on(resource, works)
        if not ways:
            return
        facts = sorted(
            (w for w in works.values() if w.begun and w.begun.resource == resource.id),
            key=lambda work: (work.start, work.end),
        )
        nodes: list[tuple[Work, Way | None]] = [*((w, None) for w in facts), *ways]
        arcs: list[tuple[int, int, cp_model.LiteralT]] = []
        for j, (work, way) in enumerate(nodes, start=1):
            if way:
                arcs.append((j, j, ~way.used))
            if way or j == 1:
                first = self.model.new_bool_var("")
                arcs.append((0, j, first))
                self._comes_after(resource, None, work, way, first)
            arcs.append((j, 0, self.model.new_bool_var("")))
        if not facts:
            arcs.append((0, 0, self.model.new_bool_var("idle")))
        for i, (before, before_way) in enumerate(nodes, start=1):
            for j, (work, way) in enumerate(nodes, start=1):
                two_facts = before_way is None and way is None
                if i == j or (two_facts and j != i + 1):
                    continue
                follows = self.model.new_bool_var("")
                arcs.append((i, j, follows))
                self._comes_after(resource, before, work, way, follows)
        self.model.add_circuit(arcs)

    def _comes_after(
        self,
        resource: Resource,
        before: Work | None,
        work: Work,
        way: Way | None,
        follows: cp_model.IntVar,
    ) -> None:
        """What holds when `work` comes right after `before` (None: first)."""
        if way is not None:
            change = self._changeover(
                resource, before.step if before else resource.setup, work.step
            )
            self.model.add(way.change == change).only_enforce_if(follows)
            if before is not None:
                self.model.add(work.hold >= before.end).only_enforce_if(follows)
        elif before is not None and not before.begun:
            self.model.add(before.end <= work.hold).only_enforce_if(follows)

    def _changeover(self, resource: Resource, before: Step | Setup, after: Step) -> int:
        table = next(t for t in self.problem.changeovers if t.id == resource.changeover)
        ticks = 0
        if before.tool and after.tool and before.tool != after.tool:
            ticks = table.tool
        material = colour = 0
        if before.material and after.material and before.material != after.material:
            material = table.material
            for change in table.materials:
                if (change.before, change.after) == (before.material, after.material):
                    material = change.duration
        if before.colour and after.colour and before.colour != after.colour:
            colour = table.colour
            for change in table.colours:
                if (change.before, change.after) == (before.colour, after.colour):
                    colour = change.duration
        return ticks + max(material, colour)
