"""Kernels: heads, tails and critical paths of a line-up.

A step waits for the steps before it in its opportunity, with transport from
their lane to its own, for the step before it on its lane, and for the one that
has its tool before it. `order` is a topological order of these arcs; after a move
only a part of it is renewed.
"""

from grandis.planning.search.arrays import Ints
from grandis.planning.search.jit import lean, part
from grandis.planning.search.shop.arrays import Lineup, Shop


@part
def lane_before(shop: Shop, s: Lineup, step: int) -> int:
    """The step just before on the same lane; -1 if it is the first."""
    if s.position[step] == 0:
        return -1
    return s.line[shop.line_ptr[s.lane[step]] + s.position[step] - 1]


@part
def lane_after(shop: Shop, s: Lineup, step: int) -> int:
    """The step just after on the same lane; -1 if it is the last."""
    if s.position[step] + 1 == s.filled[s.lane[step]]:
        return -1
    return s.line[shop.line_ptr[s.lane[step]] + s.position[step] + 1]


@part
def tool_before(shop: Shop, s: Lineup, step: int) -> int:
    """The step that has the same tool just before; -1 if there is none."""
    line = shop.tool_line[step]
    if line < 0 or s.turn[step] == 0:
        return -1
    return s.line[shop.line_ptr[line] + s.turn[step] - 1]


@part
def tool_after(shop: Shop, s: Lineup, step: int) -> int:
    """The step that has the same tool just after; -1 if there is none."""
    line = shop.tool_line[step]
    if line < 0 or s.turn[step] + 1 == s.filled[line]:
        return -1
    return s.line[shop.line_ptr[line] + s.turn[step] + 1]


@part
def end_of(s: Lineup, step: int) -> int:
    """The earliest tick a step can end at; 0 for -1."""
    return s.head[step] + s.duration[step] if step >= 0 else 0


@part
def rest_from(s: Lineup, step: int) -> int:
    """The ticks from the start of a step on; 0 for -1."""
    return s.tail[step] + s.duration[step] if step >= 0 else 0


@part
def order_head(shop: Shop, s: Lineup, step: int, site: int) -> int:
    """When the steps before `step` are done and their parts at a site."""
    head = shop.release[step]
    for i in range(shop.before_ptr[step], shop.before_ptr[step + 1]):
        b = shop.before[i]
        way = shop.travel[shop.lane_site[s.lane[b]], site]
        head = max(head, s.head[b] + s.duration[b] + way)
    return head


@part
def order_tail(shop: Shop, s: Lineup, step: int, site: int) -> int:
    """The ticks from the end of `step` at a site on, through those after it."""
    tail = 0
    for i in range(shop.after_ptr[step], shop.after_ptr[step + 1]):
        b = shop.after[i]
        way = shop.travel[site, shop.lane_site[s.lane[b]]]
        tail = max(tail, s.tail[b] + s.duration[b] + way)
    return tail


@part
def job_head(shop: Shop, s: Lineup, step: int, site: int) -> int:
    """When the parts of `step` can be at a site, and its tool is free."""
    head = order_head(shop, s, step, site)
    return max(head, end_of(s, tool_before(shop, s, step)))


@part
def job_tail(shop: Shop, s: Lineup, step: int, site: int) -> int:
    """The ticks from the end of `step` at a site on, on any lane but its own."""
    tail = order_tail(shop, s, step, site)
    return max(tail, rest_from(s, tool_after(shop, s, step)))


@part
def head_of(shop: Shop, s: Lineup, step: int) -> int:
    """The head of a step from those that it waits for."""
    head = job_head(shop, s, step, shop.lane_site[s.lane[step]])
    return max(head, end_of(s, lane_before(shop, s, step)))


@part
def tail_of(shop: Shop, s: Lineup, step: int) -> int:
    """The tail of a step from those that wait for it."""
    tail = job_tail(shop, s, step, shop.lane_site[s.lane[step]])
    return max(tail, rest_from(s, lane_after(shop, s, step)))


@lean
def reckon_tails(shop: Shop, s: Lineup) -> None:
    """Reckon all tails."""
    for i in range(len(s.order) - 1, -1, -1):
        s.tail[s.order[i]] = tail_of(shop, s, s.order[i])


@part
def _mark(stale: Ints, step: int) -> int:
    """Mark a step to be reckoned anew; 1 if it was not marked."""
    if step < 0 or stale[step]:
        return 0
    stale[step] = 1
    return 1


@lean
def renew_heads(
    shop: Shop, s: Lineup, moved: int, left: int, first: int, last: int, stale: Ints
) -> None:
    """Reckon the heads that a move has changed, in topological order.

    Those of the ranks `first` to `last`, of `left`, which stood after `moved` on the
    line that it has left (-1: none), and of all that wait for one that has changed.
    `stale`, all 0, is room to work in.
    """
    waiting = _mark(stale, left)
    for i in range(first, len(s.order)):
        step = s.order[i]
        if stale[step]:
            stale[step] = 0
            waiting -= 1
        elif i > last:
            if waiting == 0:
                break
            continue
        head = head_of(shop, s, step)
        if head != s.head[step] or step == moved:
            s.head[step] = head
            waiting += _mark(stale, lane_after(shop, s, step))
            waiting += _mark(stale, tool_after(shop, s, step))
            for k in range(shop.after_ptr[step], shop.after_ptr[step + 1]):
                waiting += _mark(stale, shop.after[k])


@lean
def renew_tails(
    shop: Shop, s: Lineup, moved: int, left: int, first: int, last: int, stale: Ints
) -> None:
    """Reckon the tails that a move has changed, as `renew_heads` does heads.

    `left` is the step that stood before `moved`.
    """
    waiting = _mark(stale, left)
    for i in range(last, -1, -1):
        step = s.order[i]
        if stale[step]:
            stale[step] = 0
            waiting -= 1
        elif i < first:
            if waiting == 0:
                break
            continue
        tail = tail_of(shop, s, step)
        if tail != s.tail[step] or step == moved:
            s.tail[step] = tail
            waiting += _mark(stale, lane_before(shop, s, step))
            waiting += _mark(stale, tool_before(shop, s, step))
            for k in range(shop.before_ptr[step], shop.before_ptr[step + 1]):
                waiting += _mark(stale, shop.before[k])


@lean
def makespan_of(shop: Shop, s: Lineup) -> int:
    """The end of the last step."""
    latest = 0
    for lane in range(len(shop.lane_site)):
        if s.filled[lane] > 0:
            step = s.line[shop.line_ptr[lane] + s.filled[lane] - 1]
            latest = max(latest, s.head[step] + s.duration[step])
    return latest


@part
def _earliest_after(shop: Shop, s: Lineup, step: int) -> int:
    """The least rank among the steps that wait for `step`."""
    rank = len(s.order)
    for i in range(shop.after_ptr[step], shop.after_ptr[step + 1]):
        rank = min(rank, s.rank[shop.after[i]])
    after = lane_after(shop, s, step)
    if after >= 0:
        rank = min(rank, s.rank[after])
    after = tool_after(shop, s, step)
    return min(rank, s.rank[after]) if after >= 0 else rank


@part
def _latest_before(shop: Shop, s: Lineup, step: int) -> int:
    """The largest rank among the steps that `step` waits for; -1 if none."""
    rank = -1
    for i in range(shop.before_ptr[step], shop.before_ptr[step + 1]):
        rank = max(rank, s.rank[shop.before[i]])
    before = lane_before(shop, s, step)
    if before >= 0:
        rank = max(rank, s.rank[before])
    before = tool_before(shop, s, step)
    return max(rank, s.rank[before]) if before >= 0 else rank


@part
def _waits_for_late(shop: Shop, s: Lineup, step: int, late: Ints) -> bool:
    """Whether a step waits for one of the `late`."""
    waits = False
    for i in range(shop.before_ptr[step], shop.before_ptr[step + 1]):
        if late[shop.before[i]]:
            waits = True
    before = lane_before(shop, s, step)
    if before >= 0 and late[before]:
        waits = True
    before = tool_before(shop, s, step)
    if before >= 0 and late[before]:
        waits = True
    return waits


@lean
def renew_order(
    shop: Shop, s: Lineup, moved: int, late: Ints, aside: Ints
) -> tuple[int, int]:
    """Put `order` right after a step has moved; the ranks from and to it changed.

    Between its old place, the last step it waits for and the first that waits
    for it, those that wait for it, directly or not, go behind all others. `late`
    (all 0) and `aside` are room to work in, one entry a step.
    """
    here = s.rank[moved]
    first, last = _earliest_after(shop, s, moved), _latest_before(shop, s, moved)
    low, high = min(here, first), max(here, last)
    if last < here < first:
        return here, here
    to, behind = low, 0
    late[moved] = 1
    for i in range(low, high + 1):
        step = s.order[i]
        if step == moved:
            continue
        if i >= first and _waits_for_late(shop, s, step, late):
            late[step] = 1
            aside[behind] = step
            behind += 1
        else:
            s.order[to] = step
            s.rank[step] = to
            to += 1
    late[moved] = 0
    s.order[to] = moved
    s.rank[moved] = to
    for i in range(behind):
        step = aside[i]
        late[step] = 0
        s.order[to + 1 + i] = step
        s.rank[step] = to + 1 + i
    return low, high
