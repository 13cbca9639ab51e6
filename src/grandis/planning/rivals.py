"""Which opportunities get in each other's way, and what they lose by it at least.

Prices let each opportunity choose as if it could have all that it pays for. A few that
want the same machines may not get it together, or one alone not at all, as prices do
not know every rule: then a small complete model of these few tells what they lose at
least. What such groups lose adds up, if nobody is in two, and no better plan loses more
than the gap: so little is left of it for all others.
"""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from grandis.planning.accounts import accounts
from grandis.planning.plan import Assignment, Taken
from grandis.planning.problem import Opportunity, Problem
from grandis.planning.windows import Scope

Names = frozenset[str]

#: An opportunity is asked about that loses more in a plan than this part of what it
#: would, if all lost as much of the gap.
NOTABLE = 0.7
#: A group that loses this part of what it does in the plan needs nobody else in it.
ENOUGH = 0.8
#: Opportunities in a group.
MOST_TOGETHER = 3


def lost_in(
    problem: Problem,
    scope: Scope,
    taken: tuple[Taken, ...],
    assignments: tuple[Assignment, ...],
) -> dict[str, int]:
    """What each opportunity loses in a plan by what a scope says, in cents.

    All that may be lost, where it does what is out of the scope.
    """
    booked = accounts(problem, taken, assignments)
    begun = {(b.opportunity, b.step): b.cost for b in problem.begun}
    works: dict[str, list[Assignment]] = {o.id: [] for o in problem.opportunities}
    for assignment in assignments:
        if (assignment.opportunity, assignment.step) not in begun:
            works[assignment.opportunity].append(assignment)

    def lost(opportunity: Opportunity) -> int:
        if opportunity.id not in booked:
            spent = sum(c for (name, _), c in begun.items() if name == opportunity.id)
            return max(0, scope.most[opportunity.id] + spent)
        dearest = rents = 0
        for work in works[opportunity.id]:
            key = work.opportunity, work.step, work.resource
            lies = [
                x
                for x in scope.within.get(key, ())
                if x.earliest <= work.start and work.end <= x.latest
            ]
            if not lies:
                return scope.allowance
            dearest = max(dearest, min(x.loss for x in lies))
            rents += min(x.rent for x in lies)
        brought = booked[opportunity.id].surplus
        return max(dearest, scope.most[opportunity.id] - brought + rents)

    return {o.id: lost(o) for o in problem.opportunities}


def lost_together(
    lost: Mapping[str, int],
    rivalry: NDArray[np.float64],
    allowance: int,
    least: Callable[[Names], int],
    before: Iterable[Names],
    stop: Callable[[], bool],
) -> dict[Names, int]:
    """Groups of opportunities, and what each loses at least, in cents.

    Parameters
    ----------
    lost
        What each opportunity loses in a plan. A group begins with one that loses
        much; as long as it is not proven to lose as much, its strongest rival joins.
    rivalry
        What every two would both pay for the same time, in the order of `lost`.
    least
        What a group loses at least.
    before
        Groups that lost much at other prices: they are asked about first.
    """
    names = list(lost)
    number = {name: n for n, name in enumerate(names)}
    known: dict[Names, int] = {}

    def with_rival(group: Names) -> Names | None:
        own = [number[name] for name in group]
        wanted = rivalry[own].max(axis=0)
        wanted[own] = 0.0
        rival = int(wanted.argmax())
        return group | {names[rival]} if wanted[rival] > 0 else None

    def is_clear(group: Names) -> bool:
        if group not in known:
            known[group] = least(group)
        return known[group] >= ENOUGH * sum(lost[name] for name in group)

    groups = [*before, *(Names({n}) for n in sorted(names, key=lambda n: -lost[n]))]
    for first in groups:
        group: Names | None = first
        if max(lost[name] for name in first) <= NOTABLE * allowance / len(names):
            continue
        while group and not stop() and not is_clear(group):
            group = with_rival(group) if len(group) < MOST_TOGETHER else None
    return _apart(known)


def _apart(known: Mapping[Names, int]) -> dict[Names, int]:
    """Groups of which nobody is in two, those that lose most first."""
    kept: dict[Names, int] = {}
    order: Iterable[Names] = sorted(
        known, key=lambda group: (-known[group], len(group))
    )
    for group in order:
        if known[group] > 0 and not any(group & other for other in kept):
            kept[group] = known[group]
    return kept
