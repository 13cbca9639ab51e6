"""How long the changeover before each work takes at least.

It depends on what stands on the machine before: anything else that can be done there,
or what the machine is set up for in the beginning. Who uses the tool of a work only
after it does not stand before it. A changeover lies just before its work.
"""

from collections.abc import Iterator

import numpy as np

from grandis.planning.changeovers import changeover
from grandis.planning.search.arrays import Ints
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.numbering import ints
from grandis.planning.search.priced.arrays import Priced
from grandis.planning.search.priced.compiling import way_of_node
from grandis.planning.search.priced.ranges import Ranges


class Changes:
    """The changeovers of a problem on routes of which orders at tools are settled."""

    def __init__(self, compiled: Compiled, route_step: Ints, p: Priced) -> None:
        problem = compiled.problem
        tables = {table.id: table for table in problem.changeovers}
        self._machines = [
            (r.setup, tables.get(r.changeover or "") if r.capacity == 1 else None)
            for r in problem.resources
        ]
        self._steps = [step for _, step in compiled.numbering.steps]
        self._resource = p.way_resource.tolist()
        self._step_of_way = np.repeat(np.arange(len(self._steps)), np.diff(p.way_ptr))
        self._is_fact = p.way_start >= 0
        self._way = way_of_node(route_step, p)
        numbers: dict[frozenset[int], int] = {}
        after = ints(
            numbers.setdefault(frozenset(steps), len(numbers))
            for steps in _users_after(route_step, p)
        )
        self._after = list(numbers)
        keys = np.stack([self._way, np.repeat(after, np.diff(p.node_ptr))])
        self._keys, self._key = np.unique(keys, axis=1, return_inverse=True)

    def least(self, when: Ranges) -> Ints:
        """Ticks before what each node does, if nothing starts outside of `when`."""
        possible = self._is_fact.copy()
        node = np.repeat(np.arange(len(self._way)), np.diff(when.range_ptr))
        possible[self._way[node[when.last >= 0]]] = True
        steps: list[list[int]] = [[] for _ in self._machines]
        for way in np.flatnonzero(possible).tolist():
            steps[self._resource[way]].append(int(self._step_of_way[way]))
        least = ints(
            self._least(way, self._after[after], steps[self._resource[way]])
            for way, after in self._keys.T.tolist()
        )
        return least[self._key]

    def _least(self, way: int, after: frozenset[int], steps: list[int]) -> int:
        """Ticks before a way; of the steps there some come after it."""
        setup, table = self._machines[self._resource[way]]
        if table is None or self._is_fact[way]:
            return 0
        own = int(self._step_of_way[way])
        before = (self._steps[x] for x in steps if x != own and x not in after)
        return min(changeover(table, x, self._steps[own]) for x in (setup, *before))


def _users_after(route_step: Ints, p: Priced) -> Iterator[list[int]]:
    """The steps that use the tool of each step of a route after it."""
    steps, followed = route_step.tolist(), p.followed.tolist()
    for at in followed:
        users = []
        while at >= 0:
            users.append(steps[at])
            at = followed[at]
        yield users
