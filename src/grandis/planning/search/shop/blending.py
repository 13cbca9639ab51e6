"""Kernels: make a line-up from an order of steps, and one between two others.

Two line-ups are blended by the mean of the times at which they start each step:
both keep the order within opportunities, so any mean does (a path between them
in the sense of Peng, Lü & Cheng 2015, Computers & Operations Research 53,
154-164).
"""

import numpy as np
from numpy.typing import NDArray

from grandis.planning.search.arrays import NEVER, Floats, Ints
from grandis.planning.search.jit import kernel
from grandis.planning.search.lot import draw
from grandis.planning.search.shop.arrays import Lineup, Shop
from grandis.planning.search.shop.moves import put_in, take_last_turn
from grandis.planning.search.shop.paths import job_head, reckon_tails


@kernel
def _line_up(shop: Shop, s: Lineup, order: Ints, places: Ints) -> None:
    """Put every step at the end of a lane, in the order given.

    Where ``places[step]`` is -1 it is the lane on which it ends first.
    """
    s.filled[:] = 0
    for rank, step in enumerate(order):
        best, chosen, start = NEVER, places[step], 0
        take_last_turn(shop, s, step)
        for place in range(shop.place_ptr[step], shop.place_ptr[step + 1]):
            if places[step] >= 0 and place != places[step]:
                continue
            lane = shop.place_lane[place]
            head = job_head(shop, s, step, shop.lane_site[lane])
            if s.filled[lane] > 0:
                b = s.line[shop.line_ptr[lane] + s.filled[lane] - 1]
                head = max(head, s.head[b] + s.duration[b])
            if head + shop.place_duration[place] < best:
                best, chosen, start = head + shop.place_duration[place], place, head
        put_in(shop, s, step, chosen, s.filled[shop.place_lane[chosen]])
        s.head[step] = start
        s.order[rank] = step
        s.rank[step] = rank
    reckon_tails(shop, s)


@kernel
def _wait(shop: Shop, key: Floats) -> None:
    """Make no key less than that of a step to wait for."""
    for step in range(len(key)):
        for i in range(shop.before_ptr[step], shop.before_ptr[step + 1]):
            key[step] = max(key[step], key[shop.before[i]])


@kernel
def line_up_at_random(
    shop: Shop,
    s: Lineup,
    done: Floats,
    left: Floats,
    places: Ints,
    random: NDArray[np.uint64],
) -> None:
    """Steps by the work `done` before them and `left` from them on, with chance."""
    weight = draw(random)
    key = np.empty(len(done))
    for step in range(len(done)):
        key[step] = done[step] - weight * left[step]
        key[step] += 0.2 * (done[step] + left[step]) * draw(random)
    _wait(shop, key)
    _line_up(shop, s, np.argsort(key, kind="mergesort"), places)


@kernel
def blend(
    shop: Shop,
    s: Lineup,
    starts: NDArray[np.int64],
    places: NDArray[np.int64],
    part: float,
    random: NDArray[np.uint64],
) -> None:
    """A line-up between two, with `part` of the second; shapes (2, steps)."""
    key = (1.0 - part) * starts[0] + part * starts[1]
    chosen = np.empty(len(key), np.int64)
    for step in range(len(key)):
        chosen[step] = places[1 if draw(random) < part else 0, step]
    _wait(shop, key)
    _line_up(shop, s, np.argsort(key, kind="mergesort"), chosen)
