"""The arrays that the kernels of prices read."""

from typing import NamedTuple

from numpy import int32
from numpy.typing import NDArray

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
    # steps of routes, by position in `route_step`
    node_ptr: Ints
    into_ptr: Ints
    into: Ints
    into_paid: Ints  # 1 where transport is paid for, 0 where a tool is made
    onto_ptr: Ints
    onto: Ints
    follows: Ints  # who uses the tool of a step just before it; -1: nobody, or open
    followed: Ints  # who uses it just after it
    turns: Ints  # of each route, each after those it comes after or follows
    route_cost: Floats  # of days late that no slot counts; inf: no such route


class Slots(NamedTuple):
    """When and where the step of a node can start; those of a node by time.

    Node n has the slots ``slot_ptr[n] … slot_ptr[n + 1]``. A slot's work ends by
    `end` at the earliest and starts no later than `last`; it lies in the periods
    ``period … to`` (-1: it takes nobody's time), in each as much as if it started
    at `start`. Its changeover takes at least the `change` open ticks before the start.
    `cost` is in cents, with what each day late costs that it cannot avoid.
    """

    slot_ptr: Ints
    start: Ints
    end: Ints
    last: Ints
    period: Ints
    to: Ints
    duration: Ints
    change: Ints
    cost: Floats


class Menu(NamedTuple):
    """What every opportunity can choose from: routes, their steps, nodes and slots.

    A step of a route is a *stage*. `order` has the stages of a route each after
    those that look ``up`` to it (-1: to none); what is cheapest for a stage, seen
    from a slot of the one it looks up to, is found by `table`: for every node there
    and every node here a block of one number for each slot there. It is the first
    slot here from which on all are late enough (where the stage is ``later``), or
    the last up to which all are early enough; the number of all slots: there is
    none. `fare` has one number for every two nodes. A step that starts at the same
    tick of the same way is one *piece* of work on all routes.
    """

    # opportunities
    route_ptr: Ints
    price: Floats
    refused: Floats  # what is earned without it: nothing, or less by what has begun
    # routes
    stage_ptr: Ints
    route_cost: Floats
    # stages
    order: Ints
    up: Ints
    follows: Ints  # who uses the tool of a stage just before it
    behind: Ints  # 1 where that is the one it looks up to
    later: Ints
    asked: Ints  # 0 where the later of the two is a fact: nothing is asked of it
    paid: Ints  # 1 where transport between the two is paid for
    node_ptr: Ints
    table_ptr: Ints
    fare_ptr: Ints
    step: Ints
    # nodes
    slot_ptr: Ints
    place: Ints  # its number in `Priced`
    way: Ints
    site: Ints
    origin: Ints  # where what it works on comes from; -1: where the node above is
    # slots: cost, start, earliest end, latest start, and the piece of work
    cost: Floats
    start: Ints
    end: Ints
    last: Ints
    piece: NDArray[int32]
    # pieces of work, by opportunity: what they use of which row
    piece_ptr: Ints
    use_ptr: Ints
    row: Ints
    amount: Floats
    table: NDArray[int32]
    fare: Floats
