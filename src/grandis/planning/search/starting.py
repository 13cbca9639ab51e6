"""Orders in which opportunities are inserted for a first plan.

Those that are due first come first, so that the plan fills from now on; the more
one is worth, the earlier its turn.
"""

import numpy as np

from grandis.planning.search.arrays import MAKESPAN, SURPLUS, Arrays, Floats, Ints

#: For surplus the most worthy goes before those due so many standard deviations
#: of all due dates earlier.
LEADS = (0.5, 1.0)


def orders(a: Arrays) -> list[Ints]:
    """Orders worth a try, of which the best first plan is kept."""
    if a.goal == MAKESPAN or len(a.price) == 0:
        return [np.argsort(a.release, kind="stable")]
    due = _first_due(a)
    if a.goal != SURPLUS:
        return [np.argsort(due / np.maximum(a.weight, 1), kind="stable")]
    rank = np.argsort(np.argsort(_worth(a), kind="stable")) / len(a.price)
    return [np.argsort(due - lead * due.std() * rank, kind="stable") for lead in LEADS]


def _first_due(a: Arrays) -> Floats:
    """When the first of each opportunity is due; the horizon where nothing is."""
    due = np.full(len(a.price), float(a.horizon))
    has = np.flatnonzero(np.diff(a.due_ptr))
    due[has] = a.due[a.due_ptr[has]]
    return due


def _worth(a: Arrays) -> Floats:
    """The surplus that each opportunity brings on its cheapest route."""
    least = np.full(len(a.price), np.inf)
    opportunity = np.repeat(np.arange(len(a.price)), np.diff(a.route_ptr))
    np.minimum.at(least, opportunity, a.route_least)
    return a.price - least
