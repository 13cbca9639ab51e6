"""Ways between sites: the time they take and what they cost."""

from collections.abc import Iterable
from itertools import product

from ortools.sat.python import cp_model

from grandis.planning.exact.works import Expr, Literal, Work
from grandis.planning.problem import Problem


class Transport:
    """The links of a problem, in rules for works that may be done at many sites."""

    def __init__(self, problem: Problem, model: cp_model.CpModel) -> None:
        self.problem = problem
        self.model = model

    def ticks(self, origin: str, destination: str) -> int | None:
        """Time from one site to another; None: there is no way."""
        if origin == destination:
            return 0
        link = self.problem.link.get((origin, destination))
        return None if link is None else link.duration

    def moves(self, sites: Iterable[str]) -> bool:
        """Whether any way between these sites takes time or is missing."""
        found = set(sites)
        return any(self.ticks(a, b) != 0 for a, b in product(found, found))

    def leaves_time(
        self, before: Work, after: Work, moment: Expr, given: list[Literal]
    ) -> None:
        """`moment` of a work waits for another's end and the way between them.

        Only where both are done and all of `given` hold.
        """
        ways = {
            (origin, destination): self.ticks(origin, destination)
            for origin, destination in product(before.places, after.places)
        }
        least = min((t for t in ways.values() if t is not None), default=0)
        both = [before.active, after.active, *given]
        self.model.add(moment >= before.end + least).only_enforce_if(both)
        for (origin, destination), ticks in ways.items():
            these = [before.places[origin], after.places[destination], *given]
            if ticks is None:
                self.model.add_bool_or([~literal for literal in these])
            elif ticks > least:
                self.model.add(moment >= before.end + ticks).only_enforce_if(these)

    def fare(self, before: Work, after: Work) -> Expr | int:
        """What the transport between two works costs.

        Parts leave each site and arrive at each site as often as the works are
        done there: a transport problem, tight where its literals are fractions.
        """
        costs = {
            (origin, destination): self.problem.link[origin, destination].cost
            for origin, destination in product(before.places, after.places)
            if (origin, destination) in self.problem.link
        }
        if not any(costs.values()):
            return 0
        trips = {
            pair: self.model.new_bool_var("")
            for pair in product(before.places, after.places)
        }
        for site, used in before.places.items():
            self.model.add(sum(t for (a, _), t in trips.items() if a == site) <= used)
        for site, used in after.places.items():
            self.model.add(sum(t for (_, b), t in trips.items() if b == site) <= used)
        self.model.add(sum(trips.values()) >= before.active + after.active - 1)
        return sum(cost * trips[pair] for pair, cost in costs.items())
