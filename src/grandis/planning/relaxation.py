"""How much surplus there can be at most: a bound that large problems can afford.

Three things are proven, each on top of the one before:

1. What one opportunity can bring, almost without times: a mixed-integer program
   chooses route and options and pays for them, for transport and for the days
   late that no plan avoids; its policy holds.
2. What it can bring alone, with times: the complete model of it by itself,
   where a quick search does not reach what step 1 allows, widest gap first.
3. What all can bring together: the program of step 1 for all of them, in which
   no resource may get more work into a stretch of time than it has free ticks
   there, of all work that cannot be done outside that stretch.

Every real plan satisfies all of this.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from grandis.errors import UnsolvedError
from grandis.planning.accounts import value_of
from grandis.planning.exact.proving import solve_exactly, watching
from grandis.planning.problem import MOST_MONEY, Opportunity, Problem, Resource
from grandis.planning.search.driver import Search
from grandis.planning.subproblems import alone
from grandis.planning.windows import Window, Windows

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

#: Stretches of time a resource gets a capacity rule for, the tightest ones.
MOST_STRETCHES = 40
#: Deterministic seconds for one opportunity.
ALONE_EFFORT = 3.0
#: Iterations of the quick search for one opportunity alone.
QUICK = 100


def surplus_bound(
    problem: Problem,
    *,
    deterministic: float,
    seed: int = 0,
    on_bound: Callable[[int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> int:
    """No plan of `problem` has more surplus than this, in cents.

    Parameters
    ----------
    deterministic
        Limit in CP-SAT's deterministic seconds.
    on_bound
        Told of every better bound on the way.
    cancel
        Asked often; when it says true the bound proven so far is returned.
    """
    reached = cancel or (lambda: False)
    tell = on_bound or (lambda bound: None)
    most = {o.id: o.price for o in problem.opportunities}
    for opportunity in problem.opportunities:
        if not reached():
            program = _Program(problem, [opportunity], most)
            most[opportunity.id] = program.bound(ALONE_EFFORT, seed, None, cancel)
            tell(sum(most.values()))
    for opportunity_id, single in _widest_gaps_first(problem, most, reached):
        if not reached():
            bound = _alone(single, seed, reached)
            most[opportunity_id] = min(bound, most[opportunity_id])
            tell(sum(most.values()))
    if reached():
        return sum(most.values())
    together = _Program(problem, problem.opportunities, most)
    return min(sum(most.values()), together.bound(deterministic, seed, tell, cancel))


def _widest_gaps_first(
    problem: Problem, most: dict[str, int], reached: Callable[[], bool]
) -> list[tuple[str, Problem]]:
    """Opportunities alone, where a quick search leaves them short of `most`."""
    short = []
    for opportunity in problem.opportunities:
        if reached():
            break
        single = alone(problem, opportunity.id)
        search = Search(single)
        search.run(QUICK, remaining=0.5)
        value = value_of(single, *search.answer())
        if value < most[opportunity.id]:
            short.append((most[opportunity.id] - value, opportunity.id, single))
    short.sort(key=lambda entry: -entry[0])
    return [(opportunity_id, single) for _, opportunity_id, single in short]


def _alone(single: Problem, seed: int, reached: Callable[[], bool]) -> int:
    """What the complete model proves of a problem with one opportunity."""
    found = solve_exactly(
        single,
        seconds=math.inf,
        seed=seed,
        deterministic=ALONE_EFFORT,
        cancel=reached,
    )
    return MOST_MONEY if found.bound is None else found.bound


class _Program:
    """Opportunities together on shared resources, almost without times.

    `most` is what each can bring at most, as far as it is known.
    """

    def __init__(
        self,
        problem: Problem,
        opportunities: Sequence[Opportunity],
        most: dict[str, int],
    ) -> None:
        from ortools.sat.python import cp_model

        self.problem = problem
        self.windows = Windows(problem)
        self.model: CpModel = cp_model.CpModel()
        self.begun_cost = {o.id: 0 for o in problem.opportunities}
        for begun in problem.begun:
            self.begun_cost[begun.opportunity] += begun.cost
        self.used: dict[tuple[str, str, str], IntVar] = {}
        self.places: dict[tuple[str, str], dict[str, list[IntVar]]] = {}
        self.by_resource: dict[str, list[Window]] = {}
        surpluses = [self._opportunity(o, most[o.id]) for o in opportunities]
        for resource in problem.resources:
            self._gets_no_more_work_than_it_has_time(resource)
        self.model.maximize(sum(surpluses))

    def bound(
        self,
        deterministic: float,
        seed: int,
        on_bound: Callable[[int], None] | None,
        cancel: Callable[[], bool] | None,
    ) -> int:
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        # Ctrl-C is the caller's; CP-SAT's own handler can abort the program.
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_deterministic_time = deterministic
        if on_bound:
            solver.best_bound_callback = lambda bound: on_bound(_whole(bound))
        with watching(solver, cancel):
            status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
            raise UnsolvedError(f"the relaxation ended as {solver.status_name()}")
        return _whole(solver.best_objective_bound)

    def _opportunity(self, opportunity: Opportunity, most: int) -> "IntVar":
        """The surplus of one opportunity, by its routes and options."""
        model = self.model
        taken = model.new_bool_var(f"{opportunity.id} taken")
        active = self._one_branch_of_every_active_choice(opportunity, taken)
        cost: list[LinearExpr] = []
        member_cost: dict[str, list[LinearExpr]] = {}
        options: dict[str, list[IntVar]] = {step.id: [] for step in opportunity.steps}
        for window in self.windows.of(opportunity):
            used = model.new_bool_var(" ".join(window.key))
            self.used[window.key] = used
            self.by_resource.setdefault(window.option.resource, []).append(window)
            sites = self.places.setdefault((opportunity.id, window.step.id), {})
            site = self.problem.resource[window.option.resource].site
            sites.setdefault(site, []).append(used)
            options[window.step.id].append(used)
            cost.append(window.option.cost * used)
            member = self.problem.member_of(window.option.resource)
            member_cost.setdefault(member, []).append(window.option.cost * used)
        for step in opportunity.steps:
            if (opportunity.id, step.id) in self.windows.begun:
                begun = self.windows.begun[opportunity.id, step.id]
                member = self.problem.member_of(begun.resource)
                cost.append(begun.cost * taken)
                member_cost.setdefault(member, []).append(begun.cost * taken)
            else:
                model.add(sum(options[step.id]) == active[step.branch])
        for parts in member_cost.values():
            model.add(100 * sum(parts) <= opportunity.policy.largest_share * sum(cost))
        # of an opportunity that is not taken only what has begun is paid
        sunk = self.begun_cost[opportunity.id] * (1 - taken)
        low = -2 * MOST_MONEY
        surplus = model.new_int_var(low, max(most, 0), f"{opportunity.id} surplus")
        paid = sum(cost) + sum(self._fares(opportunity)) + sunk
        gain = opportunity.price - self._least_late_cost(opportunity)
        model.add(surplus <= gain * taken - paid)
        return surplus

    def _least_late_cost(self, opportunity: Opportunity) -> int:
        """What the days late cost that no plan avoids."""
        ends = self.windows.earliest_ends(opportunity)
        day = self.problem.grid.ticks_per_day
        cost = 0
        for call_off in opportunity.call_offs:
            sure = [
                ends[step.id]
                for step in opportunity.steps
                if step.branch is None
                and (not call_off.steps or step.id in call_off.steps)
            ]
            late = max(0, max(sure, default=0) - call_off.due)
            cost += min(-(-late // day) * call_off.late_cost, MOST_MONEY)
        return cost

    def _fares(self, opportunity: Opportunity) -> "Iterator[LinearExpr]":
        """What the transport between steps at different sites costs."""
        for step in opportunity.steps:
            for before in step.after:
                origins = self.places.get((opportunity.id, before), {})
                for destination, here in self.places.get(
                    (opportunity.id, step.id), {}
                ).items():
                    for origin, there in origins.items():
                        link = self.problem.link.get((origin, destination))
                        if link and link.cost:
                            both = self.model.new_bool_var("")
                            self.model.add(both >= sum(here) + sum(there) - 1)
                            yield link.cost * both

    def _one_branch_of_every_active_choice(
        self, opportunity: Opportunity, taken: "IntVar"
    ) -> "dict[str | None, IntVar]":
        """Literals: whether a branch (None: the opportunity) is on the route."""
        active: dict[str | None, IntVar] = {None: taken}
        for choice in opportunity.choices:
            for branch in choice.branches:
                active[branch] = self.model.new_bool_var(f"{opportunity.id} {branch}")
        for choice in opportunity.choices:
            branches = [active[branch] for branch in choice.branches]
            self.model.add(sum(branches) == active[choice.within])
        return active

    def _gets_no_more_work_than_it_has_time(self, resource: Resource) -> None:
        windows = self.by_resource.get(resource.id, [])
        for start, end, free in self._tight_stretches(resource, windows):
            self.model.add(
                sum(
                    w.option.duration * self.used[w.key]
                    for w in windows
                    if w.earliest >= start and w.latest <= end
                )
                <= free
            )

    def _tight_stretches(
        self, resource: Resource, windows: list[Window]
    ) -> list[tuple[int, int, int]]:
        """(start, end, free ticks) where more could be asked than is free."""
        if not windows:
            return []
        earliest = np.array([w.earliest for w in windows])
        latest = np.array([w.latest for w in windows])
        duration = np.array([w.option.duration for w in windows])
        starts, ends = np.unique(earliest), np.unique(latest)
        inside = (earliest >= starts[:, None]) * duration
        asked = inside @ (latest[:, None] <= ends)
        free_before = self._free_before(resource)
        free = np.array([free_before(t) for t in ends.tolist()]) - np.array(
            [[free_before(t)] for t in starts.tolist()]
        )
        over = np.argwhere(asked > free)
        tightness = [float(asked[i, j] / max(1, free[i, j])) for i, j in over]
        best = np.argsort(tightness)[::-1][:MOST_STRETCHES]
        return [
            (int(starts[i]), int(ends[j]), max(0, int(free[i, j])))
            for i, j in over[best]
        ]

    def _free_before(self, resource: Resource) -> Callable[[int], int]:
        """How many working ticks the resource has before a tick, facts taken off."""
        hours = self.windows.hours[resource.id]
        changes: dict[int, int] = {}
        taken = [(load.start, load.end, load.amount) for load in resource.load]
        taken += [
            (b.setup, b.end, 1) for b in self.problem.begun if b.resource == resource.id
        ]
        for start, end, amount in taken:
            changes[start] = changes.get(start, 0) + amount
            changes[end] = changes.get(end, 0) - amount
        ticks = sorted(changes)
        levels = list(accumulate(changes[t] for t in ticks))
        # facts may ask for more than there is: no more than all of it is gone
        gone = [
            (a, b, min(level, resource.capacity))
            for a, b, level in zip(ticks, ticks[1:], levels, strict=False)
            if level
        ]

        def free(t: int) -> int:
            before = hours.opened_before
            used = sum(
                (before(min(b, t)) - before(a)) * level for a, b, level in gone if a < t
            )
            return resource.capacity * before(t) - used

        return free


def _whole(bound: float) -> int:
    return math.floor(bound + 1e-6)
