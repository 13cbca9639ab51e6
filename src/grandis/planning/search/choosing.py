"""Kernels: which opportunities to take out together, and in which order back.

Related ones: strings of neighbours on lanes on which one of them could stand as
well, about the same time (Christiaens & Vanden Berghe 2020), and refused ones that
could use the room.
"""

from grandis.planning.search.arrays import (
    NEVER,
    SURPLUS,
    TARDINESS,
    Arrays,
    Floats,
    Ints,
    State,
)
from grandis.planning.search.jit import lean
from grandis.planning.search.lanes import first_item_ending_after
from grandis.planning.search.lot import draw

#: The largest number of opportunities taken out at once, and of one string.
MOST_RUINED, LONGEST_STRING = 8, 6
#: The same for surplus: there an opportunity has more steps, and more ways to go.
FEW_RUINED, SHORT_STRING = 3, 1
#: How often a refused opportunity is sought instead of a string; looks at a time.
REFUSED, LOOKS = 0.4, 3
#: How often a string is on the lane on which its step stands.
OWN_LANE = 0.3
#: How often the chosen come back in any order; otherwise by due date.
BY_LOT = 0.4


@lean
def _mark(out: Ints, count: int, j: int) -> int:
    """Add j to the first `count` of `out` unless it is there; the new count."""
    for i in range(count):
        if out[i] == j:
            return count
    out[count] = j
    return count + 1


@lean
def _some_step(a: Arrays, s: State, j: int) -> int:
    """A step of an opportunity by lot, rather one that is planned; -1: it has none."""
    low, high = a.step_ptr[j], a.step_ptr[j + 1]
    if low == high:
        return -1
    step = low + int(draw(s.random) * (high - low))
    for _ in range(LOOKS):
        if s.route[j] < 0 or s.place[step] >= 0:
            break
        step = low + int(draw(s.random) * (high - low))
    return step


@lean
def _add_refused(a: Arrays, s: State, out: Ints, count: int, lane: int) -> int:
    """Add a refused opportunity that could use a lane; the new count."""
    low, high = a.lane_step_ptr[lane], a.lane_step_ptr[lane + 1]
    for _ in range(LOOKS):
        step = a.lane_step[low + int(draw(s.random) * (high - low))]
        j = a.step_opportunity[step]
        if s.route[j] < 0 and j < len(s.route) - a.pinned:
            return _mark(out, count, j)
    return count


@lean
def _add_string(
    a: Arrays, s: State, out: Ints, count: int, most: int, lane: int, at: int
) -> int:
    """Add some that stand beside each other on a lane about a tick; the new count."""
    longest = SHORT_STRING if a.goal == SURPLUS else LONGEST_STRING
    length = 1 + int(draw(s.random) * longest)
    first = first_item_ending_after(a, s, lane, at) - int(draw(s.random) * length)
    base = a.item_ptr[lane]
    for i in range(base + max(0, first), base + s.items[lane]):
        step = s.item_step[i]
        if step < 0 or s.place[step] < 0:
            continue
        if length == 0 or count == most:
            break
        length -= 1
        j = a.step_opportunity[step]
        if j < len(s.route) - a.pinned:
            count = _mark(out, count, j)
    return count


@lean
def _first(a: Arrays, s: State, free: int) -> int:
    """Where to begin: anywhere, or rather with one that is late."""
    j = int(draw(s.random) * free)
    if a.goal == TARDINESS:
        other = int(draw(s.random) * free)
        if s.energy[other] > s.energy[j]:
            j = other
    return j


@lean
def choose(a: Arrays, s: State, out: Ints) -> int:
    """Choose related opportunities; how many."""
    free = len(s.route) - a.pinned
    if free == 0:
        return 0
    most = FEW_RUINED if a.goal == SURPLUS else MOST_RUINED
    most = min(1 + int(draw(s.random) * most), free)
    count = _mark(out, 0, _first(a, s, free))
    for _ in range(2 * most):
        if count >= most:
            break
        step = _some_step(a, s, out[int(draw(s.random) * count)])
        if step < 0 or a.place_ptr[step] == a.place_ptr[step + 1]:
            continue
        low, high = a.place_ptr[step], a.place_ptr[step + 1]
        lane = a.place_lane[low + int(draw(s.random) * (high - low))]
        at = int(draw(s.random) * a.last[step])
        if s.place[step] >= 0:
            at = s.start[step]
            if draw(s.random) < OWN_LANE:
                lane = s.lane[step]
        if a.goal == SURPLUS and draw(s.random) < REFUSED:
            count = _add_refused(a, s, out, count, lane)
        else:
            count = _add_string(a, s, out, count, most, lane, at)
    return count


@lean
def order(a: Arrays, s: State, out: Ints, ranks: Ints, count: int, key: Floats) -> None:
    """Rank the chosen by lot or by due date; `key` is room for it."""
    kind = draw(s.random)
    for i in range(count):
        j = out[i]
        if kind < BY_LOT:
            key[i] = draw(s.random)
        else:
            key[i] = a.due[a.due_ptr[j]] if a.due_ptr[j + 1] > a.due_ptr[j] else NEVER
        k = i
        while k > 0 and key[ranks[k - 1]] > key[i]:
            ranks[k] = ranks[k - 1]
            k -= 1
        ranks[k] = i
