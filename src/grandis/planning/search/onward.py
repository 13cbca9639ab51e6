"""Kernels: what the steps after a step cost at least, known before any plan is.

Work and transport of all that follows on a route; a step with several before it
is shared out among them. Without this a greedy choice would put a step where it is
cheap and everything after it far away.
"""

import numpy as np

from grandis.planning.search.arrays import Arrays, Ints
from grandis.planning.search.jit import kernel, lean


@lean
def _entry(a: Arrays, route: int, step: int) -> int:
    """Where a step stands in `route_step` on a route; -1: it is not on it."""
    low, high = a.route_step_ptr[route], a.route_step_ptr[route + 1]
    while low < high:
        middle = (low + high) // 2
        if a.route_step[middle] < step:
            low = middle + 1
        else:
            high = middle
    if low < a.route_step_ptr[route + 1] and a.route_step[low] == step:
        return low
    return -1


@lean
def _repeats(a: Arrays, place: int, first: int) -> bool:
    """Whether a place is another lane of the option before it."""
    return bool(place > first and a.place_option[place] == a.place_option[place - 1])


@lean
def _least_from(a: Arrays, origin: int, entry: int) -> float:
    """The least that a step and what follows cost when its parts come from a site."""
    step = a.route_step[entry]
    first = a.place_ptr[step]
    least = np.inf
    for place in range(first, a.place_ptr[step + 1]):
        if not _repeats(a, place, first):
            cost = a.place_cost[place] + a.onward[a.onward_ptr[entry] + place - first]
            if origin >= 0:
                cost += a.fare[origin, a.lane_site[a.place_lane[place]]]
            least = min(least, cost)
    return least


@lean
def _add_to(a: Arrays, before: int, entry: int, arrivals: int) -> None:
    """Add a step's part to each place of a step before it; both are entries."""
    step = a.route_step[before]
    first, at = a.place_ptr[step], a.onward_ptr[before]
    least = 0.0
    for place in range(first, a.place_ptr[step + 1]):
        if not _repeats(a, place, first):
            least = _least_from(a, a.lane_site[a.place_lane[place]], entry)
        a.onward[at + place - first] += least / arrivals


@kernel
def reckon_onward(a: Arrays) -> None:
    """Fill `onward` and `route_least` of all routes."""
    entries = np.empty(len(a.step_opportunity), np.int64)
    for route in range(len(a.route_least)):
        low, high = a.route_step_ptr[route], a.route_step_ptr[route + 1]
        for entry in range(high - 1, low - 1, -1):
            step = a.route_step[entry]
            if not a.begun[step]:
                arrivals = _list_before(a, route, step, entries)
                for i in range(arrivals):
                    _add_to(a, entries[i], entry, arrivals)
                if arrivals == 0:
                    a.route_least[route] += _least_from(a, -1, entry)


@lean
def _list_before(a: Arrays, route: int, step: int, entries: Ints) -> int:
    """List the entries of those that a step comes after on a route; how many."""
    count = 0
    for i in range(a.before_ptr[step], a.before_ptr[step + 1]):
        entry = _entry(a, route, a.before[i])
        if entry >= 0:
            entries[count] = entry
            count += 1
    return count
