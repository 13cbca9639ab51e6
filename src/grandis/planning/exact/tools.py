"""The complete model: a tool is at one place at a time, once it exists."""

from itertools import combinations

from ortools.sat.python import cp_model

from grandis.planning.exact.works import Maker, Work
from grandis.planning.problem import Tool
from grandis.planning.worktime import union


class ToolUse:
    """A tool is held once at a time, travels between holds, and is made first."""

    def __init__(
        self, make: Maker, tool: Tool, works: dict[tuple[str, str], Work]
    ) -> None:
        self.problem = make.problem
        self.model = make.model
        self.make = make
        users = [work for work in works.values() if work.step.tool == tool.id]
        makers = [work for work in works.values() if work.step.makes == tool.id]
        for work in users:
            if not work.begun:
                self._tool_exists_first(tool, makers, work)
        self._tool_is_held_once_at_a_time(users)
        places = {place for work in users for place in self._tool_places(work)}
        for one, other in combinations(users, 2):
            if len(places) == 1 or (one.begun and other.begun):
                continue
            first = self.model.new_bool_var(
                f"{tool.id}: {one.name} before {other.name}"
            )
            self._tool_moves_on(one, other, first)
            self._tool_moves_on(other, one, ~first)

    def _tool_is_held_once_at_a_time(self, users: list[Work]) -> None:
        model = self.model
        holds = [
            model.new_optional_interval_var(
                work.hold,
                model.new_int_var(0, self.problem.horizon, ""),
                work.end,
                work.active,
                f"{work.name} holds {work.step.tool}",
            )
            for work in users
            if not work.begun
        ]
        facts = [work.begun for work in users if work.begun]
        fixed = [
            model.new_fixed_size_interval_var(start, end - start, "")
            for start, end in union((b.setup, b.end) for b in facts)
        ]
        model.add_no_overlap([*holds, *fixed])

    def _tool_exists_first(self, tool: Tool, makers: list[Work], work: Work) -> None:
        model = self.model
        if tool.site is None:
            model.add_bool_or([maker.active for maker in makers] + [~work.active])
        for destination, here in self.make.places(work).items():
            if tool.site is not None:
                ticks = self.make.way_between(tool.site, destination)
                if ticks is None:
                    model.add(here == 0)
                else:
                    model.add(work.hold >= tool.ready + ticks).only_enforce_if(here)
        for maker in makers:
            self._tool_moves_on(maker, work, None)

    def _tool_moves_on(
        self, before: Work, after: Work, order: cp_model.LiteralT | None
    ) -> None:
        """`after` holds the tool once `before` is done and it has come."""
        model = self.model
        given = [] if order is None else [order]
        for origin, left in self._tool_places(before).items():
            for destination, arrived in self._tool_places(after).items():
                ticks = self.make.way_between(origin, destination)
                when = [left, arrived, *given]
                if ticks is None:
                    model.add_bool_or([~literal for literal in when])
                else:
                    model.add(after.hold >= before.end + ticks).only_enforce_if(*when)

    def _tool_places(self, work: Work) -> dict[str, cp_model.IntVar]:
        """Where a step holds its tool; a fact does, whatever is taken."""
        if work.begun:
            return {
                self.problem.resource[
                    work.begun.resource
                ].site: self.model.new_constant(1)
            }
        return self.make.places(work)
