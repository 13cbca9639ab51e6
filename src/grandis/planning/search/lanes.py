"""Kernels: put a step on a lane and take it off; changeovers and tools.

A lane's items with the gaps between them::

      item 0          item 1 (load)     item 2
    [setup|work)  gap  [xxxxxxx)  gap  [setup|work)
"""

from grandis.planning.search.arrays import NEVER, Arrays, Ints, State
from grandis.planning.search.hours import setup_of
from grandis.planning.search.jit import lean


@lean
def _change(table: int, matrix: Ints, before: int, after: int) -> int:
    if before < 0 or after < 0 or before == after:
        return 0
    return matrix[table, before, after]


@lean
def changeover(a: Arrays, lane: int, previous: int, step: int) -> int:
    """Ticks of changeover on a lane after step `previous` (-1: its first)."""
    table = a.lane_table[lane]
    if table < 0:
        return 0
    if previous < 0:
        tool, material, colour = (
            a.lane_setup[lane, 0],
            a.lane_setup[lane, 1],
            a.lane_setup[lane, 2],
        )
    else:
        tool, material, colour = (
            a.tool[previous],
            a.material[previous],
            a.colour[previous],
        )
    ticks = 0
    if tool >= 0 and a.tool[step] >= 0 and tool != a.tool[step]:
        ticks = a.tool_change[table]
    return ticks + max(
        _change(table, a.material_change, material, a.material[step]),
        _change(table, a.colour_change, colour, a.colour[step]),
    )


@lean
def first_item_ending_after(a: Arrays, s: State, lane: int, t: int) -> int:
    low, high = 0, s.items[lane]
    base = a.item_ptr[lane]
    while low < high:
        middle = (low + high) // 2
        if s.item_end[base + middle] > t:
            high = middle
        else:
            low = middle + 1
    return low


@lean
def step_before(a: Arrays, s: State, lane: int, position: int) -> int:
    base = a.item_ptr[lane]
    for i in range(position - 1, -1, -1):
        if s.item_step[base + i] >= 0:
            return s.item_step[base + i]
    return -1


@lean
def item_after(a: Arrays, s: State, lane: int, position: int) -> int:
    """The position of the first step's item at or after `position`, or -1."""
    base = a.item_ptr[lane]
    for i in range(position, s.items[lane]):
        if s.item_step[base + i] >= 0:
            return i
    return -1


@lean
def tool_free_from(
    a: Arrays, s: State, step: int, site: int, hold: int, end: int
) -> int:
    """`hold` if the step's tool can be held over [hold, end) at a site.

    Otherwise a later tick to try, NEVER if there is none.
    """
    tool = a.tool[step]
    if tool < 0:
        return hold
    if a.tool_site[tool] >= 0:
        there = a.tool_ready[tool] + a.travel[a.tool_site[tool], site]
        if hold < there:
            return there
    base = a.use_ptr[tool]
    made = a.tool_site[tool] >= 0
    for i in range(s.uses[tool]):
        other = s.use_step[base + i]
        if other == step:
            continue
        at = a.lane_site[s.lane[other]]
        free = s.end[other] + a.travel[at, site]
        if a.makes[other] == tool:
            made = True
            if hold < free:
                return free
        clear_before = s.setup[other] >= end + a.travel[site, at]
        if a.tool[other] == tool and hold < free and not clear_before:
            return free
    return hold if made else NEVER


@lean
def _position_for(a: Arrays, s: State, lane: int, start: int) -> int:
    """Where work that starts at `start` belongs among a lane's items."""
    low, high = 0, s.items[lane]
    while low < high:
        middle = (low + high) // 2
        i = a.item_ptr[lane] + middle
        begins = s.item_start[i]
        if s.item_step[i] >= 0:
            begins = s.start[s.item_step[i]]
        if begins < start or (begins == start and s.item_end[i] == start):
            low = middle + 1
        else:
            high = middle
    return low


@lean
def _renew_hold(a: Arrays, s: State, lane: int, position: int) -> None:
    """Set the hold of the step at or after `position` by its predecessor."""
    if a.lane_table[lane] < 0:
        return
    i = item_after(a, s, lane, position)
    if i < 0:
        return
    base = a.item_ptr[lane]
    step = s.item_step[base + i]
    if a.begun[step]:
        return
    change = changeover(a, lane, step_before(a, s, lane, i), step)
    hold = setup_of(a, a.lane_hours[lane], s.start[step], change)
    if s.setup[step] != hold:
        s.setup[step] = hold
        s.item_start[base + i] = hold
        mark_changed(s, a.step_opportunity[step])


@lean
def next_stands(a: Arrays, s: State, lane: int, start: int) -> bool:
    """Whether the first step on a lane from `start` on has room for its hold."""
    if a.lane_table[lane] < 0:
        return True
    i = item_after(a, s, lane, _position_for(a, s, lane, start))
    if i < 0:
        return True
    base = a.item_ptr[lane]
    step = s.item_step[base + i]
    hold = s.setup[step]
    if a.begun[step]:
        return True
    if hold < a.now or (i > 0 and hold < s.item_end[base + i - 1]):
        return False
    site = a.lane_site[lane]
    return bool(tool_free_from(a, s, step, site, hold, s.end[step]) == hold)


@lean
def mark_changed(s: State, j: int) -> None:
    """Note that opportunity j stands otherwise than in the best plan."""
    if not s.is_changed[j]:
        s.is_changed[j] = 1
        s.changed[s.changes[0]] = j
        s.changes[0] += 1


@lean
def _use(a: Arrays, s: State, tool: int, step: int) -> None:
    if tool >= 0:
        s.use_step[a.use_ptr[tool] + s.uses[tool]] = step
        s.uses[tool] += 1


@lean
def _release(a: Arrays, s: State, tool: int, step: int) -> None:
    if tool >= 0:
        i = a.use_ptr[tool]
        while s.use_step[i] != step:
            i += 1
        s.uses[tool] -= 1
        s.use_step[i] = s.use_step[a.use_ptr[tool] + s.uses[tool]]


@lean
def put(a: Arrays, s: State, step: int, place: int, start: int, end: int) -> None:
    """Put a step at a place; its lane keeps sorted and its holds right."""
    lane = a.place_lane[place]
    base = a.item_ptr[lane]
    position = _position_for(a, s, lane, start)
    for i in range(s.items[lane], position, -1):
        s.item_start[base + i] = s.item_start[base + i - 1]
        s.item_end[base + i] = s.item_end[base + i - 1]
        s.item_step[base + i] = s.item_step[base + i - 1]
    s.item_start[base + position] = start
    s.item_end[base + position] = end
    s.item_step[base + position] = step
    s.items[lane] += 1
    s.place[step] = place
    s.lane[step] = lane
    s.setup[step] = start
    s.start[step] = start
    s.end[step] = end
    s.cost[step] = a.place_cost[place]
    _use(a, s, a.tool[step], step)
    _use(a, s, a.makes[step], step)
    mark_changed(s, a.step_opportunity[step])
    _renew_hold(a, s, lane, position)
    _renew_hold(a, s, lane, position + 1)


@lean
def take(a: Arrays, s: State, step: int) -> None:
    """Take a planned step off its lane.

    The next step's changeover, now from another step, may no longer fit: ask
    `next_stands` when all that is to be taken is taken.
    """
    lane = s.lane[step]
    base = a.item_ptr[lane]
    position = min(_position_for(a, s, lane, s.start[step]), s.items[lane] - 1)
    while s.item_step[base + position] != step:  # what takes no time stands before
        position -= 1
    for i in range(position, s.items[lane] - 1):
        s.item_start[base + i] = s.item_start[base + i + 1]
        s.item_end[base + i] = s.item_end[base + i + 1]
        s.item_step[base + i] = s.item_step[base + i + 1]
    s.items[lane] -= 1
    s.place[step] = -1
    _release(a, s, a.tool[step], step)
    _release(a, s, a.makes[step], step)
    mark_changed(s, a.step_opportunity[step])
    _renew_hold(a, s, lane, position)
