"""Kernels: shift all work as early, or as late, as it can be done where it stands.

Work that was planned piece by piece leaves gaps that are too small for anything.
Shifted to one side they become large ones (justification: Wiest 1964; Valls, Ballestín
and Quintanilla 2005). Nothing changes its lane, and nothing is delivered on a later
day.
"""

import numpy as np

from grandis.planning.search.arrays import Arrays, Found, Ints, State
from grandis.planning.search.chains import chain_energy, finish
from grandis.planning.search.gaps import earliest, latest
from grandis.planning.search.jit import kernel, lean
from grandis.planning.search.lanes import next_stands, put, take
from grandis.planning.search.placing import transport


@lean
def _may_move(a: Arrays, s: State, step: int) -> bool:
    """Whether a step is planned, and neither a fact nor pinned."""
    pinned = a.step_opportunity[step] >= len(s.route) - a.pinned
    return bool(s.place[step] >= 0 and not pinned)


@lean
def _move(a: Arrays, s: State, step: int, later: bool, bound: int) -> None:
    """Put a step anew on its lane: to start from `bound` on, or `later` to end by it.

    It stays where nothing better is possible.
    """
    lane, place, start, end = s.lane[step], s.place[step], s.start[step], s.end[step]
    duration = a.place_duration[place]
    take(a, s, step)
    to_start, to_end = -1, -1
    if next_stands(a, s, lane, start):
        if later:
            to_start, to_end = latest(a, s, step, lane, duration, start, bound)
        else:
            to_start, to_end = earliest(a, s, step, lane, duration, bound, end)
    if to_start >= 0:
        start, end = to_start, to_end
    put(a, s, step, place, start, end)


@kernel
def shift_earlier(a: Arrays, s: State) -> None:
    """Shift all work as early as it can be done; what each opportunity adds is renewed.

    The first comes first, so that what waits for it can follow.
    """
    for step in np.argsort(s.start, kind="mergesort"):
        if _may_move(a, s, step):
            ready, _ = transport(a, s, step, s.lane[step])
            if ready < s.start[step]:
                _move(a, s, step, False, ready)
    for j in range(len(s.route) - a.pinned):
        if s.route[j] >= 0:
            s.energy[j] = chain_energy(a, s, j, s.route[j])


@kernel
def shift_later(a: Arrays, s: State) -> None:
    """Shift all work as late as it can be done without being delivered a day later."""
    limit = a.last.copy()
    for j in range(len(s.route)):
        _limit_delivery(a, s, j, limit)
    for step in np.argsort(s.start, kind="mergesort")[::-1]:
        if s.place[step] == -1:
            continue
        if limit[step] > s.end[step] and _may_move(a, s, step):
            _move(a, s, step, True, limit[step])
        _limit_parts(a, s, step, limit)


@lean
def _limit_delivery(a: Arrays, s: State, j: int, limit: Ints) -> None:
    """Let what is called off be done by its due day, or by the day when it is now."""
    for d in range(a.due_ptr[j], a.due_ptr[j + 1]):
        late = max(0, finish(a, s, j, d) - a.due[d])
        days = -(-late // a.ticks_per_day)
        by = min(a.latest[d], a.due[d] + days * a.ticks_per_day)
        for i in range(a.due_step_ptr[d], a.due_step_ptr[d + 1]):
            limit[a.due_step[i]] = min(limit[a.due_step[i]], by)


@lean
def _limit_parts(a: Arrays, s: State, step: int, limit: Ints) -> None:
    """Let a step's parts, and its tool where one is made, be there in time."""
    site = a.lane_site[s.lane[step]]
    for i in range(a.before_ptr[step], a.before_ptr[step + 1]):
        before = a.before[i]
        if s.place[before] != -1:
            there = s.start[step] - a.travel[a.lane_site[s.lane[before]], site]
            limit[before] = min(limit[before], there)
    tool = a.tool[step]
    for i in range(s.uses[tool] if tool >= 0 else 0):
        other = s.use_step[a.use_ptr[tool] + i]
        if a.makes[other] == tool:
            there = s.setup[step] - a.travel[a.lane_site[s.lane[other]], site]
            limit[other] = min(limit[other], there)


@kernel
def put_early(a: Arrays, s: State, found: Found) -> None:
    """Put a plan into an empty state, and shift its work as early as it can be done."""
    for step in np.argsort(found.start, kind="mergesort"):
        if found.place[step] >= 0:
            put(a, s, step, found.place[step], found.start[step], found.end[step])
    s.route[:] = found.route
    shift_earlier(a, s)
