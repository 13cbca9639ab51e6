"""Kernels: insert one opportunity into the standing plan, greedily.

Steps are placed one by one in topological order, each at the place where
``cost + haste × end`` is least; a few levels of haste, from the cheapest
chain to the fastest, and every route are tried, and the best is kept.
"""

import numpy as np
from numpy.typing import NDArray

from grandis.planning.search.arrays import (
    MAKESPAN,
    SURPLUS,
    Arrays,
    Floats,
    Ints,
    State,
)
from grandis.planning.search.jit import kernel
from grandis.planning.search.lanes import earliest, put, take

#: -1 as a typed value: of a bare -1 numba would compile a version of its own.
NONE: int = np.int64(-1)  # type: ignore[assignment]
#: Energy of an opportunity that must be made and is not.
MISSING = 1e13
#: Routes of an opportunity tried at one insertion.
MOST_ROUTES = 4
#: Haste, in units of what a tick of work costs, is drawn between 10^-2 and 10^0.5.
LEAST_HASTE, MORE_HASTE = -2.0, 2.5
#: What a later finish weighs against the makespan: enough to break ties.
FINISH_WEIGHT = 1e-3


@kernel
def draw(random: NDArray[np.uint64]) -> float:
    """The next number in [0, 1) of an xorshift64* stream (Vigna 2016)."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    return (
        float((x * np.uint64(2685821657736338717)) >> np.uint64(11))
        / 9007199254740992.0
    )


@kernel
def transport(a: Arrays, s: State, step: int, lane: int) -> tuple[int, int]:
    """When a step can start on a lane and what its parts' transport costs."""
    ready = max(a.release[a.step_opportunity[step]], a.now)
    fare = 0
    site = a.lane_site[lane]
    for i in range(a.before_ptr[step], a.before_ptr[step + 1]):
        before = a.before[i]
        if s.place[before] != -1:
            origin = a.lane_site[s.lane[before]]
            ready = max(ready, s.end[before] + a.travel[origin, site])
            fare += a.fare[origin, site]
    return ready, fare


@kernel
def _reckon_onward(a: Arrays, j: int, steps: Ints, onward: Floats) -> None:
    """For each place of each step: the least that what follows on it costs.

    Work and transport of the steps after it on the route; a step with several
    before it is shared out among them. Without this a greedy choice would put
    a step where it is cheap and everything after it far away.
    """
    first = a.place_ptr[a.step_ptr[j]]
    for step in steps:
        for place in range(a.place_ptr[step], a.place_ptr[step + 1]):
            onward[place - first] = 0.0
    for i in range(len(steps) - 1, -1, -1):
        step = steps[i]
        arrivals = 0
        for b in range(a.before_ptr[step], a.before_ptr[step + 1]):
            arrivals += _is_on(steps, a.before[b])
        for b in range(a.before_ptr[step], a.before_ptr[step + 1]):
            before = a.before[b]
            if not _is_on(steps, before) or a.begun[step]:
                continue
            for place in range(a.place_ptr[before], a.place_ptr[before + 1]):
                origin = a.lane_site[a.place_lane[place]]
                least = np.inf
                for after in range(a.place_ptr[step], a.place_ptr[step + 1]):
                    fare = a.fare[origin, a.lane_site[a.place_lane[after]]]
                    least = min(
                        least, fare + a.place_cost[after] + onward[after - first]
                    )
                onward[place - first] += least / arrivals


@kernel
def _is_on(steps: Ints, step: int) -> bool:
    """Whether a step is among sorted `steps`."""
    i = np.searchsorted(steps, step)
    return bool(i < len(steps) and steps[i] == step)


@kernel
def _place_step(
    a: Arrays,
    s: State,
    step: int,
    haste: float,
    noise: float,
    taboo: int,
    onward: Floats,
) -> bool:
    """Put a step where cost, now and onward, plus haste is least.

    False if it fits nowhere.
    """
    best = np.inf
    best_place = best_start = best_end = NONE
    last = a.last[step]
    if noise > 0:
        haste *= 2.0 * draw(s.random)
    first = a.place_ptr[a.step_ptr[a.step_opportunity[step]]]
    for place in range(a.place_ptr[step], a.place_ptr[step + 1]):
        lane = a.place_lane[place]
        if a.lane_member[lane] == taboo:
            continue
        ready, fare = transport(a, s, step, lane)
        duration = a.place_duration[place]
        if ready + duration > last:
            continue
        blur = 1.0 + noise * draw(s.random)
        cost = 0.0
        if a.goal == SURPLUS:
            cost = (a.place_cost[place] + fare + onward[place - first]) * blur
            if cost + haste * (ready + duration) >= best:
                continue  # before the search for a place in time, which takes longest
        start, end = earliest(a, s, step, lane, duration, ready, last)
        if start < 0:
            continue
        if a.goal == SURPLUS:
            score = cost + haste * end
        else:
            score = (end + FINISH_WEIGHT * duration) * blur
        if score < best:
            best = score
            best_place, best_start, best_end = place, start, end
    if best_place < 0:
        return False
    put(a, s, step, best_place, best_start, best_end)
    return True


@kernel
def _keeps_policy(a: Arrays, s: State, j: int, steps: Ints) -> int:
    """-2 if the chain of steps keeps the policy of opportunity j.

    Otherwise the member whose share is too large, or -1 for another breach.
    """
    total = 0
    for step in steps:
        total += s.cost[step]
    if a.share[j] < 100:
        for step in steps:
            member = a.lane_member[s.lane[step]]
            part = 0
            for other in steps:
                if a.lane_member[s.lane[other]] == member:
                    part += s.cost[other]
            if 100 * part > a.share[j] * total:
                return member
    for i in range(a.required_ptr[j], a.required_ptr[j + 1]):
        found = False
        for step in steps:
            found |= a.lane_member[s.lane[step]] == a.required[i]
        if not found:
            return -1
    for i in range(a.apart_ptr[j], a.apart_ptr[j + 1]):
        first = second = False
        for step in steps:
            first |= a.lane_member[s.lane[step]] == a.apart[i, 0]
            second |= a.lane_member[s.lane[step]] == a.apart[i, 1]
        if first and second:
            return a.apart[i, 1]
    return -2


@kernel
def chain_energy(a: Arrays, s: State, j: int, steps: Ints) -> float:
    """What opportunity j adds to the energy as it is planned; inf if not allowed."""
    paid = 0
    finish = a.release[j]
    for step in steps:
        paid += s.cost[step]
        finish = max(finish, s.end[step])
        for i in range(a.before_ptr[step], a.before_ptr[step + 1]):
            before = a.before[i]
            if s.place[before] != -1:
                paid += a.fare[a.lane_site[s.lane[before]], a.lane_site[s.lane[step]]]
    late = 0
    for d in range(a.due_ptr[j], a.due_ptr[j + 1]):
        done = -1
        for i in range(a.due_step_ptr[d], a.due_step_ptr[d + 1]):
            if s.place[a.due_step[i]] != -1:
                done = max(done, s.end[a.due_step[i]])
        if done < 0:
            done = a.release[j]
        if done > a.latest[d]:
            return np.inf
        ticks = max(0, done - a.due[d])
        if a.goal == SURPLUS:
            late += -(-ticks // a.ticks_per_day) * a.late_cost[d]
        else:
            late += ticks * a.weight[j]
    if a.goal == SURPLUS:
        return float(paid + late - a.price[j])
    if a.goal == MAKESPAN:
        return FINISH_WEIGHT * finish
    return float(late)


@kernel
def withdraw(a: Arrays, s: State, j: int) -> None:
    """Take an opportunity out of the plan; begun steps stay."""
    for step in range(a.step_ptr[j], a.step_ptr[j + 1]):
        if s.place[step] >= 0:
            take(a, s, step)
    s.route[j] = -1
    s.energy[j] = float(a.begun_cost[j]) if a.goal == SURPLUS else MISSING


@kernel
def _try(
    a: Arrays,
    s: State,
    j: int,
    route: int,
    haste: float,
    noise: float,
    taboo: int,
    onward: Floats,
) -> tuple[float, int]:
    """Place a route of j; its energy (inf: it does not go) and who is to blame."""
    steps = a.route_step[a.route_step_ptr[route] : a.route_step_ptr[route + 1]]
    for step in steps:
        if a.begun[step]:
            continue
        if not _place_step(a, s, step, haste, noise, taboo, onward):
            withdraw(a, s, j)
            return np.inf, -1
    blame = _keeps_policy(a, s, j, steps)
    energy = np.inf if blame != -2 else chain_energy(a, s, j, steps)
    if energy < np.inf:
        s.route[j] = route
        s.energy[j] = energy
    return energy, blame


@kernel
def keep(s: State, low: int, high: int, kept: Ints) -> None:
    """Copy place, start and end of the steps low … high into `kept`."""
    for step in range(low, high):
        kept[step - low, 0] = s.place[step]
        kept[step - low, 1] = s.start[step]
        kept[step - low, 2] = s.end[step]


@kernel
def restore(a: Arrays, s: State, j: int, route: int, energy: float, kept: Ints) -> None:
    """Put opportunity j back as `keep` found it."""
    low = a.step_ptr[j]
    for i in range(a.step_ptr[j + 1] - low):
        if kept[i, 0] >= 0:
            put(a, s, low + i, kept[i, 0], kept[i, 1], kept[i, 2])
    s.route[j] = route
    s.energy[j] = energy


@kernel
def insert(a: Arrays, s: State, j: int, noise: float) -> bool:
    """Insert opportunity j by the best of several greedy tries.

    False, with the plan as before, when no try improves on leaving it out.
    """
    low, high = a.step_ptr[j], a.step_ptr[j + 1]
    kept = np.empty((high - low, 3), np.int64)
    onward = np.zeros(a.place_ptr[high] - a.place_ptr[low])
    best, best_route = s.energy[j], NONE
    routes = a.route_ptr[j + 1] - a.route_ptr[j]
    first = int(draw(s.random) * routes)
    levels = 4 if a.goal == SURPLUS else 1
    for r in range(min(routes, MOST_ROUTES)):
        route = a.route_ptr[j] + (first + r) % routes
        if a.goal == SURPLUS:
            steps = a.route_step[a.route_step_ptr[route] : a.route_step_ptr[route + 1]]
            _reckon_onward(a, j, steps, onward)
        for level in range(levels):
            haste = 0.0
            if level > 0:
                haste = a.time_value[j] * 10.0 ** (
                    LEAST_HASTE + MORE_HASTE * draw(s.random)
                )
            taboo = NONE
            for _ in range(3):  # each time without the member whose share broke policy
                energy, blame = _try(a, s, j, route, haste, noise, taboo, onward)
                if energy < best:
                    best, best_route = energy, route
                    keep(s, low, high, kept)
                withdraw(a, s, j)
                if blame < 0:
                    break
                taboo = blame
    if best_route < 0:
        return False
    restore(a, s, j, best_route, best, kept)
    return True
