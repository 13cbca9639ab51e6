"""What a few opportunities lose together at least, whatever the others do."""

import math
from collections.abc import Callable, Collection

from ortools.sat.python import cp_model

from grandis.planning.exact.model import Model
from grandis.planning.exact.racing import Race, alone
from grandis.planning.problem import Problem
from grandis.planning.windows import Scope

#: What a bound in floating point may be wrong by, in cents.
ROUNDING = 1e-3


def least_lost(
    problem: Problem,
    scope: Scope,
    part: Collection[str],
    seconds: float,
    seed: int = 0,
    cancel: Callable[[], bool] | None = None,
) -> int:
    """What a part of the opportunities loses at least by what a scope says, in cents.

    As much as is proven in the `seconds`; more than the scope allows where they
    cannot do at all what is in it.
    """
    built = Model(problem, None, None, {}, scope, part)
    solver = alone(seconds, seed)
    race = Race([solver], cancel)
    ((_, status),) = race.run(built.cp, lambda plan: None, lambda bound: None)
    if status == cp_model.INFEASIBLE:
        return scope.allowance + 1
    return max(0, math.ceil(solver.best_objective_bound - ROUNDING))
