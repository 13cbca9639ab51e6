"""Kernels: ruin and recreate, the main search.

Take a few related opportunities out of the plan, put them and perhaps a
refused one back in another order, and keep the result if it is better, or not
much worse while the temperature is high (Schrimpf et al. 2000).
"""

import numpy as np

from grandis.planning.search.arrays import (
    MAKESPAN,
    SURPLUS,
    Arrays,
    Floats,
    Found,
    Ints,
    State,
)
from grandis.planning.search.chains import MISSING, withdraw
from grandis.planning.search.choosing import MOST_RUINED, choose, order
from grandis.planning.search.insertion import insert, insert_by_lot, keep, restore
from grandis.planning.search.jit import kernel, lean
from grandis.planning.search.lanes import next_stands
from grandis.planning.search.lot import draw

#: Entries of `energies`: of the plan, of the best, and the scale of the temperature:
#: how much worse a plan usually gets when it gets worse; for surplus, what one
#: opportunity brings.
NOW, BEST, SCALE = 0, 1, 2
#: Costs are blurred by up to this part when opportunities are put back.
MOST_NOISE = 0.1
#: Ways tried to put an opportunity back, for surplus and otherwise.
MORE_TRIES, TRIES = 2, 1
#: What a newer worsening weighs in the mean.
NEWS = 0.01
#: Cents by which sums may be wrong.
MARGIN = 1e-3


@lean
def energy_of(a: Arrays, s: State) -> float:
    """What the search minimises: the objective, with penalties for what is missing."""
    total = 0.0
    for j in range(len(s.energy)):
        total += s.energy[j]
    if a.goal == MAKESPAN:
        latest = 0
        for lane in range(len(s.items)):
            for i in range(a.item_ptr[lane], a.item_ptr[lane] + s.items[lane]):
                if s.item_step[i] >= 0:
                    latest = max(latest, s.item_end[i])
        total += latest
    return total


@lean
def _keep_best(a: Arrays, s: State, best: Found) -> None:
    """Make `best` equal to the plan, where they differ."""
    for i in range(s.changes[0]):
        j = s.changed[i]
        s.is_changed[j] = 0
        best.route[j] = s.route[j]
        for step in range(a.step_ptr[j], a.step_ptr[j + 1]):
            best.place[step] = s.place[step]
            best.lane[step] = s.lane[step]
            best.setup[step] = s.setup[step]
            best.start[step] = s.start[step]
            best.end[step] = s.end[step]
            best.cost[step] = s.cost[step]
    s.changes[0] = 0


@lean
def _ruin(
    a: Arrays, s: State, out: Ints, count: int, routes: Ints, old: Floats
) -> bool:
    """Take opportunities out and note how they stood; False if others suffer."""
    for i in range(count):
        j = out[i]
        routes[i], old[i] = s.route[j], s.energy[j]
        keep(a, s, j, s.stood)
        withdraw(a, s, j)
    for i in range(count):
        for step in range(a.step_ptr[out[i]], a.step_ptr[out[i] + 1]):
            place, start = s.stood[step, 0], s.stood[step, 1]
            if place >= 0 and not next_stands(a, s, a.place_lane[place], start):
                return False
    return True


@lean
def _repair(
    a: Arrays, s: State, out: Ints, count: int, routes: Ints, old: Floats
) -> None:
    """Put opportunities back as `_ruin` noted them."""
    for i in range(count):
        withdraw(a, s, out[i])
    for i in range(count):
        if routes[i] >= 0:
            restore(a, s, out[i], routes[i], old[i], s.stood)


@lean
def _least_energy(a: Arrays, j: int) -> float:
    """What an opportunity adds to the energy at least, wherever it stands."""
    if a.goal != SURPLUS:
        return 0.0
    least = float(a.begun_cost[j])
    for route in range(a.route_ptr[j], a.route_ptr[j + 1]):
        least = min(least, a.route_least[route] - a.price[j])
    return least


@lean
def _recreate(
    a: Arrays,
    s: State,
    out: Ints,
    count: int,
    routes: Ints,
    ranks: Ints,
    key: Floats,
    most: float,
) -> bool:
    """Put opportunities back in some order; False if they must exceed `most`.

    That is given up as soon as it is certain.
    """
    order(a, s, out, ranks, count, key)
    noise = MOST_NOISE * draw(s.random) ** 2
    tries = MORE_TRIES if a.goal == SURPLUS else TRIES
    for i in range(count):
        most -= _least_energy(a, out[i])
    for n in range(count):
        i = ranks[n]
        most += _least_energy(a, out[i])
        insert_by_lot(a, s, out[i], routes[i], tries, noise, most)
        most -= s.energy[out[i]]
        if most <= 0:
            return False
    return True


@kernel
def _iterate(a: Arrays, s: State, heat: float, energies: Floats) -> None:
    """One ruin and recreate."""
    out = np.empty(MOST_RUINED, np.int64)
    count = choose(a, s, out)
    routes, ranks = np.empty(count, np.int64), np.empty(count, np.int64)
    old, key = np.empty(count), np.empty(count)
    if _ruin(a, s, out, count, routes, old):
        before = old.sum()
        worse = -heat * np.log(max(1e-12, draw(s.random)))
        most = np.inf
        if a.goal == SURPLUS:
            most = before + worse * energies[SCALE] + MARGIN
        if _recreate(a, s, out, count, routes, ranks, key, most):
            after = energies[NOW] - before
            for i in range(count):
                after += s.energy[out[i]]
            if a.goal == MAKESPAN:
                after = energy_of(a, s)
            if _is_accepted(a, after - energies[NOW], worse, energies):
                energies[NOW] = after
                return
    _repair(a, s, out, count, routes, old)


@lean
def _is_accepted(a: Arrays, worse: float, most: float, energies: Floats) -> bool:
    """Whether to go on from a plan that is so much worse: up to `most` of the scale."""
    if worse <= 0:
        return True
    if worse < MISSING / 2 and a.goal != SURPLUS:
        scale = energies[SCALE]
        energies[SCALE] += (worse - scale) * (NEWS if scale > 0 else 1.0)
    return bool(worse <= most * energies[SCALE])


@lean
def _mean_surplus(a: Arrays, s: State) -> float:
    """What those bring on average that are taken."""
    total, taken = 0.0, 0
    for j in range(len(s.route)):
        if s.route[j] >= 0:
            total += max(0.0, -s.energy[j])
            taken += 1
    return total / max(1, taken)


@kernel
def improve(
    a: Arrays,
    s: State,
    best: Found,
    energies: Floats,
    iterations: int,
    heat: float,
) -> None:
    """Ruin and recreate `iterations` times; `best` keeps the best plan met.

    The temperature is `heat` times the scale. `energies` is kept up to date.
    """
    energies[NOW] = energy_of(a, s)
    if a.goal == SURPLUS:
        energies[SCALE] = _mean_surplus(a, s)
    for _ in range(iterations):
        _iterate(a, s, heat, energies)
        if energies[NOW] < energies[BEST] - 1e-9:
            energies[BEST] = energies[NOW]
            _keep_best(a, s, best)


@lean
def construct(a: Arrays, s: State, in_turn: Ints) -> float:
    """Insert every opportunity that is not in the plan, in the order given."""
    for i in range(len(in_turn)):
        if s.route[in_turn[i]] < 0:
            insert(a, s, in_turn[i])
    return energy_of(a, s)
