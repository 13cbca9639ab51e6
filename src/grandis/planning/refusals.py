"""Why an opportunity is not taken: static proofs first, then the search.

What is said to be proven follows from `Prospect`, which only leaves rules out.
What can be done is shown by a plan that the search has found.
"""

from dataclasses import dataclass
from functools import cached_property

from msgspec.structs import replace

from grandis.planning.accounts import accounts, value_of
from grandis.planning.checking import check
from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import MOST_MONEY, Opportunity, Policy, Problem
from grandis.planning.prospects import Missed, Prospect
from grandis.planning.reason import Code, Reason, Value
from grandis.planning.retiming import clock, retimed
from grandis.planning.subproblems import alone, beside

#: Iterations of the search on an opportunity by itself.
LOOK = 100
#: Other opportunities that are named as being in the way.
MOST_NAMED = 5
#: The rules of a policy that look at a whole chain, by field name.
RULES = ("largest_share", "apart", "required")


@dataclass(frozen=True)
class Trial:
    """A way to make an opportunity, as the search found it."""

    taken: Taken
    assignments: tuple[Assignment, ...]
    surplus: int


def days(problem: Problem, ticks: int) -> float:
    """Ticks as days, rounded down."""
    return 100 * ticks // problem.grid.ticks_per_day / 100


def why_refused(problem: Problem, plan: Plan, opportunity: str, seed: int) -> Reason:
    """The reason why a plan does not take an opportunity."""
    return _Refusal(problem, plan, problem.opportunity[opportunity], seed).reason()


@dataclass(frozen=True)
class _Refusal:
    problem: Problem
    plan: Plan
    opportunity: Opportunity
    seed: int

    def reason(self) -> Reason:
        trial = self._search(self.alone)
        if trial is None:
            return self._impossible() or self._say(Code.NOT_FOUND, False)
        if self.problem.objective != "surplus":
            return self._say(Code.NOT_FOUND, False)
        if trial.surplus <= -self.sunk:
            return self._does_not_pay() or self._say(Code.NOT_FOUND, False)
        return self._displaced(trial)

    @cached_property
    def alone(self) -> Problem:
        return self._priced(alone(self.problem, self.opportunity.id))

    @cached_property
    def prospect(self) -> Prospect:
        return Prospect(self.alone, self.opportunity.id)

    @cached_property
    def sunk(self) -> int:
        name = self.opportunity.id
        return sum(b.cost for b in self.problem.begun if b.opportunity == name)

    def _say(self, code: Code, proven: bool = True, /, **values: Value) -> Reason:
        return Reason(self.opportunity.id, None, code, values, proven)

    def _priced(self, problem: Problem) -> Problem:
        """With a price that makes the search take the opportunity if it can.

        What it earns is counted afterwards, by the price it really has.
        """
        costs = [o.cost for s in self.opportunity.steps for o in s.options]
        fares = [link.cost for link in problem.links]
        late = [c.late_cost for c in self.opportunity.call_offs]
        trips = sum(len(step.after) for step in self.opportunity.steps)
        most = sum(costs) + max(fares, default=0) * trips + self.sunk + 1
        most += sum(late) * (1 + problem.horizon // problem.grid.ticks_per_day)
        price = min(MOST_MONEY, self.opportunity.price + most)
        paid = replace(self.opportunity, price=price)
        others = problem.opportunities[1:]
        return replace(problem, objective="surplus", opportunities=(paid, *others))

    def _search(self, problem: Problem) -> Trial | None:
        from grandis.planning.search.driver import Search

        search = Search(problem, self.seed)
        search.run(LOOK, 0.0)
        taken, assignments = search.answer()
        name = self.opportunity.id
        mine = [t for t in taken if t.opportunity == name]
        own = tuple(a for a in assignments if a.opportunity == name)
        if not mine:
            return None
        surplus = accounts(self.problem, mine, own)[name].surplus
        return Trial(mine[0], own, surplus)

    # ---------------------------------------------------------- not possible alone

    def _impossible(self) -> Reason | None:
        unreliable = self._unreliable()
        if unreliable:
            return unreliable
        if self.prospect.nobody():
            step = str(self.prospect.nobody())
            return self._say(Code.NO_CAPABLE_MEMBER, step=step)
        for in_time in (False, True):
            broken = self._broken_rule(in_time)
            if broken:
                return broken
            missed = self.prospect.missed()
            if missed:
                return self._too_late(missed)
        return None

    def _unreliable(self) -> Reason | None:
        """Nobody reliable enough does a step that somebody could do."""
        step = self.prospect.nobody()
        if step is None:
            return None
        anybody = Prospect(self.alone, self.opportunity.id, least_reliability=0.0)
        if anybody.nobody() is not None:
            return None
        options = next(s.options for s in self.opportunity.steps if s.id == step)
        members = {self.problem.member_of(option.resource) for option in options}
        best = max(self.problem.member[member].reliability for member in members)
        least = self.opportunity.policy.least_reliability
        values: dict[str, Value] = {"rule": "least_reliability"}
        values["least_reliability"] = least
        if best < least:
            values |= {"step": step, "best": best}
        return self._say(Code.POLICY_UNMET, **values)

    def _broken_rule(self, in_time: bool) -> Reason | None:
        """The rule of the policy without which there would be a chain."""
        every = frozenset(RULES)
        if self.prospect.cheapest(every, in_time) is not None:
            return None
        if self.prospect.cheapest(frozenset(), in_time) is None:
            return None if in_time else self._say(Code.NO_CAPABLE_MEMBER)
        policy = self.opportunity.policy
        for rule in RULES:
            asked = getattr(policy, rule) != getattr(Policy(), rule)
            if asked and self.prospect.cheapest(every - {rule}, in_time) is not None:
                values: dict[str, Value] = {"rule": rule}
                if rule == "largest_share":
                    values[rule] = policy.largest_share
                return self._say(Code.POLICY_UNMET, **values)
        return self._say(Code.POLICY_UNMET, rule="together")

    def _too_late(self, missed: Missed) -> Reason:
        stage = self._stage(missed.step)
        values: dict[str, Value] = {
            "call_off": missed.call_off,
            "latest": missed.latest,
            "finish": missed.finish,
            "days": days(self.problem, missed.finish - missed.latest),
            "step": missed.step,
        }
        if missed.wait:
            values |= {"stage": stage, "wait": days(self.problem, missed.wait)}
        return self._say(Code.TOO_LATE, **values)

    def _stage(self, step: str) -> str:
        found = next(s for s in self.opportunity.steps if s.id == step)
        resource = self.problem.resource[found.options[0].resource]
        return found.stage or resource.stage or resource.id

    def _does_not_pay(self) -> Reason | None:
        cost = self._least_cost(self.prospect)
        price = self.opportunity.price
        if cost is None or cost < price:
            return None
        return self._say(
            Code.PRICE_BELOW_COST, price=price, cost=cost, short=cost - price
        )

    def _least_cost(self, prospect: Prospect) -> int | None:
        """What is still to be paid at least."""
        cost = prospect.cheapest(frozenset(RULES), in_time=True)
        return None if cost is None else cost - self.sunk

    # ---------------------------------------------------------- not beside the others

    def _displaced(self, trial: Trial) -> Reason:
        near = self._priced(beside(self.problem, self.plan, self.opportunity.id))
        prospect = Prospect(near, self.opportunity.id)
        common: dict[str, Value] = {
            "surplus": trial.surplus + self.sunk,
            "by": self._in_the_way(trial),
        }
        missed = prospect.missed()
        if missed:
            late = days(self.problem, missed.finish - missed.latest)
            seen: dict[str, Value] = {"call_off": missed.call_off, "days": late}
            return self._say(Code.DISPLACED, **common, **seen)
        cost, price = self._least_cost(prospect), self.opportunity.price
        if cost is not None and cost >= price:
            return self._say(Code.DISPLACED, **common, cost=cost, price=price)
        found = self._search(near)
        if found and self._improves(found):
            gain = found.surplus + self.sunk
            return self._say(Code.NOT_FOUND, False, surplus=gain)
        return self._say(Code.DISPLACED, cost is None, **common)

    def _in_the_way(self, trial: Trial) -> tuple[str, ...]:
        """Who holds the machines it would use, when it would; the longest first."""
        held: dict[str, int] = {}
        for own in trial.assignments:
            for other in self.plan.assignments:
                if (
                    other.resource == own.resource
                    and other.opportunity != own.opportunity
                ):
                    ticks = min(own.end, other.end) - max(own.setup, other.setup)
                    # a place in a team says little about who is in the way
                    share = ticks // self.problem.resource[own.resource].capacity
                    if share > 0:
                        name = other.opportunity
                        held[name] = held.get(name, 0) + share
        return tuple(sorted(held, key=lambda name: -held[name])[:MOST_NAMED])

    def _improves(self, trial: Trial) -> bool:
        """Whether the plan with this added keeps all rules and is worth more."""
        name = self.opportunity.id
        others = [a for a in self.plan.assignments if a.opportunity != name]
        work = retimed(clock(self.problem), (*others, *trial.assignments))
        taken = (*self.plan.taken, trial.taken)
        value = value_of(self.problem, taken, work)
        plan = Plan("feasible", self.problem.objective, value, value, taken, work)
        return value > self.plan.value and not check(self.problem, plan)
