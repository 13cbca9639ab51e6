"""Every rule asked of a plan, one after the other."""

from grandis.planning.checking import (
    agreeing,
    claiming,
    holding,
    route,
    timing,
    tooling,
)
from grandis.planning.checking.reading import read
from grandis.planning.checking.violation import Violation
from grandis.planning.plan import Plan
from grandis.planning.problem import Problem

_RULES = (
    route.taking,
    route.branching,
    route.stepping,
    route.options,
    route.facts,
    route.facts_on_route,
    timing.working,
    timing.bounds,
    holding.capacity,
    tooling.tools_in_turn,
    tooling.tools_in_place,
    agreeing.order,
    agreeing.dates,
    agreeing.policy,
    claiming.objective,
    claiming.claims,
)
_RULES_WITHOUT_ANSWER = (route.facts, claiming.objective, claiming.emptiness)


def check(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Every rule of the planning model that a plan breaks; none: it is valid.

    Any plan can be checked, also one that names things the problem does not
    have. Where several jobs get in one job's way on a machine or with a tool,
    the one that does so longest is named. A step planned twice is judged by
    its first assignment. Takes time almost linear in the size of the plan.

    Parameters
    ----------
    problem
        What was asked.
    plan
        The answer, whoever made it. Of a plan that is ``infeasible`` or
        ``unknown`` only this is asked: the begun steps, no others, value 0.

    Returns
    -------
    tuple of Violation
        Rule by rule in the order of ``docs/reference/check.md``.
    """
    case = read(problem, plan)
    answered = plan.status in ("optimal", "feasible")
    rules = _RULES if answered else _RULES_WITHOUT_ANSWER
    return tuple(violation for rule in rules for violation in rule(case))
