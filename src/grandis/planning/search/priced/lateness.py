"""Kernels: what days late cost, shared out to the steps that can be late.

A call-off is done when the last of its steps is. On a route those of its steps
that others of them come after cannot be the last; the rest get equal parts of
its late cost, each as if it were the last: no more than it costs in the end.
"""

import numpy as np

from grandis.planning.search.arrays import Arrays, Floats, Ints
from grandis.planning.search.jit import kernel
from grandis.planning.search.priced.arrays import Priced, Slots


@kernel
def _is_on(steps: Ints, step: int) -> bool:
    """Whether a step is among sorted `steps`."""
    i = np.searchsorted(steps, step)
    return bool(i < len(steps) and steps[i] == step)


@kernel
def _late_cost(a: Arrays, d: int, end: int) -> int:
    """Cents for the days that a call-off is late when it is done at `end`."""
    return -(-max(0, end - a.due[d]) // a.ticks_per_day) * a.late_cost[d]


@kernel
def route_costs(a: Arrays, costs: Floats) -> None:
    """The late cost of call-offs that wait for no step of a route; inf: too late."""
    for j in range(len(a.price)):
        for route in range(a.route_ptr[j], a.route_ptr[j + 1]):
            steps = a.route_step[a.route_step_ptr[route] : a.route_step_ptr[route + 1]]
            costs[route] = 0.0
            for d in range(a.due_ptr[j], a.due_ptr[j + 1]):
                waits = False
                for i in range(a.due_step_ptr[d], a.due_step_ptr[d + 1]):
                    waits |= _is_on(steps, a.due_step[i])
                if not waits:
                    costs[route] += _late_cost(a, d, a.release[j])
                    if a.release[j] > a.latest[d]:
                        costs[route] = np.inf


@kernel
def _mark_last(a: Arrays, p: Priced, route: int, d: int, last: Ints) -> int:
    """Mark the steps of a call-off that none of its steps comes after; how many."""
    low, high = a.route_step_ptr[route], a.route_step_ptr[route + 1]
    steps = a.route_step[low:high]
    last[: high - low] = 0
    for i in range(a.due_step_ptr[d], a.due_step_ptr[d + 1]):
        if _is_on(steps, a.due_step[i]):
            last[np.searchsorted(steps, a.due_step[i])] = 1
    for rs in range(low, high):
        if last[rs - low] > 0:
            for e in range(p.into_ptr[rs], p.into_ptr[rs + 1]):
                if last[p.into[e] - low] > 0 and not a.begun[a.route_step[rs]]:
                    last[p.into[e] - low] = 2
    count = 0
    for i in range(high - low):
        last[i] = last[i] == 1
        count += last[i]
    return count


@kernel
def cost_slots(a: Arrays, p: Priced, k: Slots) -> None:
    """Add late costs to the costs of slots."""
    last = np.empty(len(a.route_step), np.int64)
    for j in range(len(a.price)):
        for route in range(a.route_ptr[j], a.route_ptr[j + 1]):
            low, high = a.route_step_ptr[route], a.route_step_ptr[route + 1]
            for d in range(a.due_ptr[j], a.due_ptr[j + 1]):
                if a.late_cost[d] == 0:
                    continue
                parts = _mark_last(a, p, route, d, last)
                for rs in range(low, high):
                    if last[rs - low]:
                        first, to = p.node_ptr[rs], p.node_ptr[rs + 1]
                        for slot in range(k.slot_ptr[first], k.slot_ptr[to]):
                            k.cost[slot] += _late_cost(a, d, k.end[slot]) / parts
