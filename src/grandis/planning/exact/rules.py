"""The complete model: the rules of the reference page, a method each."""

from collections.abc import Mapping
from itertools import pairwise

from ortools.sat.python import cp_model

from grandis.planning.exact.sequences import Sequence
from grandis.planning.exact.tools import ToolUse
from grandis.planning.exact.works import Expr, Maker, Work, ways_on
from grandis.planning.problem import (
    CallOff,
    Opportunity,
    Problem,
    Resource,
)


class Model:
    """A problem as a CP-SAT model; `works` by opportunity and step.

    `most` is what opportunities are known to bring at most, in cents.
    """

    def __init__(self, problem: Problem, most: Mapping[str, int]) -> None:
        self.most = most
        self.problem = problem
        self.model = cp_model.CpModel()
        self.make = Maker(problem, self.model)
        self.taken: dict[str, cp_model.IntVar] = {}
        self.active: dict[str, dict[str | None, cp_model.IntVar]] = {}
        self.works: dict[tuple[str, str], Work] = {}
        self.surplus: list[Expr] = []
        self.tardiness: list[Expr] = []
        for opportunity in problem.opportunities:
            self._make_opportunity(opportunity)
        for resource in problem.resources:
            self._holds_do_not_exceed_capacity(resource)
            if resource.changeover:
                Sequence(self.make, resource, self.works)
        for tool in problem.tools:
            ToolUse(self.make, tool, self.works)
        self._aim()

    def of(self, opportunity: Opportunity) -> list[Work]:
        return [self.works[opportunity.id, step.id] for step in opportunity.steps]

    def _make_opportunity(self, opportunity: Opportunity) -> None:
        optional = self.problem.objective == "surplus"
        taken = (
            self.model.new_bool_var(f"take {opportunity.id}")
            if optional
            else self.model.new_constant(1)
        )
        self.taken[opportunity.id] = taken
        active = self._exactly_one_branch_of_every_active_choice(opportunity, taken)
        self.active[opportunity.id] = active
        for work in self.make.works(opportunity, active):
            self.works[opportunity.id, work.step.id] = work
            if work.begun and work.active is not taken:
                self.model.add_implication(taken, work.active)
        costs = self._chain_keeps_policy(opportunity, taken)
        fares = self._steps_follow_each_other_with_transport(opportunity)
        late = self._call_offs_are_in_time(opportunity, taken)
        sunk = sum(
            b.cost for b in self.problem.begun if b.opportunity == opportunity.id
        )
        paid = sum(costs) + sum(fares) + sum(late) + sunk * (1 - taken)
        surplus = opportunity.price * taken - paid
        self.surplus.append(surplus)
        if opportunity.id in self.most:
            self.model.add(surplus <= self.most[opportunity.id])

    def _exactly_one_branch_of_every_active_choice(
        self, opportunity: Opportunity, taken: cp_model.IntVar
    ) -> dict[str | None, cp_model.IntVar]:
        active: dict[str | None, cp_model.IntVar] = {None: taken}
        for choice in opportunity.choices:
            for branch in choice.branches:
                active[branch] = self.model.new_bool_var(f"{opportunity.id}: {branch}")
        for choice in opportunity.choices:
            branches = [active[branch] for branch in choice.branches]
            self.model.add(sum(branches) == active[choice.within])
        return active

    def _chain_keeps_policy(
        self, opportunity: Opportunity, taken: cp_model.IntVar
    ) -> list[Expr]:
        """Share, apart, required, reliability; what the chain's work costs."""
        model, policy = self.model, opportunity.policy
        parts: dict[str, list[tuple[cp_model.IntVar, int]]] = {}
        for work in self.of(opportunity):
            if work.begun:
                member = self.problem.member_of(work.begun.resource)
                parts.setdefault(member, []).append((taken, work.begun.cost))
                if self.problem.member[member].reliability < policy.least_reliability:
                    model.add(taken == 0)
            for way in work.ways:
                member = self.problem.member_of(way.option.resource)
                parts.setdefault(member, []).append((way.used, way.option.cost))
        costs: list[Expr] = [
            cost * used for part in parts.values() for used, cost in part
        ]
        if policy.largest_share < 100:
            for part in parts.values():
                own = sum(cost * used for used, cost in part)
                model.add(100 * own <= policy.largest_share * sum(costs))
        for first, second in policy.apart:
            for one, _ in parts.get(first, ()):
                for other, _ in parts.get(second, ()):
                    model.add_bool_or([~one, ~other])
        for member in policy.required:
            model.add_bool_or([used for used, _ in parts.get(member, ())] + [~taken])
        return costs

    def _steps_follow_each_other_with_transport(
        self, opportunity: Opportunity
    ) -> list[Expr]:
        """Order, with transport where sites differ; what the transport costs."""
        fares: list[Expr] = []
        for step in opportunity.steps:
            after = self.works[opportunity.id, step.id]
            for before_id in step.after:
                before = self.works[opportunity.id, before_id]
                for origin, left in self.make.places(before).items():
                    for destination, arrived in self.make.places(after).items():
                        fares += self._hands_over(
                            before, origin, left, after, destination, arrived
                        )
        return fares

    def _hands_over(
        self,
        before: Work,
        origin: str,
        left: cp_model.IntVar,
        after: Work,
        destination: str,
        arrived: cp_model.IntVar,
    ) -> list[Expr]:
        """The order of two steps at two sites; the fare, if there is one."""
        model = self.model
        ticks = self.make.way_between(origin, destination)
        if after.begun:  # its start is a fact: nothing is asked of it
            pass
        elif ticks is None:
            model.add_bool_or([~left, ~arrived])
        else:
            model.add(after.start >= before.end + ticks).only_enforce_if(left, arrived)
        link = self.problem.link.get((origin, destination))
        if link is None or link.cost == 0:
            return []
        both = model.new_bool_var(
            f"{before.name} to {after.name}, {origin} to {destination}"
        )
        model.add(both >= left + arrived - 1)
        return [link.cost * both]

    def _call_offs_are_in_time(
        self, opportunity: Opportunity, taken: cp_model.IntVar
    ) -> list[Expr]:
        """Latest dates; the cost of late days of each call-off."""
        return [
            self._late_cost(opportunity, call_off, taken)
            for call_off in opportunity.call_offs
        ]

    def _late_cost(
        self, opportunity: Opportunity, call_off: CallOff, taken: cp_model.IntVar
    ) -> Expr:
        model, horizon = self.model, self.problem.horizon
        waited = [
            work
            for work in self.of(opportunity)
            if not call_off.steps or work.step.id in call_off.steps
        ]
        ends = [b.end for b in self.problem.begun]
        done = model.new_int_var(
            0, max([horizon, opportunity.release, *ends]), call_off.id
        )
        for work in waited:
            model.add(done >= work.end).only_enforce_if(work.active)
        if opportunity.release:
            # with none of its steps on the route a call-off is done at release
            idle = [work.active for work in waited]
            none = model.new_bool_var(f"nothing for {call_off.id}")
            model.add_bool_or([*idle, none, ~taken])
            model.add(done >= opportunity.release).only_enforce_if(none)
        if call_off.latest is not None:
            model.add(done <= call_off.latest).only_enforce_if(taken)
        late = model.new_int_var(0, horizon + max([0, *ends]), f"late {call_off.id}")
        model.add(late >= done - call_off.due).only_enforce_if(taken)
        self.tardiness.append(opportunity.weight * late)
        if self.problem.objective != "surplus" or call_off.late_cost == 0:
            return 0
        # what is later than its price is worth is better not taken
        most = opportunity.price // call_off.late_cost
        days = model.new_int_var(0, most, f"days late {call_off.id}")
        model.add(days * self.problem.grid.ticks_per_day >= late)
        return call_off.late_cost * days

    def _holds_do_not_exceed_capacity(self, resource: Resource) -> None:
        """Works, existing load and facts on a resource, together."""
        model = self.model
        intervals = [way.interval for _, way in ways_on(resource, self.works)]
        if not intervals:
            return
        known = self._known_holds(resource)
        fixed = [
            model.new_fixed_size_interval_var(start, end - start, "")
            for start, end, _ in known
        ]
        if resource.capacity == 1:
            model.add_no_overlap([*intervals, *fixed])
        else:
            demands = [1] * len(intervals) + [amount for _, _, amount in known]
            model.add_cumulative([*intervals, *fixed], demands, resource.capacity)

    def _known_holds(self, resource: Resource) -> list[tuple[int, int, int]]:
        """Load and facts as (start, end, amount), within capacity together."""
        holds = [(load.start, load.end, load.amount) for load in resource.load]
        holds += [
            (b.setup, b.end, 1) for b in self.problem.begun if b.resource == resource.id
        ]
        if resource.capacity == 1:
            return _joined(holds)
        changes: dict[int, int] = {}
        for start, end, amount in holds:
            changes[start] = changes.get(start, 0) + amount
            changes[end] = changes.get(end, 0) - amount
        known, level = [], 0
        for start, end in pairwise(sorted(changes)):
            level += changes[start]
            if level:
                known.append((start, end, min(level, resource.capacity)))
        return known

    def _aim(self) -> None:
        model, goal = self.model, self.problem.objective
        if goal == "surplus":
            model.maximize(sum(self.surplus))
        elif goal == "weighted_tardiness":
            model.minimize(sum(self.tardiness))
        else:
            ends = [b.end for b in self.problem.begun]
            last = max([self.problem.horizon, *ends])
            makespan = model.new_int_var(max([0, *ends]), last, "makespan")
            for work in self.works.values():
                if not work.begun:
                    model.add(makespan >= work.end).only_enforce_if(work.active)
            self._makespan_is_no_shorter_than_any_load(makespan)
            model.minimize(makespan)

    def _makespan_is_no_shorter_than_any_load(self, makespan: cp_model.IntVar) -> None:
        """Redundant, but without it proofs are slow: all loads, as plain sums."""
        loads: dict[tuple[str, str], list[Expr]] = {}
        for work in self.works.values():
            for way in work.ways:
                resource = self.problem.resource[way.option.resource]
                keys = [("tool", work.step.tool)] if work.step.tool else []
                if resource.capacity == 1:
                    keys.append(("resource", resource.id))
                for key in keys:
                    loads.setdefault(key, []).append(way.option.duration * way.used)
        for load in loads.values():
            self.model.add(sum(load) <= makespan)


def _joined(holds: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Holds of a machine, those that overlap made one; those that touch are two.

    Between two that touch there is room for work of no duration.
    """
    joined: list[tuple[int, int, int]] = []
    for start, end, _ in sorted(holds):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]), 1)
        else:
            joined.append((start, end, 1))
    return joined
