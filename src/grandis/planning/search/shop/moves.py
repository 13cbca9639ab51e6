"""Kernels: try the steps of a critical path at every place and position.

A step is taken out of its lane and put in elsewhere. On the lane it goes to::

     A    B    C    D    E    F
    done before it   |    not followed by more
    can start        |    than it is itself
    -------- first   last --------

the steps that are done by the time its parts are there may as well stand before
it, those whose tail is no longer than its own after it. If the two parts meet or
overlap, any position between them is as good as none can be better; if not, the
positions between them are worth trying. All of them keep the order free of
circles (Mastrolilli & Gambardella 2000, Journal of Scheduling 3, 3-20). A
position is judged by the longest path through the step, with heads and tails as
they were; on its own lane those between its old and its new position are renewed.
Work pays rent for the time of its lane: what a move pays more counts like a longer
path.
"""

import numpy as np
from numpy.typing import NDArray

from grandis.planning.search.arrays import NEVER, Ints
from grandis.planning.search.jit import lean, part
from grandis.planning.search.lot import draw
from grandis.planning.search.shop.arrays import Lineup, Shop
from grandis.planning.search.shop.paths import (
    end_of,
    job_head,
    job_tail,
    lane_after,
    lane_before,
    order_head,
    order_tail,
    rest_from,
    tool_after,
    tool_before,
)

#: Columns of a found move: the length of the path with the rent that is paid more, in
#: parts of a tick; moves as good; what goes where.
LENGTH, TIES, STEP, PLACE, INDEX = 0, 1, 2, 3, 4
#: Parts of a tick in which paths are compared, since rents may be less than a tick.
PARTS = 16


@part
def _note(
    found: Ints,
    random: NDArray[np.uint64],
    length: int,
    step: int,
    place: int,
    index: int,
) -> None:
    """Keep a move if it is the best, or by lot if it is as good as the best."""
    if length > found[LENGTH]:
        return
    if length < found[LENGTH]:
        found[LENGTH] = length
        found[TIES] = 1
    else:
        found[TIES] += 1
        if draw(random) * found[TIES] >= 1.0:
            return
    found[STEP] = step
    found[PLACE] = place
    found[INDEX] = index


@part
def _done_by(shop: Shop, s: Lineup, lane: int, tick: int) -> int:
    """How many steps on a lane are done by a tick."""
    base, low, high = shop.line_ptr[lane], 0, s.filled[lane]
    while low < high:
        middle = (low + high) // 2
        step = s.line[base + middle]
        if s.head[step] + s.duration[step] > tick:
            high = middle
        else:
            low = middle + 1
    return low


@part
def _with_more_than(shop: Shop, s: Lineup, lane: int, tail: int) -> int:
    """How many steps on a lane have more than `tail` from their start on."""
    base, low, high = shop.line_ptr[lane], 0, s.filled[lane]
    while low < high:
        middle = (low + high) // 2
        step = s.line[base + middle]
        if s.tail[step] + s.duration[step] > tail:
            low = middle + 1
        else:
            high = middle
    return low


@part
def _try_other_lane(
    shop: Shop,
    s: Lineup,
    step: int,
    place: int,
    found: Ints,
    random: NDArray[np.uint64],
) -> None:
    """Note the best position on a lane on which the step does not stand."""
    lane, duration = shop.place_lane[place], shop.place_duration[place]
    site, base = shop.lane_site[lane], shop.line_ptr[lane]
    head, tail = job_head(shop, s, step, site), job_tail(shop, s, step, site)
    rent = shop.place_rent[place] - shop.place_rent[s.place[step]]
    path = PARTS * (head + duration + tail) + rent
    if path > found[LENGTH]:
        return
    done = _done_by(shop, s, lane, head)
    more = _with_more_than(shop, s, lane, tail)
    if more <= done:
        index = more + int(draw(random) * (done - more + 1))
        _note(found, random, path, step, place, index)
        return
    for index in range(done, more + 1):
        length = duration
        if index > 0:
            b = s.line[base + index - 1]
            length += max(head, s.head[b] + s.duration[b])
        else:
            length += head
        if PARTS * length + rent > found[LENGTH]:
            return
        if index < s.filled[lane]:
            b = s.line[base + index]
            length += max(tail, s.tail[b] + s.duration[b])
        else:
            length += tail
        _note(found, random, PARTS * length + rent, step, place, index)


@part
def _try_further_ahead(
    shop: Shop,
    s: Lineup,
    step: int,
    ends: tuple[int, int],
    low: int,
    found: Ints,
    random: NDArray[np.uint64],
) -> None:
    """Note positions before its own on its lane, down to `low`.

    `ends` are its head and tail without those beside it on the lane.
    """
    here, place, duration = s.position[step], s.place[step], s.duration[step]
    site, base = shop.lane_site[s.lane[step]], shop.line_ptr[s.lane[step]]
    head, tail = ends
    behind = rest_from(s, lane_after(shop, s, step))
    for index in range(here - 1, low - 1, -1):
        b = s.line[base + index]
        behind = max(behind, job_tail(shop, s, b, site)) + s.duration[b]
        start = max(head, end_of(s, lane_before(shop, s, b)))
        length = start + duration + max(tail, behind)
        _note(found, random, PARTS * length, step, place, index)


@part
def _try_further_behind(
    shop: Shop,
    s: Lineup,
    step: int,
    ends: tuple[int, int],
    high: int,
    found: Ints,
    random: NDArray[np.uint64],
) -> None:
    """Note positions after its own on its lane, up to `high`."""
    here, place, duration = s.position[step], s.place[step], s.duration[step]
    site, base = shop.lane_site[s.lane[step]], shop.line_ptr[s.lane[step]]
    head, tail = ends
    ahead = end_of(s, lane_before(shop, s, step))
    for index in range(here + 1, high + 1):
        b = s.line[base + index]
        ahead = max(ahead, job_head(shop, s, b, site)) + s.duration[b]
        rest = max(tail, rest_from(s, lane_after(shop, s, b)))
        length = max(head, ahead) + duration + rest
        _note(found, random, PARTS * length, step, place, index)


@part
def _try_own_lane(
    shop: Shop, s: Lineup, step: int, found: Ints, random: NDArray[np.uint64]
) -> None:
    """Note the best other position on the lane on which the step stands."""
    lane = s.lane[step]
    site = shop.lane_site[lane]
    ends = job_head(shop, s, step, site), job_tail(shop, s, step, site)
    done = _done_by(shop, s, lane, ends[0])
    more = _with_more_than(shop, s, lane, ends[1])
    if more > s.position[step]:  # the step itself stands among them
        more -= 1
    _try_further_ahead(shop, s, step, ends, min(done, more), found, random)
    _try_further_behind(shop, s, step, ends, max(done, more), found, random)


@part
def _head_in_turn(shop: Shop, s: Lineup, step: int) -> int:
    """The head of a step if its tool were free."""
    head = order_head(shop, s, step, shop.lane_site[s.lane[step]])
    return max(head, end_of(s, lane_before(shop, s, step)))


@part
def _tail_in_turn(shop: Shop, s: Lineup, step: int) -> int:
    """The tail of a step if nothing had its tool after it."""
    tail = order_tail(shop, s, step, shop.lane_site[s.lane[step]])
    return max(tail, rest_from(s, lane_after(shop, s, step)))


@lean
def _try_other_turns(
    shop: Shop,
    s: Lineup,
    step: int,
    place: int,
    found: Ints,
    random: NDArray[np.uint64],
) -> None:
    """Note the best other turn of a step at its tool, just as on its own lane."""
    line, here, duration = shop.tool_line[step], s.turn[step], s.duration[step]
    base = shop.line_ptr[line]
    head, tail = _head_in_turn(shop, s, step), _tail_in_turn(shop, s, step)
    done = _done_by(shop, s, line, head)
    more = _with_more_than(shop, s, line, tail)
    if more > here:
        more -= 1
    behind = rest_from(s, tool_after(shop, s, step))
    for index in range(here - 1, min(done, more) - 1, -1):
        b = s.line[base + index]
        behind = max(behind, _tail_in_turn(shop, s, b)) + s.duration[b]
        start = max(head, end_of(s, tool_before(shop, s, b)))
        length = start + duration + max(tail, behind)
        _note(found, random, PARTS * length, step, place, index)
    ahead = end_of(s, tool_before(shop, s, step))
    for index in range(here + 1, max(done, more) + 1):
        b = s.line[base + index]
        ahead = max(ahead, _head_in_turn(shop, s, b)) + s.duration[b]
        rest = max(tail, rest_from(s, tool_after(shop, s, b)))
        length = max(head, ahead) + duration + rest
        _note(found, random, PARTS * length, step, place, index)


@lean
def try_everywhere(
    shop: Shop,
    s: Lineup,
    step: int,
    taboo: Ints,
    now: int,
    found: NDArray[np.int64],
    random: NDArray[np.uint64],
) -> None:
    """Note the best moves of a step: ``found[0]`` allowed, ``found[1]`` taboo.

    ``taboo[place]`` is the move until which a place is taboo. Another turn at its
    tool counts as a place, with a number beyond those of the places.
    """
    for place in range(shop.place_ptr[step], shop.place_ptr[step + 1]):
        row = found[1] if taboo[place] > now else found[0]
        if place == s.place[step]:
            _try_own_lane(shop, s, step, row, random)
        else:
            _try_other_lane(shop, s, step, place, row, random)
    if shop.tool_line[step] >= 0:
        place = len(shop.place_lane) + step
        row = found[1] if taboo[place] > now else found[0]
        _try_other_turns(shop, s, step, place, row, random)


@lean
def forget(found: NDArray[np.int64]) -> None:
    """No moves found yet."""
    for row in range(2):
        found[row, LENGTH] = NEVER
        found[row, TIES] = 0
        found[row, STEP] = -1


@part
def take_out(shop: Shop, s: Lineup, step: int) -> None:
    """Take a step out of its lane."""
    lane = s.lane[step]
    base = shop.line_ptr[lane]
    s.filled[lane] -= 1
    for i in range(s.position[step], s.filled[lane]):
        other = s.line[base + i + 1]
        s.line[base + i] = other
        s.position[other] = i


@part
def put_in(shop: Shop, s: Lineup, step: int, place: int, index: int) -> None:
    """Put a step in at a place, with `index` steps of its lane before it."""
    lane = shop.place_lane[place]
    base = shop.line_ptr[lane]
    for i in range(s.filled[lane], index, -1):
        other = s.line[base + i - 1]
        s.line[base + i] = other
        s.position[other] = i
    s.line[base + index] = step
    s.position[step] = index
    s.filled[lane] += 1
    s.place[step] = place
    s.lane[step] = lane
    s.duration[step] = shop.place_duration[place]


@part
def take_last_turn(shop: Shop, s: Lineup, step: int) -> None:
    """Put a step at the end of the line of its tool, if it has one."""
    line = shop.tool_line[step]
    if line >= 0:
        s.line[shop.line_ptr[line] + s.filled[line]] = step
        s.turn[step] = s.filled[line]
        s.filled[line] += 1


@part
def take_turn(shop: Shop, s: Lineup, step: int, index: int) -> None:
    """Move a step on the line of its tool to where `index` steps are before it."""
    base = shop.line_ptr[shop.tool_line[step]]
    way = 1 if index > s.turn[step] else -1
    for i in range(s.turn[step], index, way):
        other = s.line[base + i + way]
        s.line[base + i] = other
        s.turn[other] = i
    s.line[base + index] = step
    s.turn[step] = index
