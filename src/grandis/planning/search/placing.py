"""Kernels: place one step where cost plus haste × end is least.

Cost is in cents, with what follows; where the aim is not surplus it is ticks of
work. The places are tried in the order of what they would score if nothing stood
there, so that few are looked at: to find a gap takes longest.
"""

import numpy as np

from grandis.planning.search.arrays import SURPLUS, Arrays, State
from grandis.planning.search.gaps import earliest
from grandis.planning.search.hours import end_of, open_tick, opened_before
from grandis.planning.search.jit import lean
from grandis.planning.search.lanes import put
from grandis.planning.search.lot import draw

#: -1 as a typed value: of a bare -1 numba would compile a version of its own.
NONE: int = np.int64(-1)  # type: ignore[assignment]
#: Rows of `scores`: cost and haste × the end that there could be, where nothing
#: stands; the cost; when the step's parts are there; whether the end heeds hours.
SCORE, COST, READY, IN_HOURS = 0, 1, 2, 3


@lean
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


@lean
def _cost(
    a: Arrays, s: State, place: int, fare: int, onward: int, noise: float
) -> float:
    """What a place costs, blurred by noise."""
    cost = float(a.place_duration[place])
    if a.goal == SURPLUS:
        cost = a.place_cost[place] + fare + a.onward[onward + place]
    if noise > 0:
        cost *= 1.0 + noise * draw(s.random)
    return cost


@lean
def _may_work(s: State, step: int, member: int, taboo: int) -> bool:
    """Whether a step may be placed at a member: not `taboo`, nor another one wanted."""
    return bool(member != taboo and (s.wanted[step] < 0 or member == s.wanted[step]))


@lean
def _score_all(
    a: Arrays, s: State, step: int, onward: int, haste: float, noise: float, taboo: int
) -> None:
    """Fill `scores` for the places of a step; all lanes of an option score the same."""
    low, option = a.place_ptr[step], -1
    score = cost = np.inf
    ready = fare = 0
    for place in range(low, a.place_ptr[step + 1]):
        if a.place_option[place] != option:
            option = a.place_option[place]
            lane, duration = a.place_lane[place], a.place_duration[place]
            score = np.inf
            if _may_work(s, step, a.lane_member[lane], taboo):
                ready, fare = transport(a, s, step, lane)
                if ready + duration <= a.last[step]:
                    cost = _cost(a, s, place, fare, onward, noise)
                    score = cost + haste * (ready + duration)
        s.scores[SCORE, place - low] = score
        s.scores[COST, place - low] = cost
        s.scores[READY, place - low] = ready
        s.scores[IN_HOURS, place - low] = 0.0


@lean
def _heed_hours(a: Arrays, s: State, step: int, first: int, haste: float) -> None:
    """Score the lanes of an option from its first on by when it could end at best."""
    low = a.place_ptr[step]
    place, option = low + first, a.place_option[low + first]
    h, duration = a.lane_hours[a.place_lane[place]], a.place_duration[place]
    ready = int(s.scores[READY, first])
    end = end_of(a, h, open_tick(a, h, opened_before(a, h, ready)), duration)
    score = s.scores[COST, first] + haste * end if end <= a.last[step] else np.inf
    while place < a.place_ptr[step + 1] and a.place_option[place] == option:
        s.scores[SCORE, place - low] = score
        s.scores[IN_HOURS, place - low] = 1.0
        place += 1


@lean
def _next_best(s: State, places: int) -> int:
    """The place with the least score, counted from the first of its step."""
    best = 0
    for i in range(1, places):
        if s.scores[SCORE, i] < s.scores[SCORE, best]:
            best = i
    return best


@lean
def place_step(
    a: Arrays, s: State, step: int, onward: int, haste: float, noise: float, taboo: int
) -> bool:
    """Put a step where it scores least; False if it fits nowhere.

    ``a.onward[onward + place]`` is what follows; nothing is placed at the member
    `taboo`, nor anywhere else than at the one in `wanted`.
    """
    if noise > 0:
        haste *= 2.0 * draw(s.random)
    low = a.place_ptr[step]
    places = a.place_ptr[step + 1] - low
    _score_all(a, s, step, onward, haste, noise, taboo)
    best = np.inf
    best_place = best_start = best_end = NONE
    while places > 0:
        i = _next_best(s, places)
        if s.scores[SCORE, i] >= best:
            break
        lane, duration = a.place_lane[low + i], a.place_duration[low + i]
        if haste > 0 and a.lane_hours[lane] >= 0 and s.scores[IN_HOURS, i] == 0:
            _heed_hours(a, s, step, i, haste)
            continue
        s.scores[SCORE, i] = np.inf
        ready = int(s.scores[READY, i])
        start, end = earliest(a, s, step, lane, duration, ready, a.last[step])
        if start >= 0 and s.scores[COST, i] + haste * end < best:
            best = s.scores[COST, i] + haste * end
            best_place, best_start, best_end = low + i, start, end
    if best_place < 0:
        return False
    put(a, s, step, best_place, best_start, best_end)
    return True


@lean
def place_as_it_stood(a: Arrays, s: State, step: int, taboo: int) -> bool:
    """Put a step where and when it stood before; False if it cannot be done there."""
    place, begin, by = s.stood[step, 0], s.stood[step, 1], s.stood[step, 2]
    if place < 0 or not _may_work(s, step, a.lane_member[a.place_lane[place]], taboo):
        return False
    lane, duration = a.place_lane[place], a.place_duration[place]
    ready, _ = transport(a, s, step, lane)
    if ready > begin:
        return False
    start, end = earliest(a, s, step, lane, duration, begin, by)
    if start < 0:
        return False
    put(a, s, step, place, start, end)
    return True
