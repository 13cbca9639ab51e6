"""How much surplus there can be at most: a bound that large problems can afford.

Two things are proven, one on top of the other. First, what each opportunity
could bring if it had the whole network for itself: a small exact problem.
Then a mixed-integer program takes all opportunities together, without times:
it chooses routes and options, and no resource may get more work into a stretch
of time than it has free working ticks there, of all work that cannot be done
outside that stretch. Every real plan satisfies both.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from grandis.errors import UnsolvedError
from grandis.planning.exact import solve_exactly
from grandis.planning.problem import MOST_MONEY, Opportunity, Problem, Resource
from grandis.planning.subproblems import alone
from grandis.planning.windows import Window, Windows

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

#: Stretches of time a resource gets a capacity rule for, the tightest ones.
MOST_STRETCHES = 40
#: Deterministic seconds to prove what one opportunity can bring alone.
ALONE_EFFORT = 2.0


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
        Limit of CP-SAT's deterministic seconds for the joint program.
    on_bound
        Told of every better bound on the way.
    cancel
        Asked often; when it says true the bound proven so far is returned.
    """
    tell = on_bound or (lambda bound: None)
    stop = cancel or (lambda: False)
    most = {o.id: o.price for o in problem.opportunities}
    for opportunity in problem.opportunities:
        if stop():
            return sum(most.values())
        found = solve_exactly(
            alone(problem, opportunity.id),
            seconds=60,
            workers=1,
            seed=seed,
            deterministic=ALONE_EFFORT,
            cancel=stop,
        )
        if found.bound is not None:
            most[opportunity.id] = min(found.bound, most[opportunity.id])
        tell(sum(most.values()))
    if stop():
        return sum(most.values())
    return min(
        sum(most.values()), _Joint(problem, most).bound(deterministic, seed, stop)
    )


class _Joint:
    """All opportunities together on shared resources, without times."""

    def __init__(self, problem: Problem, most: dict[str, int]) -> None:
        from ortools.sat.python import cp_model

        self.problem = problem
        self.windows = Windows(problem)
        self.model: CpModel = cp_model.CpModel()
        self.begun_cost = {o.id: 0 for o in problem.opportunities}
        for begun in problem.begun:
            self.begun_cost[begun.opportunity] += begun.cost
        self.used: dict[tuple[str, str, str], IntVar] = {}
        self.by_resource: dict[str, list[Window]] = {}
        surpluses = [self._opportunity(o, most[o.id]) for o in problem.opportunities]
        for resource in problem.resources:
            self._gets_no_more_work_than_it_has_time(resource)
        self.model.maximize(sum(surpluses))

    def bound(self, deterministic: float, seed: int, cancel: Callable[[], bool]) -> int:
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = deterministic
        solver.best_bound_callback = lambda _: (
            solver.stop_search() if cancel() else None
        )
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
            raise UnsolvedError(f"the relaxation ended as {solver.status_name()}")
        return int(np.floor(solver.best_objective_bound + 1e-6))

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
        surplus = model.new_int_var(low, MOST_MONEY, f"{opportunity.id} surplus")
        model.add(surplus <= most * taken - sunk)
        model.add(surplus <= opportunity.price * taken - sum(cost) - sunk)
        return surplus

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
        levels = np.cumsum([changes[t] for t in ticks]).tolist()
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
