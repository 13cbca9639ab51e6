"""Kernels: begin a search with a plan that stands, instead of with an empty one."""

from collections.abc import Iterable

import numpy as np

from grandis.planning.plan import Assignment, Taken
from grandis.planning.search.arrays import Arrays, Ints, State
from grandis.planning.search.chains import chain_energy, withdraw
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.gaps import earliest
from grandis.planning.search.jit import lean
from grandis.planning.search.lanes import put
from grandis.planning.search.placing import NONE, transport


def put_plan(
    compiled: Compiled,
    arrays: Arrays,
    state: State,
    taken: Iterable[Taken],
    assignments: Iterable[Assignment],
) -> None:
    """Put the opportunities of a plan into an empty state, just where they stand.

    Those that have no room there, beside what has begun or is held, are left out.

    Parameters
    ----------
    arrays, state
        Those of the compiled problem, boxed for kernels.
    """
    n = compiled.numbering
    route = np.full(len(n.opportunity), -1, np.int64)
    for t in taken:
        j = n.opportunity[t.opportunity]
        for number, (branches, _) in enumerate(compiled.routes[j]):
            if branches == frozenset(t.branches):
                route[j] = compiled.arrays.route_ptr[j] + number
    option = np.full(len(n.steps), -1, np.int64)
    start = np.zeros(len(n.steps), np.int64)
    for a in assignments:
        key = a.opportunity, a.step
        if key not in n.begun:
            step = n.step[key]
            names = [option.resource for option in n.steps[step][1].options]
            option[step] = names.index(a.resource)
            start[step] = a.start
    steps = np.flatnonzero(option >= 0)
    order = steps[np.argsort(start[steps], kind="stable")]
    _stand(arrays, state, route, order, option, start)


@lean
def _stand(
    a: Arrays, s: State, route: Ints, order: Ints, option: Ints, start: Ints
) -> None:
    """Place steps in their `order` in time, without opportunities that do not fit."""
    while True:
        misfit = _place_all(a, s, route, order, option, start)
        if misfit < 0:
            return
        route[misfit] = NONE
        for j in range(len(route)):
            withdraw(a, s, j)


@lean
def _place_all(
    a: Arrays, s: State, route: Ints, order: Ints, option: Ints, start: Ints
) -> int:
    """Place all opportunities that have a route; -1, or the first that does not fit."""
    for i in range(len(order)):
        step = order[i]
        j = a.step_opportunity[step]
        if route[j] >= 0 and not _place_at(a, s, step, option[step], start[step]):
            return j
    for j in range(len(route)):
        if route[j] >= 0:
            for i in range(a.route_step_ptr[route[j]], a.route_step_ptr[route[j] + 1]):
                if s.place[a.route_step[i]] == -1:
                    return j
            energy = chain_energy(a, s, j, route[j])
            if energy == np.inf:
                return j
            s.route[j], s.energy[j] = route[j], energy
    return NONE


@lean
def _place_at(a: Arrays, s: State, step: int, option: int, start: int) -> bool:
    """Put a step at its start by this option; False if it has no room there."""
    last = a.last[step]
    for place in range(a.place_ptr[step], a.place_ptr[step + 1]):
        if a.place_option[place] != option:
            continue
        lane, duration = a.place_lane[place], a.place_duration[place]
        ready, _ = transport(a, s, step, lane)
        if ready > start or start + duration > last:
            return False
        found, end = earliest(a, s, step, lane, duration, start, last)
        if found == start:
            put(a, s, step, place, start, end)
            return True
    return False
