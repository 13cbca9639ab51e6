"""Kernel: tabu search from line-up to line-up.

Of all moves of the steps on one critical path, drawn by lot, the one with the
shortest path through the moved step, rent included, is made, even if it is longer
than before; the place that the step leaves is then taboo for it for a while.
"""

import numpy as np
from numpy.typing import NDArray

from grandis.planning.search.arrays import Ints
from grandis.planning.search.jit import lean, part
from grandis.planning.search.lot import draw
from grandis.planning.search.shop.arrays import Lineup, Shop
from grandis.planning.search.shop.moves import (
    INDEX,
    LENGTH,
    PARTS,
    PLACE,
    STEP,
    forget,
    put_in,
    take_out,
    take_turn,
    try_everywhere,
)
from grandis.planning.search.shop.paths import (
    end_of,
    lane_after,
    lane_before,
    makespan_of,
    renew_heads,
    renew_order,
    renew_tails,
    tool_after,
    tool_before,
)

#: Entries of `counts`: moves so far, the move that found the best, its makespan.
MOVE, FOUND_AT, BEST = 0, 1, 2


@lean
def copy_lineup(target: Lineup, source: Lineup) -> None:
    """Make `target` equal to `source`."""
    for i in range(len(target.place)):
        target.place[i] = source.place[i]
    for i in range(len(target.lane)):
        target.lane[i] = source.lane[i]
    for i in range(len(target.duration)):
        target.duration[i] = source.duration[i]
    for i in range(len(target.position)):
        target.position[i] = source.position[i]
    for i in range(len(target.turn)):
        target.turn[i] = source.turn[i]
    for i in range(len(target.filled)):
        target.filled[i] = source.filled[i]
    for i in range(len(target.line)):
        target.line[i] = source.line[i]
    for i in range(len(target.head)):
        target.head[i] = source.head[i]
    for i in range(len(target.tail)):
        target.tail[i] = source.tail[i]
    for i in range(len(target.order)):
        target.order[i] = source.order[i]
    for i in range(len(target.rank)):
        target.rank[i] = source.rank[i]


@part
def _last_step(shop: Shop, s: Lineup, makespan: int, random: NDArray[np.uint64]) -> int:
    """One of the steps that end last, by lot."""
    chosen, ties = -1, 0
    for lane in range(len(shop.lane_site)):
        if s.filled[lane] > 0:
            step = s.line[shop.line_ptr[lane] + s.filled[lane] - 1]
            if s.head[step] + s.duration[step] == makespan:
                ties += 1
                if draw(random) * ties < 1.0:
                    chosen = step
    return chosen


@part
def _critical_before(
    shop: Shop, s: Lineup, step: int, random: NDArray[np.uint64]
) -> int:
    """A step that `step` starts right after, by lot; -1 if there is none."""
    chosen, ties = -1, 0
    lane, head = s.lane[step], s.head[step]
    b = lane_before(shop, s, step)
    if b >= 0 and end_of(s, b) == head:
        chosen, ties = b, 1
    b = tool_before(shop, s, step)
    if b >= 0 and end_of(s, b) == head:
        ties += 1
        if ties == 1 or draw(random) * ties < 1.0:
            chosen = b
    for i in range(shop.before_ptr[step], shop.before_ptr[step + 1]):
        b = shop.before[i]
        way = shop.travel[shop.lane_site[s.lane[b]], shop.lane_site[lane]]
        if s.head[b] + s.duration[b] + way == head:
            ties += 1
            if ties == 1 or draw(random) * ties < 1.0:
                chosen = b
    return chosen


@lean
def _choose(
    shop: Shop,
    s: Lineup,
    taboo: Ints,
    counts: Ints,
    makespan: int,
    found: NDArray[np.int64],
    random: NDArray[np.uint64],
) -> tuple[int, int]:
    """Find moves on a critical path: the row of `found` to take, -1 if none.

    A taboo move is taken if it promises a new best, or if there is no other.
    The second number is how many steps the path has.
    """
    forget(found)
    steps = 0
    step = _last_step(shop, s, makespan, random)
    while step >= 0:
        steps += 1
        try_everywhere(shop, s, step, taboo, counts[MOVE], found, random)
        step = _critical_before(shop, s, step, random)
    promising = min(PARTS * counts[BEST], found[0, LENGTH])
    if found[1, STEP] >= 0 and (found[0, STEP] < 0 or found[1, LENGTH] < promising):
        return 1, steps
    return (0 if found[0, STEP] >= 0 else -1), steps


@lean
def _move(
    shop: Shop, s: Lineup, step: int, place: int, index: int, room: tuple[Ints, Ints]
) -> None:
    """Put a step elsewhere and renew order, heads and tails."""
    late, aside = room
    if place < len(shop.place_lane):
        before, after = lane_before(shop, s, step), lane_after(shop, s, step)
        take_out(shop, s, step)
        put_in(shop, s, step, place, index)
    else:
        before, after = tool_before(shop, s, step), tool_after(shop, s, step)
        take_turn(shop, s, step, index)
    first, last = renew_order(shop, s, step, late, aside)
    renew_heads(shop, s, step, after, first, last, late)
    renew_tails(shop, s, step, before, first, last, late)


@lean
def improve_lineup(
    shop: Shop,
    s: Lineup,
    best: Lineup,
    taboo: Ints,
    counts: Ints,
    random: NDArray[np.uint64],
    limits: tuple[int, int, int],
    tenure: float,
    room: tuple[Ints, Ints],
    found: NDArray[np.int64],
) -> bool:
    """Move steps; `best` keeps the best line-up met. True if there is more to do.

    `limits`: moves in this call, moves without a better line-up, the makespan
    that is good enough. A place is taboo for `tenure` times as many moves as
    the critical path has steps, and up to as many again by lot. `room` (one
    entry a step; the first all 0) and `found` (shape (2, 5)) are to work in.
    """
    moves, patience, enough = limits
    makespan = makespan_of(shop, s)
    for _ in range(moves):
        if counts[BEST] <= enough or counts[MOVE] - counts[FOUND_AT] >= patience:
            return False
        row, steps = _choose(shop, s, taboo, counts, makespan, found, random)
        if row < 0:
            return False
        counts[MOVE] += 1
        step = found[row, STEP]
        place = found[row, PLACE]
        left = s.place[step] if place < len(shop.place_lane) else place
        taboo[left] = counts[MOVE] + int(tenure * steps * (1.0 + draw(random)))
        _move(shop, s, step, place, found[row, INDEX], room)
        makespan = makespan_of(shop, s)
        if makespan < counts[BEST]:
            counts[BEST], counts[FOUND_AT] = makespan, counts[MOVE]
            copy_lineup(best, s)
    return True
