"""The array form of a problem: what the search kernels read and write.

Everything has a number. Steps are numbered opportunity by opportunity, each
after its predecessors. A *lane* is a machine, or one of the n places of a team;
a *place* is one (option, lane) at which a step can be done. Ranges are kept as
offsets: the places of step s are ``place_ptr[s] … place_ptr[s + 1]``.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Larger than any tick, so that sums of a few still fit.
NEVER = 1 << 40
#: ``Arrays.goal``
SURPLUS, MAKESPAN, TARDINESS = 0, 1, 2


class Arrays(NamedTuple):
    """A problem as read-only arrays; -1 stands for none."""

    goal: int
    horizon: int
    now: int
    ticks_per_day: int
    pinned: int  # the last so many opportunities stay as they are
    # opportunities
    price: Ints
    weight: Ints
    release: Ints
    share: Ints
    begun_cost: Ints
    time_value: Ints  # cents a tick of work costs on average: the scale for haste
    step_ptr: Ints
    route_ptr: Ints
    route_step_ptr: Ints
    route_step: Ints
    route_least: Floats  # cents that all its work costs at least
    onward_ptr: Ints  # of each entry of route_step
    onward: Floats  # of each place of its step: what follows costs at least
    due_ptr: Ints  # call-offs
    due: Ints
    latest: Ints
    late_cost: Ints
    due_step_ptr: Ints
    due_step: Ints
    required_ptr: Ints
    required: Ints
    apart_ptr: Ints
    apart: Ints  # shape (pairs, 2)
    # steps
    step_opportunity: Ints
    tool: Ints
    makes: Ints
    material: Ints
    colour: Ints
    begun: Ints  # 1 where the step is a fact
    last: Ints  # it must end by then
    before_ptr: Ints
    before: Ints
    place_ptr: Ints
    place_lane: Ints
    place_option: Ints
    place_duration: Ints
    place_cost: Ints
    # lanes
    lane_hours: Ints
    lane_table: Ints
    lane_site: Ints
    lane_member: Ints
    lane_setup: Ints  # shape (lanes, 3): tool, material, colour at the beginning
    lane_step_ptr: Ints
    lane_step: Ints  # the steps that can be done on it
    item_ptr: Ints
    # working hours
    window_ptr: Ints
    window_start: Ints
    window_end: Ints
    window_before: Ints  # open ticks before the window
    block: int
    tick_window: Ints  # shape (calendars, blocks): the first that ends after b << block
    open_window: Ints  # the last with at most b << block open ticks before it
    # changeover tables
    tool_change: Ints
    material_change: Ints  # shape (tables, materials, materials)
    colour_change: Ints
    # tools
    tool_site: Ints
    tool_ready: Ints
    use_ptr: Ints
    # transport between sites, NEVER where there is no way
    travel: Ints
    fare: Ints


class State(NamedTuple):
    """A plan in the making: who holds what when. Kernels change it in place.

    Lane l holds the items ``item_ptr[l] … item_ptr[l] + items[l]``, sorted and
    disjoint; an item is a step's hold, or existing load (step -1).
    """

    items: Ints
    item_start: Ints
    item_end: Ints
    item_step: Ints
    uses: Ints
    use_step: Ints
    place: Ints  # of each step; -1: not planned, -2: begun
    lane: Ints
    setup: Ints
    start: Ints
    end: Ints
    cost: Ints
    route: Ints  # of each opportunity; -1: not taken
    energy: Floats  # what each opportunity adds to the energy
    changed: Ints  # the first changes[0]: opportunities not as in the best plan
    is_changed: Ints
    changes: Ints
    wanted: Ints  # the member that a step is to be placed at; -1: any
    stood: Ints  # place, start and end of each step before it was taken out
    aside: Ints  # the same in the best try so far
    scores: Floats  # room to compare the places of a step, see `placing`
    random: NDArray[np.uint64]


class Found(NamedTuple):
    """The best plan met: what of a `State` says who does what when."""

    place: Ints
    lane: Ints
    setup: Ints
    start: Ints
    end: Ints
    cost: Ints
    route: Ints


def found_of(state: State) -> Found:
    """The plan as it stands, to be kept."""
    return Found(*(getattr(state, field).copy() for field in Found._fields))
