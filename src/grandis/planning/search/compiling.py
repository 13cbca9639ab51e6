"""From a `Problem` to arrays, and from a state of the search back to a plan."""

from collections.abc import Iterable
from itertools import chain

import numpy as np

from grandis.planning.plan import Assignment, Taken
from grandis.planning.problem import Problem
from grandis.planning.search.arrays import (
    MAKESPAN,
    NEVER,
    SURPLUS,
    TARDINESS,
    Arrays,
    Found,
    Ints,
    State,
)
from grandis.planning.search.boxes import boxed
from grandis.planning.search.items import Item, fixed_items
from grandis.planning.search.lot import stream
from grandis.planning.search.numbering import (
    Numbering,
    due_steps,
    ints,
    offsets,
    routes,
)
from grandis.planning.search.onward import reckon_onward
from grandis.planning.search.places import place_arrays, time_values
from grandis.planning.worktime import worktimes

GOALS = {"surplus": SURPLUS, "makespan": MAKESPAN, "weighted_tardiness": TARDINESS}

#: Working hours are found by so many stretches of ticks, or up to twice as many.
BLOCKS = 128


class Compiled:
    """A problem in array form, with the numbers to read the answer back.

    Steps that are `held` stay as they are, like those that have begun, and so do the
    last `pinned` opportunities.
    """

    def __init__(
        self, problem: Problem, held: Iterable[Assignment] = (), pinned: int = 0
    ) -> None:
        self.problem = problem
        self.numbering = n = Numbering(problem, held)
        self.routes = [routes(n, o) for o in problem.opportunities]
        self._fixed = fixed_items(n)
        steps = _step_arrays(n)
        fields: dict[str, object] = {
            "pinned": pinned,
            **_opportunity_arrays(n, self.routes),
            **_route_arrays(self.routes, steps["place_ptr"]),
            **steps,
            **_lane_arrays(n, self._fixed, steps["place_lane"], steps["place_ptr"]),
            **_hour_arrays(n),
            **_network_arrays(n),
        }
        self.arrays = Arrays(**fields)  # type: ignore[arg-type]
        if self.arrays.goal == SURPLUS:
            reckon_onward(boxed(self.arrays))

    def empty_state(self, seed: int) -> State:
        """No opportunity is taken; load and begun steps are in place."""
        a, n = self.arrays, self.numbering
        steps, opportunities = len(n.steps), len(self.problem.opportunities)
        slots = int(a.item_ptr[-1])
        state = State(
            items=np.zeros(len(n.lanes), np.int64),
            item_start=np.zeros(slots, np.int64),
            item_end=np.zeros(slots, np.int64),
            item_step=np.full(slots, -1, np.int64),
            uses=np.zeros(len(n.tool), np.int64),
            use_step=np.zeros(int(a.use_ptr[-1]), np.int64),
            place=np.full(steps, -1, np.int64),
            lane=np.zeros(steps, np.int64),
            setup=np.zeros(steps, np.int64),
            start=np.zeros(steps, np.int64),
            end=np.zeros(steps, np.int64),
            cost=np.zeros(steps, np.int64),
            route=np.full(opportunities, -1, np.int64),
            energy=_energy_untaken(a),
            changed=np.zeros(opportunities, np.int64),
            is_changed=np.zeros(opportunities, np.int64),
            changes=np.zeros(1, np.int64),
            wanted=np.full(steps, -1, np.int64),
            stood=np.full((steps, 3), -1, np.int64),
            aside=np.full((steps, 3), -1, np.int64),
            scores=np.zeros((4, _most(a.place_ptr))),
            random=stream(seed),
        )
        self._put_facts(state)
        return state

    def _put_facts(self, state: State) -> None:
        a, n = self.arrays, self.numbering
        for lane, items in enumerate(self._fixed):
            base = a.item_ptr[lane]
            state.items[lane] = len(items)
            for i, (start, end, step) in enumerate(items):
                state.item_start[base + i] = start
                state.item_end[base + i] = end
                state.item_step[base + i] = step
        for key, begun in n.begun.items():
            step = n.step[key]
            state.place[step] = -2
            state.lane[step] = n.first_lane[begun.resource]
            state.setup[step], state.start[step] = begun.setup, begun.start
            state.end[step], state.cost[step] = begun.end, begun.cost
            for tool in (a.tool[step], a.makes[step]):
                if tool >= 0:
                    state.use_step[a.use_ptr[tool] + state.uses[tool]] = step
                    state.uses[tool] += 1

    def decode(
        self, state: State | Found
    ) -> tuple[tuple[Taken, ...], tuple[Assignment, ...]]:
        """The opportunities taken and who does what when, begun steps included."""
        a, n = self.arrays, self.numbering
        taken = []
        for j, opportunity in enumerate(self.problem.opportunities):
            if state.route[j] >= 0:
                chosen, _ = self.routes[j][state.route[j] - a.route_ptr[j]]
                taken.append(Taken(opportunity.id, tuple(sorted(chosen))))
        found = state.place, state.setup, state.start, state.end, state.cost
        rows = zip(n.steps, *(numbers.tolist() for numbers in found), strict=True)
        options = a.place_option.tolist()
        assignments = []
        for (opportunity, step), place, *times in rows:
            if place == -1:
                continue
            if place == -2:
                resource = n.begun[opportunity.id, step.id].resource
            else:
                resource = step.options[options[place]].resource
            assignments.append(Assignment(opportunity.id, step.id, resource, *times))
        return tuple(taken), tuple(assignments)


def _most(offsets: Ints) -> int:
    """How long the longest range is."""
    return int(np.diff(offsets).max(initial=0))


def _energy_untaken(a: Arrays) -> np.ndarray:
    from grandis.planning.search.chains import MISSING

    if a.goal == SURPLUS:
        return a.begun_cost.astype(np.float64)
    return np.full(len(a.price), MISSING)


def _opportunity_arrays(
    n: Numbering, known: list[list[tuple[frozenset[str], Ints]]]
) -> dict[str, object]:
    problem = n.problem
    every = problem.opportunities
    begun_cost = {o.id: 0 for o in every}
    for (opportunity, _), begun in n.begun.items():
        begun_cost[opportunity] += begun.cost
    return {
        "goal": GOALS[problem.objective],
        "horizon": problem.horizon,
        "now": problem.now,
        "ticks_per_day": problem.grid.ticks_per_day,
        "price": ints(o.price for o in every),
        "weight": ints(o.weight for o in every),
        "release": ints(o.release for o in every),
        "begun_cost": ints(begun_cost.values()),
        "time_value": time_values(n),
        "step_ptr": offsets(len(o.steps) for o in every),
        "route_ptr": offsets(map(len, known)),
        **_due_arrays(n),
        **_policy_arrays(n),
    }


def _due_arrays(n: Numbering) -> dict[str, object]:
    every = n.problem.opportunities
    dues = [(o, call_off) for o in every for call_off in o.call_offs]
    waits = [[n.step[o.id, s] for s in due_steps(o, call_off)] for o, call_off in dues]
    return {
        "due_ptr": offsets(len(o.call_offs) for o in every),
        "due": ints(c.due for _, c in dues),
        "latest": ints(NEVER if c.latest is None else c.latest for _, c in dues),
        "late_cost": ints(c.late_cost for _, c in dues),
        "due_step_ptr": offsets(map(len, waits)),
        "due_step": ints(step for wait in waits for step in wait),
    }


def _policy_arrays(n: Numbering) -> dict[str, object]:
    every = [o.policy for o in n.problem.opportunities]
    return {
        "share": ints(policy.largest_share for policy in every),
        "required_ptr": offsets(len(policy.required) for policy in every),
        "required": ints(n.member[m] for policy in every for m in policy.required),
        "apart_ptr": offsets(len(policy.apart) for policy in every),
        "apart": ints(
            n.member[m] for policy in every for pair in policy.apart for m in pair
        ).reshape(-1, 2),
    }


def _route_arrays(
    known: list[list[tuple[frozenset[str], Ints]]], place_ptr: Ints
) -> dict[str, object]:
    all_routes = [steps for routes in known for _, steps in routes]
    route_step = np.concatenate([ints(()), *all_routes])
    onward_ptr = offsets(np.diff(place_ptr)[route_step])
    return {
        "route_step_ptr": offsets(map(len, all_routes)),
        "route_step": route_step,
        "route_least": np.zeros(len(all_routes)),
        "onward_ptr": onward_ptr,
        "onward": np.zeros(int(onward_ptr[-1])),
    }


def _step_arrays(n: Numbering) -> dict[str, Ints]:
    every = [step for _, step in n.steps]
    sizes = [len(o.steps) for o in n.problem.opportunities]
    before = [[n.step[o.id, b] for b in step.after] for o, step in n.steps]
    begun = np.zeros(len(every), np.int64)
    begun[[n.step[key] for key in n.begun]] = 1
    return {
        "step_opportunity": np.repeat(np.arange(len(sizes)), sizes),
        "tool": ints(n.tool[s.tool] if s.tool else -1 for s in every),
        "makes": ints(n.tool[s.makes] if s.makes else -1 for s in every),
        "material": ints(n.material[s.material] if s.material else -1 for s in every),
        "colour": ints(n.colour[s.colour] if s.colour else -1 for s in every),
        "begun": begun,
        "last": _last(n),
        "before_ptr": offsets(map(len, before)),
        "before": ints(chain.from_iterable(before)),
        **place_arrays(n),
    }


def _last(n: Numbering) -> Ints:
    """The tick by which each step must end."""
    last = np.full(len(n.steps), n.problem.horizon)
    for o in n.problem.opportunities:
        for call_off in o.call_offs:
            if call_off.latest is not None:
                steps = [n.step[o.id, step] for step in due_steps(o, call_off)]
                last[steps] = np.minimum(last[steps], call_off.latest)
    return last


def _lane_arrays(
    n: Numbering, fixed: list[list[Item]], place_lane: Ints, place_ptr: Ints
) -> dict[str, object]:
    site = n.problem.site
    visits = np.bincount(place_lane, minlength=len(n.lanes))
    place_step = np.repeat(np.arange(len(n.steps)), np.diff(place_ptr))
    return {
        "lane_table": ints(
            n.table[r.changeover] if r.changeover else -1 for r in n.lanes
        ),
        "lane_site": ints(n.site[r.site] for r in n.lanes),
        "lane_member": ints(n.member[site[r.site].member] for r in n.lanes),
        "lane_setup": ints(
            number
            for r in n.lanes
            for number in (
                n.tool.get(r.setup.tool, len(n.tool)) if r.setup.tool else -1,
                n.material[r.setup.material] if r.setup.material else -1,
                n.colour[r.setup.colour] if r.setup.colour else -1,
            )
        ).reshape(-1, 3),
        "lane_step_ptr": offsets(visits),
        "lane_step": place_step[np.argsort(place_lane, kind="stable")],
        "item_ptr": offsets(visits + ints(map(len, fixed))),
    }


def _hour_arrays(n: Numbering) -> dict[str, object]:
    """Calendars, and for stretches of ticks the windows with which they begin."""
    times = worktimes(n.problem)
    calendars: dict[tuple[tuple[int, int], ...], int] = {}
    hours = {}
    for resource in n.problem.resources:
        if resource.calendar is None and not resource.closed:
            hours[resource.id] = -1
        else:
            windows = tuple(times[resource.id].windows)
            hours[resource.id] = calendars.setdefault(windows, len(calendars))
    block = max(0, n.problem.horizon.bit_length() - BLOCKS.bit_length())
    blocks = np.arange(0, n.problem.horizon + 1, 1 << block)
    arrays = [np.array(windows, np.int64).reshape(-1, 2) for windows in calendars]
    before = [np.cumsum(w[:, 1] - w[:, 0]) - (w[:, 1] - w[:, 0]) for w in arrays]
    ptr = offsets(map(len, arrays))
    every = np.concatenate([np.zeros((0, 2), np.int64), *arrays])
    first = [np.searchsorted(w[:, 1], blocks, "right") for w in arrays]
    last = [np.searchsorted(b, blocks, "right") - 1 for b in before]
    shape = len(arrays), len(blocks)
    return {
        "lane_hours": ints(hours[r.id] for r in n.lanes),
        "window_ptr": ptr,
        "window_start": np.ascontiguousarray(every[:, 0]),
        "window_end": np.ascontiguousarray(every[:, 1]),
        "window_before": np.concatenate([ints(()), *before]),
        "block": block,
        "tick_window": np.array(first, np.int64).reshape(shape) + ptr[:-1, None],
        "open_window": np.array(last, np.int64).reshape(shape) + ptr[:-1, None],
    }


def _network_arrays(n: Numbering) -> dict[str, object]:
    tools = n.problem.tools
    used = ints(n.tool[t] for _, s in n.steps for t in (s.tool, s.makes) if t)
    return {
        **_changeover_arrays(n),
        "tool_site": ints(n.site[t.site] if t.site else -1 for t in tools),
        "tool_ready": ints(t.ready for t in tools),
        "use_ptr": offsets(np.bincount(used, minlength=len(n.tool))),
        **_transport_arrays(n),
    }


def _changeover_arrays(n: Numbering) -> dict[str, object]:
    tables = n.problem.changeovers
    material = np.zeros((len(n.table), len(n.material), len(n.material)), np.int64)
    colour = np.zeros((len(n.table), len(n.colour), len(n.colour)), np.int64)
    for t, table in enumerate(tables):
        for ticks, number, general, changes in (
            (material[t], n.material, table.material, table.materials),
            (colour[t], n.colour, table.colour, table.colours),
        ):
            ticks[:] = general
            for change in changes:
                if change.before in number and change.after in number:
                    ticks[number[change.before], number[change.after]] = change.duration
    return {
        "tool_change": ints(table.tool for table in tables),
        "material_change": material,
        "colour_change": colour,
    }


def _transport_arrays(n: Numbering) -> dict[str, object]:
    sites = len(n.site)
    travel = np.full((sites, sites), NEVER, np.int64)
    fare = np.zeros((sites, sites), np.int64)
    np.fill_diagonal(travel, 0)
    for link in n.problem.links:
        where = n.site[link.origin], n.site[link.destination]
        travel[where], fare[where] = link.duration, link.cost
    return {"travel": travel, "fare": fare}
