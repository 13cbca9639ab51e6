"""Kernels: ruin and recreate, the main search.

Take a few related opportunities out of the plan, put them and perhaps a
refused one back in another order, and keep the result if it is better, or not
much worse while the temperature is high (Schrimpf et al. 2000).
"""

import numpy as np

from grandis.planning.search.arrays import MAKESPAN, Arrays, Floats, Ints, State
from grandis.planning.search.insertion import draw, insert, keep, restore, withdraw
from grandis.planning.search.jit import kernel
from grandis.planning.search.lanes import first_item_ending_after, next_stands

#: The largest number of opportunities taken out at once.
MOST_RUINED = 8
#: Costs are blurred by up to this part when opportunities are put back.
MOST_NOISE = 0.3


@kernel
def energy_of(a: Arrays, s: State) -> float:
    """What the search minimises: the objective, with penalties for what is missing."""
    total = s.energy.sum()
    if a.goal == MAKESPAN:
        latest = 0
        for lane in range(len(s.items)):
            for i in range(a.item_ptr[lane], a.item_ptr[lane] + s.items[lane]):
                if s.item_step[i] >= 0:
                    latest = max(latest, s.item_end[i])
        total += latest
    return total


@kernel
def overwrite(target: State, source: State) -> None:
    """Make `target` equal to `source`."""
    target.items[:] = source.items
    target.item_start[:] = source.item_start
    target.item_end[:] = source.item_end
    target.item_step[:] = source.item_step
    target.uses[:] = source.uses
    target.use_step[:] = source.use_step
    target.place[:] = source.place
    target.lane[:] = source.lane
    target.setup[:] = source.setup
    target.start[:] = source.start
    target.end[:] = source.end
    target.cost[:] = source.cost
    target.route[:] = source.route
    target.energy[:] = source.energy


@kernel
def _mark(out: Ints, count: int, j: int) -> int:
    """Add j to the first `count` of `out` unless it is there; the new count."""
    for i in range(count):
        if out[i] == j:
            return count
    if count < len(out):
        out[count] = j
        return count + 1
    return count


@kernel
def _at_work(a: Arrays, s: State, lane: int, step: int) -> int:
    """Some step that stands on a lane about when another could; -1: none does."""
    from_tick = max(a.now, a.release[a.step_opportunity[step]])
    low = first_item_ending_after(a, s, lane, from_tick)
    high = first_item_ending_after(a, s, lane, a.last[step])
    if low >= s.items[lane]:
        return -1
    high = min(high + 1, s.items[lane])
    return s.item_step[a.item_ptr[lane] + low + int(draw(s.random) * (high - low))]


@kernel
def _choose(a: Arrays, s: State, out: Ints) -> int:
    """Choose related opportunities to take out; how many."""
    opportunities = len(s.route) - a.pinned
    first = int(draw(s.random) * opportunities)
    count = _mark(out, 0, first)
    wanted = 1 + int(draw(s.random) * min(MOST_RUINED - 1, opportunities))
    for _ in range(4 * wanted):
        if count >= wanted:
            break
        j = out[int(draw(s.random) * count)]
        low, high = a.step_ptr[j], a.step_ptr[j + 1]
        step = low + int(draw(s.random) * (high - low))
        low, high = a.place_ptr[step], a.place_ptr[step + 1]
        if low == high:
            continue
        lane = a.place_lane[low + int(draw(s.random) * (high - low))]
        other = _at_work(a, s, lane, step)
        if other >= 0 and a.step_opportunity[other] < opportunities:
            count = _mark(out, count, a.step_opportunity[other])
    return count


@kernel
def _ordered(a: Arrays, s: State, out: Ints) -> Ints:
    """The opportunities of `out` by due date, by worth, or at random."""
    key = np.empty(len(out))
    kind = draw(s.random)
    for i, j in enumerate(out):
        if kind < 0.4:
            key[i] = draw(s.random)
        elif kind < 0.7:
            key[i] = a.due[a.due_ptr[j]] if a.due_ptr[j + 1] > a.due_ptr[j] else 0
        else:
            key[i] = -a.price[j] * draw(s.random)
    return out[np.argsort(key)]


@kernel
def _ruin(
    a: Arrays, s: State, out: Ints, kept: Ints, routes: Ints, energies: Floats
) -> bool:
    """Take opportunities out and note how they stood; False if others suffer."""
    at = 0
    for i, j in enumerate(out):
        low, high = a.step_ptr[j], a.step_ptr[j + 1]
        routes[i], energies[i] = s.route[j], s.energy[j]
        keep(s, low, high, kept[at : at + high - low])
        at += high - low
        withdraw(a, s, j)
    for i in range(at):
        if kept[i, 0] >= 0 and not next_stands(
            a, s, a.place_lane[kept[i, 0]], kept[i, 1]
        ):
            return False
    return True


@kernel
def _repair(
    a: Arrays,
    s: State,
    out: Ints,
    kept: Ints,
    routes: Ints,
    energies: Floats,
) -> None:
    """Put opportunities back as `_ruin` noted them."""
    for j in out:
        withdraw(a, s, j)
    at = 0
    for i, j in enumerate(out):
        steps = a.step_ptr[j + 1] - a.step_ptr[j]
        if routes[i] >= 0:
            restore(a, s, j, routes[i], energies[i], kept[at : at + steps])
        at += steps


@kernel
def _iterate(a: Arrays, s: State, temperature: float, energy: float) -> float:
    """One ruin and recreate; the energy after it."""
    chosen = np.empty(MOST_RUINED, np.int64)
    out = chosen[: _choose(a, s, chosen)]
    steps = 0
    for j in out:
        steps += a.step_ptr[j + 1] - a.step_ptr[j]
    kept = np.empty((steps, 3), np.int64)
    routes = np.empty(len(out), np.int64)
    energies = np.empty(len(out))
    if _ruin(a, s, out, kept, routes, energies):
        noise = MOST_NOISE * draw(s.random) ** 2
        for j in _ordered(a, s, out):
            insert(a, s, j, noise)
        after = energy_of(a, s)
        if after <= energy - temperature * np.log(max(1e-12, draw(s.random))):
            return after
    _repair(a, s, out, kept, routes, energies)
    return energy


@kernel
def improve(
    a: Arrays,
    s: State,
    best: State,
    energies: Floats,
    iterations: int,
    temperature: float,
) -> None:
    """Ruin and recreate `iterations` times; `best` keeps the best plan met.

    `energies` holds those of `s` and of `best`, and is kept up to date.
    """
    for _ in range(iterations):
        energies[0] = _iterate(a, s, temperature, energies[0])
        if energies[0] < energies[1] - 1e-9:
            energies[1] = energies[0]
            overwrite(best, s)


@kernel
def construct(a: Arrays, s: State, order: Ints) -> float:
    """Insert every opportunity that is not in the plan, in the order given."""
    for j in order:
        if s.route[j] < 0:
            insert(a, s, j, 0.0)
    return energy_of(a, s)
