"""Kernels: a chain of placed steps: what it adds to the energy, and its policy."""

import numpy as np

from grandis.planning.search.arrays import MAKESPAN, SURPLUS, Arrays, State
from grandis.planning.search.jit import lean
from grandis.planning.search.lanes import take

#: Energy of an opportunity that must be made and is not.
MISSING = 1e13
#: What a later finish weighs against the makespan: enough to break ties.
FINISH_WEIGHT = 1e-3


@lean
def _cost_at(a: Arrays, s: State, route: int, member: int) -> int:
    """What the work of a route costs that a member does; of all members for -1."""
    cost = 0
    for i in range(a.route_step_ptr[route], a.route_step_ptr[route + 1]):
        step = a.route_step[i]
        if member < 0 or a.lane_member[s.lane[step]] == member:
            cost += s.cost[step]
    return cost


@lean
def _works_on(a: Arrays, s: State, route: int, member: int) -> bool:
    for i in range(a.route_step_ptr[route], a.route_step_ptr[route + 1]):
        if a.lane_member[s.lane[a.route_step[i]]] == member:
            return True
    return False


@lean
def keeps_policy(a: Arrays, s: State, j: int, route: int) -> int:
    """-2 if the steps of a route, as they stand, keep the policy of opportunity j.

    Otherwise the member whose share is too large or who is to be kept apart, or
    -3 less the member that is required and has nothing to do.
    """
    if a.share[j] < 100:
        total = _cost_at(a, s, route, -1)
        for i in range(a.route_step_ptr[route], a.route_step_ptr[route + 1]):
            member = a.lane_member[s.lane[a.route_step[i]]]
            if 100 * _cost_at(a, s, route, member) > a.share[j] * total:
                return member
    for i in range(a.required_ptr[j], a.required_ptr[j + 1]):
        if not _works_on(a, s, route, a.required[i]):
            return -3 - a.required[i]
    for i in range(a.apart_ptr[j], a.apart_ptr[j + 1]):
        if _works_on(a, s, route, a.apart[i, 0]) and _works_on(
            a, s, route, a.apart[i, 1]
        ):
            return a.apart[i, 1]
    return -2


@lean
def chain_energy(a: Arrays, s: State, j: int, route: int) -> float:
    """What opportunity j adds to the energy as it is planned; inf if not allowed."""
    late = _lateness(a, s, j)
    if late == np.inf:
        return np.inf
    paid, end = 0, a.release[j]
    for k in range(a.route_step_ptr[route], a.route_step_ptr[route + 1]):
        step = a.route_step[k]
        paid += s.cost[step]
        end = max(end, s.end[step])
        for i in range(a.before_ptr[step], a.before_ptr[step + 1]):
            before = a.before[i]
            if s.place[before] != -1:
                paid += a.fare[a.lane_site[s.lane[before]], a.lane_site[s.lane[step]]]
    if a.goal == SURPLUS:
        return paid + late - a.price[j]
    if a.goal == MAKESPAN:
        return FINISH_WEIGHT * end
    return late


@lean
def finish(a: Arrays, s: State, j: int, d: int) -> int:
    """When all that call-off d of opportunity j waits for is done."""
    done = -1
    for i in range(a.due_step_ptr[d], a.due_step_ptr[d + 1]):
        if s.place[a.due_step[i]] != -1:
            done = max(done, s.end[a.due_step[i]])
    return a.release[j] if done < 0 else done


@lean
def _lateness(a: Arrays, s: State, j: int) -> float:
    """What lateness costs opportunity j as it is planned; inf if not allowed."""
    late = 0
    for d in range(a.due_ptr[j], a.due_ptr[j + 1]):
        done = finish(a, s, j, d)
        if done > a.latest[d]:
            return np.inf
        ticks = max(0, done - a.due[d])
        if a.goal == SURPLUS:
            late += -(-ticks // a.ticks_per_day) * a.late_cost[d]
        else:
            late += ticks * a.weight[j]
    return float(late)


@lean
def withdraw(a: Arrays, s: State, j: int) -> None:
    """Take an opportunity out of the plan; begun steps stay."""
    for step in range(a.step_ptr[j], a.step_ptr[j + 1]):
        if s.place[step] >= 0:
            take(a, s, step)
    s.route[j] = -1
    s.energy[j] = a.begun_cost[j] if a.goal == SURPLUS else MISSING
