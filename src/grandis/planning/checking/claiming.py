"""What a plan says of itself: its objective, value, bound and status."""

from collections.abc import Iterator

from grandis.planning.checking.agreeing import completion, pairs
from grandis.planning.checking.reading import Case, Chain
from grandis.planning.checking.violation import Code, Violation, broken
from grandis.planning.problem import CallOff


def objective(case: Case) -> Iterator[Violation]:
    """The plan aims for what the problem asks for."""
    expected, found = case.problem.objective, case.plan.objective
    if found != expected:
        yield broken(Code.WRONG_OBJECTIVE, expected=expected, found=found)


def claims(case: Case) -> Iterator[Violation]:
    """The value is right, the bound on its far side, and optimal means equal."""
    plan, expected = case.plan, reached(case)
    sides = {"value": plan.value, "bound": plan.bound}
    if plan.value != expected:
        yield broken(Code.WRONG_VALUE, expected=expected, found=plan.value)
    sign = 1 if case.problem.objective == "surplus" else -1
    if sign * plan.value > sign * plan.bound:
        yield broken(Code.WRONG_BOUND, sides)
    if plan.status == "optimal" and plan.value != plan.bound:
        yield broken(Code.NOT_OPTIMAL, sides, status=plan.status)


def emptiness(case: Case) -> Iterator[Violation]:
    """A plan without an answer holds nothing but what has begun, and value 0."""
    plan = case.plan
    if plan.status == "infeasible" and case.problem.objective == "surplus":
        yield broken(Code.NOT_INFEASIBLE, status=plan.status)
    named = dict.fromkeys(taken.opportunity for taken in plan.taken)
    for assignment in plan.assignments:
        if (assignment.opportunity, assignment.step) not in case.facts:
            named[assignment.opportunity] = None
    for name in named:
        yield broken(Code.NOT_EMPTY, status=plan.status, opportunity=name)
    if plan.value != 0:
        yield broken(Code.WRONG_VALUE, expected=0, found=plan.value)


def reached(case: Case) -> int:
    """The objective that the plan reaches, in its unit."""
    match case.problem.objective:
        case "surplus":
            return _surplus(case)
        case "makespan":
            return max((job.end for job in case.jobs.values()), default=0)
        case "weighted_tardiness":
            return sum(
                chain.opportunity.weight * _late(chain, call_off)
                for chain in case.chains
                for call_off in chain.opportunity.call_offs
            )


def _surplus(case: Case) -> int:
    lost = sum(
        fact.cost for fact in case.facts.values() if fact.opportunity not in case.taken
    )
    return sum(_chain_surplus(case, chain) for chain in case.chains) - lost


def _chain_surplus(case: Case, chain: Chain) -> int:
    ticks_per_day = case.problem.grid.ticks_per_day
    work = sum(job.cost for job in chain.jobs.values())
    trips = (case.transport(a.site, b.site) or (0, 0) for a, b in pairs(chain))
    late = sum(
        -(-_late(chain, call_off) // ticks_per_day) * call_off.late_cost
        for call_off in chain.opportunity.call_offs
    )
    return chain.opportunity.price - work - sum(cost for _, cost in trips) - late


def _late(chain: Chain, call_off: CallOff) -> int:
    return max(0, completion(chain, call_off) - call_off.due)
