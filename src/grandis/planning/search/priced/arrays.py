"""The arrays that the kernels of prices read."""

from typing import NamedTuple

from grandis.planning.search.arrays import Floats, Ints


class Priced(NamedTuple):
    """A problem as prices see it; numbers of steps and routes as in `Arrays`.

    A *node* is a way of one step of one route: those of ``route_step[i]`` are
    ``node_ptr[i] … node_ptr[i + 1]``.
    """

    # ways of steps
    way_ptr: Ints
    way_resource: Ints
    way_hours: Ints
    way_site: Ints
    way_duration: Ints
    way_cost: Ints
    way_start: Ints  # of facts; -1: none
    way_end: Ints
    # free time
    gap_ptr: Ints
    gap_start: Ints
    gap_end: Ints
    period_ptr: Ints
    period_start: Ints
    period_end: Ints
    open_ticks: Ints
    # steps of routes, by position in `route_step`; a fare is paid where it is 1
    node_ptr: Ints
    into_ptr: Ints
    into: Ints
    onto_ptr: Ints
    onto: Ints
    onto_fare: Ints
    share: Floats  # 1 by the number of steps before it
    route_cost: Floats  # of days late that no slot counts; inf: no such route


class Slots(NamedTuple):
    """When and where the step of a node can start; those of a node by time.

    Node n has the slots ``slot_ptr[n] … slot_ptr[n + 1]``. A slot's work ends by
    `end` at the earliest and starts no later than `last`; it lies in the periods
    ``period … to`` (-1: it takes nobody's time). `cost` is in cents, with what
    each day late costs that it cannot avoid.
    """

    slot_ptr: Ints
    end: Ints
    last: Ints
    period: Ints
    to: Ints
    duration: Ints
    cost: Floats
