"""Another way of one opportunity in a plan, with all others on the same machines."""

from collections.abc import Callable, Collection
from dataclasses import replace

from ortools.sat.python import cp_model

from grandis.planning.exact.model import Model
from grandis.planning.exact.racing import Race, alone
from grandis.planning.exact.reading import Answer, read
from grandis.planning.plan import Assignment
from grandis.planning.problem import Problem
from grandis.planning.windows import Scope


def remade(
    problem: Problem,
    scope: Scope,
    name: str,
    assignments: Collection[Assignment],
    seconds: float,
    seed: int = 0,
    cancel: Callable[[], bool] | None = None,
) -> tuple[Answer | None, bool]:
    """The best plan in which one opportunity is planned anew, if it is a better one.

    All others stay on the machines that they have in `assignments`, at any time and in
    any order. So few ways are left that most are looked through at once.

    Returns
    -------
    tuple
        A plan of more surplus than the scope says, if one was found in the `seconds`;
        and whether there is surely no better one of this kind.
    """
    used = {(a.opportunity, a.step, a.resource) for a in assignments}
    within = {
        key: stretches
        for key, stretches in scope.within.items()
        if key in used or key[0] == name
    }
    built = Model(problem, None, None, {}, replace(scope, within=within))
    race = Race([alone(seconds, seed)], cancel)
    ((solver, status),) = race.run(built.cp, lambda plan: None, lambda bound: None)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    sure = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return read(built, solver.value) if found else None, sure
