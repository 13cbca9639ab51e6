"""What a set of assignments earns, costs and misses, opportunity by opportunity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grandis.planning.plan import Assignment, Taken
from grandis.planning.problem import Opportunity, Problem


@dataclass(frozen=True, slots=True)
class Account:
    """One taken opportunity in figures: cents, and ticks for the last two."""

    opportunity: str
    price: int
    work: int
    transport: int
    late_cost: int
    finish: int
    tardiness: int  # over all call-offs, not weighted

    @property
    def surplus(self) -> int:
        return self.price - self.work - self.transport - self.late_cost


def accounts(
    problem: Problem, taken: Iterable[Taken], assignments: Iterable[Assignment]
) -> dict[str, Account]:
    """The account of each taken opportunity, by its id."""
    by_opportunity: dict[str, dict[str, Assignment]] = {}
    for assignment in assignments:
        steps = by_opportunity.setdefault(assignment.opportunity, {})
        steps[assignment.step] = assignment
    return {
        t.opportunity: account(
            problem,
            problem.opportunity[t.opportunity],
            by_opportunity.get(t.opportunity, {}),
        )
        for t in taken
    }


def account(
    problem: Problem, opportunity: Opportunity, done: dict[str, Assignment]
) -> Account:
    """The account of one opportunity made by the assignments `done`, by step."""
    finish = max((a.end for a in done.values()), default=opportunity.release)
    late_cost = tardiness = 0
    for call_off in opportunity.call_offs:
        waited = call_off.steps or tuple(done)
        ends = [done[step].end for step in waited if step in done]
        late = max(0, max(ends, default=opportunity.release) - call_off.due)
        tardiness += late
        late_cost += -(-late // problem.grid.ticks_per_day) * call_off.late_cost
    return Account(
        opportunity=opportunity.id,
        price=opportunity.price,
        work=sum(a.cost for a in done.values()),
        transport=_transport(problem, opportunity, done),
        late_cost=late_cost,
        finish=finish,
        tardiness=tardiness,
    )


def _transport(
    problem: Problem, opportunity: Opportunity, done: dict[str, Assignment]
) -> int:
    cost = 0
    for step in opportunity.steps:
        for before in step.after:
            if step.id in done and before in done:
                origin = problem.resource[done[before].resource].site
                destination = problem.resource[done[step.id].resource].site
                # without a link only facts are where they are, and cost nothing
                link = problem.link.get((origin, destination))
                cost += link.cost if link else 0
    return cost


def value_of(
    problem: Problem, taken: Sequence[Taken], assignments: Sequence[Assignment]
) -> int:
    """The problem's objective: cents of surplus, or ticks."""
    if problem.objective == "makespan":
        return max((a.end for a in assignments), default=0)
    booked = accounts(problem, taken, assignments)
    if problem.objective == "weighted_tardiness":
        return sum(
            problem.opportunity[o].weight * account.tardiness
            for o, account in booked.items()
        )
    sunk = sum(b.cost for b in problem.begun if b.opportunity not in booked)
    return sum(account.surplus for account in booked.values()) - sunk
