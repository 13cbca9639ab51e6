"""Kernels: a line-up to start from in which no lane has much more work than others.

First every step gets a place, whatever the times: the fastest, and then step by
step the one with which the sum over lanes of ``load ** p`` is least, for larger
and larger p, which is more and more the largest load alone. Then the steps are
dispatched: always the one that can start first, of several on its lane the one
with the most work left behind it.
"""

import numpy as np
from numpy.typing import NDArray

from grandis.planning.search.arrays import NEVER, Floats, Ints
from grandis.planning.search.jit import kernel, lean, part
from grandis.planning.search.lot import draw
from grandis.planning.search.shop.arrays import Lineup, Shop
from grandis.planning.search.shop.paths import job_head, reckon_tails

#: The powers are squares of squares, up to so many times; sweeps with each, of which
#: one that moves no more than this part of the steps is the last.
MOST_SQUARES = 6
MOST_SWEEPS = 8
FEW = 0.005
#: A move that gains less than this part of what it could is not worth making.
MARGIN = 1e-9
#: The work left counts up to this part more, by lot.
CHANCE = 0.2


@kernel
def work_done_and_left(shop: Shop) -> tuple[Floats, Floats]:
    """Mean work on the longest way to each step, and from it on."""
    steps = len(shop.release)
    done, left = np.zeros(steps), np.zeros(steps)
    work = np.empty(steps)
    for step in range(steps):
        places = shop.place_duration[shop.place_ptr[step] : shop.place_ptr[step + 1]]
        work[step] = places.mean()
        for i in range(shop.before_ptr[step], shop.before_ptr[step + 1]):
            before = shop.before[i]
            done[step] = max(done[step], done[before] + work[before])
    for step in range(steps - 1, -1, -1):
        for i in range(shop.after_ptr[step], shop.after_ptr[step + 1]):
            left[step] = max(left[step], left[shop.after[i]])
        left[step] += work[step]
    return done, left


@kernel
def _fastest(shop: Shop) -> Ints:
    """The place of each step at which it takes the fewest ticks."""
    places = shop.place_ptr[:-1].copy()
    for step in range(len(places)):
        for place in range(shop.place_ptr[step], shop.place_ptr[step + 1]):
            if shop.place_duration[place] < shop.place_duration[places[step]]:
                places[step] = place
    return places


@part
def _power(load: float, squares: int) -> float:
    """The square of the square … of a load."""
    for _ in range(squares):
        load *= load
    return load


@part
def _relieve(
    shop: Shop,
    work: Floats,
    places: Ints,
    load: Floats,
    powers: Floats,
    step: int,
    squares: int,
) -> bool:
    """Move a step to where the sum of powers is least; whether that is elsewhere."""
    here, chosen = places[step], places[step]
    lane = shop.place_lane[here]
    least = powers[lane] - _power(load[lane] - work[here], squares)
    for place in range(shop.place_ptr[step], shop.place_ptr[step + 1]):
        other = shop.place_lane[place]
        if other != lane:
            more = _power(load[other] + work[place], squares) - powers[other]
            if more < (1.0 - MARGIN) * least:
                least, chosen = more, place
    if chosen == here:
        return False
    for place, more in (here, -work[here]), (chosen, work[chosen]):
        there = shop.place_lane[place]
        load[there] += more
        powers[there] = _power(load[there], squares)
    places[step] = chosen
    return True


@lean
def _relieve_all(
    shop: Shop,
    work: Floats,
    places: Ints,
    load: Floats,
    powers: Floats,
    order: Ints,
    squares: int,
) -> int:
    """Move steps, looked at in `order`; how many were."""
    moved = 0
    for step in order:
        moved += _relieve(shop, work, places, load, powers, step, squares)
    return moved


@kernel
def balanced(shop: Shop, order: Ints) -> Ints:
    """A place for each step so that lanes have alike to do, looked at in `order`."""
    places = _fastest(shop)
    load = np.zeros(len(shop.lane_site))
    for place in places:
        load[shop.place_lane[place]] += shop.place_duration[place]
    mean = max(1.0, load.sum()) / len(load)
    work = shop.place_duration / mean  # so that powers stay small
    load /= mean
    powers = load.copy()
    for squares in range(1, MOST_SQUARES + 1):
        for lane in range(len(load)):
            powers[lane] = _power(load[lane], squares)
        for _ in range(MOST_SWEEPS):
            moved = _relieve_all(shop, work, places, load, powers, order, squares)
            if moved <= FEW * len(order):
                break
    return places


@kernel
def _work_left(shop: Shop, places: Ints, random: NDArray[np.uint64]) -> Floats:
    """Ticks from the start of each step to the end of its opportunity, blurred."""
    left = np.zeros(len(places))
    for step in range(len(places) - 1, -1, -1):
        site = shop.lane_site[shop.place_lane[places[step]]]
        for i in range(shop.after_ptr[step], shop.after_ptr[step + 1]):
            after = shop.after[i]
            way = shop.travel[site, shop.lane_site[shop.place_lane[places[after]]]]
            left[step] = max(left[step], left[after] + way)
        left[step] += shop.place_duration[places[step]]
    for step in range(len(places)):
        left[step] *= 1.0 + CHANCE * draw(random)
    return left


@part
def _join(shop: Shop, s: Lineup, step: int, waiting: Ints) -> None:
    """Let a step wait at its lane, with the tick its parts are there as its head."""
    lane = s.lane[step]
    s.head[step] = job_head(shop, s, step, shop.lane_site[lane])
    s.line[shop.line_ptr[lane] + s.filled[lane] + waiting[lane]] = step
    waiting[lane] += 1


@part
def _call(
    shop: Shop, s: Lineup, lane: int, waiting: int, left: Floats
) -> tuple[int, int]:
    """Where in the line the next step of a lane waits, and when it can start."""
    base = shop.line_ptr[lane] + s.filled[lane]
    free = 0
    if s.filled[lane] > 0:
        last = s.line[base - 1]
        free = s.head[last] + s.duration[last]
    called, start = -1, NEVER
    for i in range(base, base + waiting):
        step = s.line[i]
        head = max(free, s.head[step])
        if head < start or (head == start and left[step] > left[s.line[called]]):
            called, start = i, head
    return called, start


@part
def _begin(shop: Shop, s: Lineup, lane: int, called: int, start: int) -> int:
    """Line up the step that waits at `called`, from `start` on; which it is."""
    step, place = s.line[called], shop.line_ptr[lane] + s.filled[lane]
    s.line[called] = s.line[place]
    s.line[place] = step
    s.position[step] = s.filled[lane]
    s.head[step] = start
    s.filled[lane] += 1
    return step


@lean
def _line_up(
    shop: Shop,
    s: Lineup,
    left: Floats,
    missing: Ints,
    waiting: Ints,
    called: Ints,
    start: Ints,
) -> None:
    """Line up one step after the other; `missing` counts who is to come before it."""
    for step in range(len(missing)):
        if missing[step] == 0:
            _join(shop, s, step, waiting)
    for there in range(len(called)):
        called[there], start[there] = _call(shop, s, there, waiting[there], left)
    for rank in range(len(missing)):
        lane = int(np.argmin(start))
        step = _begin(shop, s, lane, called[lane], start[lane])
        s.order[rank], s.rank[step] = step, rank
        waiting[lane] -= 1
        for i in range(shop.after_ptr[step], shop.after_ptr[step + 1]):
            after = shop.after[i]
            missing[after] -= 1
            if missing[after] == 0:
                _join(shop, s, after, waiting)
                there = s.lane[after]
                called[there], start[there] = _call(
                    shop, s, there, waiting[there], left
                )
        called[lane], start[lane] = _call(shop, s, lane, waiting[lane], left)


@kernel
def dispatch(shop: Shop, s: Lineup, places: Ints, random: NDArray[np.uint64]) -> None:
    """Line all steps up at their places: what can start first comes first.

    None of them may need a tool.
    Those that wait stand in their lane's part of the line, behind those that are
    lined up.
    """
    left = _work_left(shop, places, random)
    s.place[:] = places
    s.lane[:] = shop.place_lane[places]
    s.duration[:] = shop.place_duration[places]
    s.filled[:] = 0
    missing = np.diff(shop.before_ptr)
    waiting, called = np.zeros_like(s.filled), np.empty_like(s.filled)
    _line_up(shop, s, left, missing, waiting, called, np.empty_like(s.filled))
    reckon_tails(shop, s)
