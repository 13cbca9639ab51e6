"""Why a member is not in the chain of an opportunity that is taken.

The question is what would happen if the member did one step and all else
stayed as planned. That is worked out, not searched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from grandis.planning.accounts import value_of
from grandis.planning.checking import Code as Rule
from grandis.planning.checking import check
from grandis.planning.plan import Assignment, Plan
from grandis.planning.problem import Opportunity, Option, Problem, Step
from grandis.planning.reason import Code, Reason, Value
from grandis.planning.refusals import days
from grandis.planning.retiming import Clock, clock, retimed
from grandis.planning.slots import Slots

_TOOL = {
    Rule.TOOL_HELD_TWICE,
    Rule.TOOL_TRANSPORT,
    Rule.TOOL_NO_LINK,
    Rule.TOOL_TOO_EARLY,
    Rule.TOOL_NOT_MADE,
}


@dataclass(frozen=True)
class Swap:
    """A step done by another resource: what it costs more, and when it could be.

    It may start at `ready` and must end by `limit`; None: there is no way.
    """

    step: Step
    option: Option
    more: int
    ready: int
    limit: int


class Bystanders:
    """A plan, seen by those who are not in a chain of it."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.plan = plan
        self.clock: Clock = clock(problem)
        self.slots = Slots(problem)
        self.begun = {(b.opportunity, b.step) for b in problem.begun}

    def reasons(self, opportunity: str) -> Iterator[Reason]:
        """A reason for every member that could do a step and does none."""
        chain = _Chain(self, self.problem.opportunity[opportunity])
        able = {
            self.problem.member_of(option.resource)
            for step in chain.opportunity.steps
            for option in step.options
        }
        for member in sorted(able - chain.members):
            yield chain.reason(member)


class _Chain:
    """The chain of one opportunity and what a swap in it would mean."""

    def __init__(self, all_: Bystanders, opportunity: Opportunity) -> None:
        self.all = all_
        self.problem = all_.problem
        self.opportunity = opportunity
        self.done = {
            s.id: all_.plan.by_step[opportunity.id, s.id]
            for s in opportunity.steps
            if (opportunity.id, s.id) in all_.plan.by_step
        }
        self.owner = {
            s: self.problem.member_of(a.resource) for s, a in self.done.items()
        }
        self.members = set(self.owner.values())
        self.steps = {s.id: s for s in opportunity.steps}

    def reason(self, member: str) -> Reason:
        return self._excluded(member) or self._unable(member) or self._swapped(member)

    def _say(
        self, member: str, code: Code, proven: bool = True, /, **values: Value
    ) -> Reason:
        return Reason(self.opportunity.id, member, code, values, proven)

    def _own(self, member: str) -> list[tuple[Step, Option]]:
        return [
            (step, option)
            for step in self.opportunity.steps
            for option in step.options
            if self.problem.member_of(option.resource) == member
        ]

    # ------------------------------------------------------------- no swap at all

    def _excluded(self, member: str) -> Reason | None:
        policy = self.opportunity.policy
        has = self.problem.member[member].reliability
        if has >= policy.least_reliability:
            return None
        values = {"reliability": has, "least_reliability": policy.least_reliability}
        rule = "least_reliability"
        return self._say(member, Code.EXCLUDED_BY_POLICY, rule=rule, **values)

    def _unable(self, member: str) -> Reason | None:
        """It has no step on this route that is still to be done."""
        own = [step for step, _ in self._own(member)]
        active = [step for step in own if step.id in self.done]
        if not active:
            return self._other_route(member, own)
        begun = self.all.begun
        if all((self.opportunity.id, step.id) in begun for step in active):
            return self._say(member, Code.UNDER_WAY)
        return None

    def _other_route(self, member: str, own: list[Step]) -> Reason:
        """What the cheapest work on its route costs more than this plan's."""
        from grandis.planning.search.numbering import branch_sets

        branch = str(own[0].branch)
        costs = []
        for chosen in branch_sets(self.opportunity):
            active = [
                s for s in self.steps.values() if s.branch is None or s.branch in chosen
            ]
            if own[0] in active:
                costs.append(sum(min(o.cost for o in s.options) for s in active))
        more = min(costs, default=0) - sum(a.cost for a in self.done.values())
        if more > 0 and self.problem.objective == "surplus":
            return self._say(member, Code.OTHER_ROUTE, branch=branch, more=more)
        return self._say(member, Code.OTHER_ROUTE, branch=branch)

    # --------------------------------------------------------------------- swaps

    def _swapped(self, member: str) -> Reason:
        todo = [
            (step, option)
            for step, option in self._own(member)
            if step.id in self.done
            and (self.opportunity.id, step.id) not in self.all.begun
        ]
        together = [
            (step, option) for step, option in todo if not self._foe(member, step)
        ]
        if not together:
            other = str(self._foe(member, todo[0][0]))
            code = Code.EXCLUDED_BY_POLICY
            return self._say(member, code, rule="apart", other=other)
        swaps = [swap for pair in together if (swap := self._swap(*pair))]
        if not swaps:
            return self._say(member, Code.NO_LINK, step=together[0][0].id)
        if self.problem.objective != "surplus":
            swaps = [replace(swap, more=0) for swap in swaps]
        best = min(swaps, key=lambda swap: swap.more)
        if best.more > 0:
            return self._say(member, Code.DEARER, step=best.step.id, more=best.more)
        return self._in_time(member, min(swaps, key=self._over))

    def _foe(self, member: str, step: Step) -> str | None:
        """A member of the rest of the chain that the customer wants apart from it."""
        others = {owner for name, owner in self.owner.items() if name != step.id}
        for pair in self.opportunity.policy.apart:
            if member in pair:
                other = pair[1] if pair[0] == member else pair[0]
                if other in others:
                    return other
        return None

    def _swap(self, step: Step, option: Option) -> Swap | None:
        """The swap, unless there is no transport to or from its neighbours."""
        now, before = self.done[step.id], self.opportunity.release
        here = self.problem.resource[option.resource].site
        more = option.cost - now.cost
        ready, limit = max(before, self.problem.now), self._limit(step)
        for other, is_before in self._neighbours(step):
            there = self.problem.resource[other.resource].site
            was = self.problem.resource[now.resource].site
            old = (there, was) if is_before else (was, there)
            new = (there, here) if is_before else (here, there)
            way = self._way(*new)
            if way is None:
                return None
            more += way[1] - (self._way(*old) or (0, 0))[1]
            if is_before:
                ready = max(ready, other.end + way[0])
            else:
                limit = min(limit, other.start - way[0])
        return Swap(step, option, more, ready, limit)

    def _neighbours(self, step: Step) -> Iterator[tuple[Assignment, bool]]:
        for name in step.after:
            if name in self.done:
                yield self.done[name], True
        for other in self.opportunity.steps:
            if step.id in other.after and other.id in self.done:
                yield self.done[other.id], False

    def _way(self, origin: str, destination: str) -> tuple[int, int] | None:
        """Ticks and cents from a site to another."""
        if origin == destination:
            return 0, 0
        link = self.problem.link.get((origin, destination))
        return None if link is None else (link.duration, link.cost)

    def _limit(self, step: Step) -> int:
        """When the step must end for no call-off to be later than now."""
        limit = self.problem.horizon
        for call_off in self.opportunity.call_offs:
            waited = call_off.steps or tuple(self.done)
            if step.id in waited:
                ends = [self.done[s].end for s in waited if s in self.done]
                limit = min(limit, max(call_off.due, *ends))
        return limit

    # ---------------------------------------------------------------- time for it

    def _over(self, swap: Swap) -> int:
        slot = self._slot(swap)
        return self.problem.horizon if slot is None else slot[1] - swap.limit

    def _slot(self, swap: Swap) -> tuple[int, int] | None:
        """The first time beside all work planned but the step itself."""
        name = swap.option.resource
        step = self.opportunity.id, swap.step.id
        held = [
            (a.setup, a.end, 1)
            for a in self.all.plan.assignments
            if a.resource == name and (a.opportunity, a.step) != step
        ]
        slots = self.all.slots
        taken = slots.full(name, held)
        return slots.first(name, swap.ready, swap.option.duration, taken)

    def _in_time(self, member: str, swap: Swap) -> Reason:
        name, duration = swap.option.resource, swap.option.duration
        step = swap.step.id
        free = self.all.slots.first(name, swap.ready, duration)
        if free is None:
            return self._say(member, Code.LATER, step=step)
        if free[1] > swap.limit:
            late = days(self.problem, free[1] - swap.limit)
            return self._say(member, Code.LATER, step=step, days=late)
        slot = self._slot(swap)
        if slot is None:
            return self._say(member, Code.BUSY, step=step)
        if slot[1] > swap.limit:
            late = days(self.problem, slot[1] - swap.limit)
            return self._say(member, Code.BUSY, step=step, days=late)
        return self._fitting(member, swap, slot)

    def _fitting(self, member: str, swap: Swap, slot: tuple[int, int]) -> Reason:
        """There is a time: ask the independent check what else is in the way."""
        key = self.opportunity.id, swap.step.id
        new = Assignment(*key, swap.option.resource, slot[0], *slot, swap.option.cost)
        others = [
            a for a in self.all.plan.assignments if (a.opportunity, a.step) != key
        ]
        work = retimed(self.all.clock, (*others, new))
        taken = self.all.plan.taken
        value = value_of(self.problem, taken, work)
        objective = self.problem.objective
        plan = Plan("feasible", objective, value, value, taken, work)
        codes = {violation.code for violation in check(self.problem, plan)}
        step = swap.step.id
        if Rule.SHARE in codes:
            rule = "largest_share"
            return self._say(member, Code.EXCLUDED_BY_POLICY, rule=rule, step=step)
        if Rule.REQUIRED in codes:
            values = {"rule": "required", "step": step, "keeps": self.owner[step]}
            return self._say(member, Code.EXCLUDED_BY_POLICY, **values)
        if codes & _TOOL:
            tool = str(swap.step.tool)
            return self._say(member, Code.TOOL_AWAY, False, step=step, tool=tool)
        if codes:
            return self._say(member, Code.BUSY, False, step=step)
        gain = value - self.all.plan.value
        if objective == "surplus" and gain > 0:
            return self._say(member, Code.NOT_FOUND, False, step=step, gain=gain)
        return self._say(member, Code.NO_BETTER, step=step)
