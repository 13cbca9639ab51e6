"""Latest dates that follow from wanting a plan at least as good as one known."""

import msgspec

from grandis.planning.problem import CallOff, Opportunity, Problem


def narrowed(
    problem: Problem, opportunity: Opportunity, value: int | None
) -> Opportunity:
    """An opportunity with the latest dates that a plan as good as `value` keeps.

    Without a value, plans of less surplus than refusing everything, which is
    always possible, are left out. No best plan is lost.
    """
    if problem.objective == "makespan" and value is not None:
        dates = [CallOff("all", due=value, latest=value), *opportunity.call_offs]
    else:
        dates = [
            _timely(call_off, most_late(problem, opportunity, call_off, value))
            for call_off in opportunity.call_offs
        ]
    return msgspec.structs.replace(opportunity, call_offs=tuple(dates))


def most_late(
    problem: Problem, opportunity: Opportunity, call_off: CallOff, value: int | None
) -> int | None:
    """Ticks that a call-off is late at most in a plan as good as `value`."""
    if problem.objective == "surplus" and call_off.late_cost:
        days = _worth(problem, opportunity, value) // call_off.late_cost
        return days * problem.grid.ticks_per_day
    if problem.objective == "weighted_tardiness" and opportunity.weight:
        return None if value is None else value // opportunity.weight
    return None


def _worth(problem: Problem, opportunity: Opportunity, value: int | None) -> int:
    """The most late cost that a plan as good as `value` can bear there.

    An opportunity that is not worth it is refused, unless its work may spare
    others a changeover.
    """
    prices = sum(o.price for o in problem.opportunities)
    nothing = -sum(begun.cost for begun in problem.begun)
    worth = prices if value is None else prices - max(0, value - nothing)
    changes = any(
        problem.resource[option.resource].changeover
        for step in opportunity.steps
        for option in step.options
    )
    return max(0, worth if changes else min(worth, opportunity.price))


def _timely(call_off: CallOff, late: int | None) -> CallOff:
    if late is None:
        return call_off
    latest = call_off.due + late
    if call_off.latest is not None:
        latest = min(latest, call_off.latest)
    return msgspec.structs.replace(call_off, latest=latest)
