"""The plan: which opportunities are taken, by which route, who works when."""

from functools import cached_property
from typing import Annotated, Literal

import msgspec

from grandis.planning.problem import Id, Money, Objective, Record, Tick

Status = Literal["optimal", "feasible", "infeasible", "unknown"]


class Taken(Record, frozen=True):
    """An opportunity that is made, with the branch chosen at each active choice."""

    opportunity: Id
    branches: tuple[Id, ...] = ()


class Assignment(Record, frozen=True):
    """Who does a step and when.

    The resource is held from `setup` (the changeover, if any) over `start`
    (the work) to `end`; `cost` is in cents.
    """

    opportunity: Id
    step: Id
    resource: Id
    setup: Tick
    start: Tick
    end: Tick
    cost: Money = 0


class Plan(Record, frozen=True, dict=True, gc=True):
    """An answer to a `Problem`.

    `value` is the objective reached (cents of surplus, ticks of makespan, or
    weighted ticks of tardiness), `bound` what no plan can beat. ``optimal`` is
    said only when the two are equal. A plan that is ``infeasible`` (proven) or
    ``unknown`` (none found) has no assignments but those that had begun.
    """

    status: Status
    objective: Objective
    value: int
    bound: int
    taken: tuple[Taken, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    seed: int = 0
    seconds: Annotated[float, msgspec.Meta(ge=0)] = 0.0

    @property
    def gap(self) -> float:
        """How far the value may be from the best, relative to the value."""
        return abs(self.bound - self.value) / max(1, abs(self.value))

    @cached_property
    def taken_ids(self) -> frozenset[str]:
        """Ids of the opportunities taken."""
        return frozenset(taken.opportunity for taken in self.taken)

    @cached_property
    def by_step(self) -> dict[tuple[str, str], Assignment]:
        """Assignments by (opportunity, step) ids."""
        return {(a.opportunity, a.step): a for a in self.assignments}
