"""Kernels: insert one opportunity into the standing plan, greedily.

Steps are placed one by one in topological order. Routes, and levels of haste from
the cheapest chain to the fastest, are tried, and the best is kept: all of them to
construct or to quote, a few by lot while the search puts opportunities back.
"""

import numpy as np

from grandis.planning.search.arrays import MAKESPAN, SURPLUS, Arrays, Ints, State
from grandis.planning.search.chains import chain_energy, keeps_policy, withdraw
from grandis.planning.search.jit import lean
from grandis.planning.search.lanes import put
from grandis.planning.search.lot import draw
from grandis.planning.search.placing import (
    NONE,
    place_as_it_stood,
    place_step,
    transport,
)

#: Routes of an opportunity tried at one insertion, and levels of haste for each.
MOST_ROUTES, LEVELS = 4, 4
#: Haste is drawn between these powers of 10: for surplus in units of what a tick of
#: work costs, otherwise in ticks of work for an end one tick earlier.
LEAST_HASTE, MOST_HASTE = -2.0, 0.5
LEAST_TIMELY, MOST_TIMELY = -1.2, -0.2
#: How often an opportunity is planned as cheaply as possible, whenever it ends.
CHEAPLY = 0.25
#: In this haste only the end counts.
UTMOST_HASTE = 1e3
#: Times that an opportunity is tried without the member whose share is too large,
#: or with one more step at a member that is required.
AGAIN = 3
#: How often an opportunity is tried on the route on which it stood.
SAME_ROUTE = 0.5
#: For surplus: how often only a few steps are placed anew, on whatever route; then a
#: step stays where it stood with a chance drawn between these.
IN_PART = 0.6
LEAST_STAYS, MOST_STAYS = 0.6, 0.95


@lean
def _haste_by_lot(a: Arrays, s: State, j: int) -> float:
    if a.goal == MAKESPAN:
        return UTMOST_HASTE
    if a.goal == SURPLUS:
        span = (MOST_HASTE - LEAST_HASTE) * draw(s.random)
        return a.time_value[j] * 10.0 ** (LEAST_HASTE + span)
    return 10.0 ** (LEAST_TIMELY + (MOST_TIMELY - LEAST_TIMELY) * draw(s.random))


@lean
def _place_route(
    a: Arrays,
    s: State,
    j: int,
    route: int,
    haste: float,
    noise: float,
    taboo: int,
    best: float,
    stays: float,
) -> bool:
    """Place the steps of a route; False if they do not fit, or cost too much.

    With the chance `stays` a step is put where it stood, if it still fits there.
    """
    least = best + a.price[j]
    for i in range(a.route_step_ptr[route], a.route_step_ptr[route + 1]):
        step = a.route_step[i]
        if a.begun[step]:
            continue
        onward = a.onward_ptr[i] - a.place_ptr[step]
        stands = stays > 0 and draw(s.random) < stays
        stands = stands and place_as_it_stood(a, s, step, taboo)
        if not stands and not place_step(a, s, step, onward, haste, noise, taboo):
            return False
        if a.goal == SURPLUS:
            _, fare = transport(a, s, step, s.lane[step])
            least -= s.cost[step] + fare
            if a.onward[onward + s.place[step]] >= least:
                return False
    return True


@lean
def _want(a: Arrays, s: State, route: int, member: int) -> bool:
    """Want a step of a route, by lot, at a member; False if it can do none of them."""
    chosen, ties = -1, 0
    for i in range(a.route_step_ptr[route], a.route_step_ptr[route + 1]):
        step = a.route_step[i]
        if a.begun[step] or s.wanted[step] >= 0:
            continue
        for place in range(a.place_ptr[step], a.place_ptr[step + 1]):
            if a.lane_member[a.place_lane[place]] == member:
                ties += 1
                if draw(s.random) * ties < 1.0:
                    chosen = step
                break
    if chosen >= 0:
        s.wanted[chosen] = member
    return bool(chosen >= 0)


@lean
def _try(
    a: Arrays,
    s: State,
    j: int,
    route: int,
    haste: float,
    noise: float,
    best: float,
    stays: float,
) -> float:
    """Place a route of j, if its energy is then below `best`; the energy, or inf."""
    taboo, found = NONE, np.inf
    for _ in range(AGAIN + a.required_ptr[j + 1] - a.required_ptr[j]):
        blame = NONE
        if _place_route(a, s, j, route, haste, noise, taboo, best, stays):
            blame = keeps_policy(a, s, j, route)
            energy = chain_energy(a, s, j, route) if blame == -2 else np.inf
            if energy < best:
                s.route[j], s.energy[j], found = route, energy, energy
                break
        withdraw(a, s, j)
        if blame >= 0:
            taboo = blame
        elif blame > -3 or not _want(a, s, route, -3 - blame):
            break
    for i in range(a.route_step_ptr[route], a.route_step_ptr[route + 1]):
        s.wanted[a.route_step[i]] = NONE
    return found


@lean
def keep(a: Arrays, s: State, j: int, kept: Ints) -> None:
    """Note place, start and end of the steps of an opportunity."""
    for step in range(a.step_ptr[j], a.step_ptr[j + 1]):
        kept[step, 0] = s.place[step]
        kept[step, 1] = s.start[step]
        kept[step, 2] = s.end[step]


@lean
def restore(a: Arrays, s: State, j: int, route: int, energy: float, kept: Ints) -> None:
    """Put opportunity j back as `keep` found it."""
    for step in range(a.step_ptr[j], a.step_ptr[j + 1]):
        if kept[step, 0] >= 0:
            put(a, s, step, kept[step, 0], kept[step, 1], kept[step, 2])
    s.route[j] = route
    s.energy[j] = energy


@lean
def insert(a: Arrays, s: State, j: int) -> bool:
    """Insert opportunity j by the best of all greedy tries.

    False, with the plan as before, when no try improves on leaving it out.
    """
    best, best_route = s.energy[j], NONE
    routes = a.route_ptr[j + 1] - a.route_ptr[j]
    first = int(draw(s.random) * routes)
    for r in range(min(routes, MOST_ROUTES)):
        route = a.route_ptr[j] + (first + r) % routes
        for level in range(LEVELS):
            if a.goal == SURPLUS and a.route_least[route] - a.price[j] >= best:
                break
            haste = 0.0 if a.goal == SURPLUS else UTMOST_HASTE
            if level > 0:
                haste = _haste_by_lot(a, s, j)
            energy = _try(a, s, j, route, haste, 0.0, best, 0.0)
            if energy < best:
                best, best_route = energy, route
                keep(a, s, j, s.aside)
                withdraw(a, s, j)
    if best_route < 0:
        return False
    restore(a, s, j, best_route, best, s.aside)
    return True


@lean
def insert_by_lot(
    a: Arrays, s: State, j: int, before: int, tries: int, noise: float, most: float
) -> bool:
    """The same by a few tries, if its energy is then below `most`.

    `before` is the route on which j stood, or -1; `stood` says how.
    """
    best, best_route = min(s.energy[j], most), NONE
    routes = a.route_ptr[j + 1] - a.route_ptr[j]
    for n in range(tries if routes > 0 else 0):
        route = before
        if before < 0 or draw(s.random) > SAME_ROUTE:
            route = a.route_ptr[j] + int(draw(s.random) * routes)
        if a.goal == SURPLUS and a.route_least[route] - a.price[j] >= best:
            continue
        haste = 0.0
        if a.goal != SURPLUS or draw(s.random) >= CHEAPLY:
            haste = _haste_by_lot(a, s, j)
        stays = 0.0
        if a.goal == SURPLUS and before >= 0 and draw(s.random) < IN_PART:
            stays = LEAST_STAYS + (MOST_STAYS - LEAST_STAYS) * draw(s.random)
        energy = _try(a, s, j, route, haste, noise, best, stays)
        if energy < best:
            best, best_route = energy, route
            if n == tries - 1:
                return True
            keep(a, s, j, s.aside)
            withdraw(a, s, j)
    if best_route < 0:
        return False
    restore(a, s, j, best_route, best, s.aside)
    return True
