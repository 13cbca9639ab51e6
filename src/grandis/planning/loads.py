"""A bound on the makespan: somebody has to do all the work.

The steps that are on every route are spread over the resources that can do
them, in parts if need be, so that the busiest is done as early as possible. No
plan ends earlier. This is a small linear program and close to the best plan
where many resources can do a step.
"""

import math

import numpy as np
from highspy import Highs, HighsModelStatus

from grandis.planning.problem import Problem, Step
from grandis.planning.silent import Silent

#: Programs with more variables are not solved: they take too long.
MOST_VARIABLES = 20_000


def load_bound(problem: Problem, seconds: float) -> int:
    """No plan of `problem` has a shorter makespan than this, in ticks.

    When the program is too large or not solved within `seconds`, all resources
    are taken to be able to do everything, as fast as the fastest.
    """
    begun = {(b.opportunity, b.step) for b in problem.begun}
    steps = [
        step
        for o in problem.opportunities
        for step in o.steps
        if step.branch is None and (o.id, step.id) not in begun
    ]
    least = sum(min((x.duration for x in s.options), default=0) for s in steps)
    average = -(-least // sum(resource.capacity for resource in problem.resources))
    if sum(len(step.options) for step in steps) > MOST_VARIABLES:
        return average
    return max(average, _spread(problem, steps, seconds))


def _spread(problem: Problem, steps: list[Step], seconds: float) -> int:
    """The load of the busiest resource when work is spread best; 0 if unsolved."""
    number = {resource.id: n for n, resource in enumerate(problem.resources)}
    loads: list[list[tuple[int, int]]] = [[] for _ in number]
    columns = 1  # the first is the makespan
    rows = []
    for step in steps:
        rows.append(list(range(columns, columns + len(step.options))))
        for option in step.options:
            loads[number[option.resource]].append((columns, option.duration))
            columns += 1
    solver = Silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", seconds)
    solver.addVars(columns, np.zeros(columns), np.full(columns, np.inf))
    solver.changeColCost(0, 1.0)
    for row in rows:
        _add(solver, 1, 1, row, [1.0] * len(row))
    for resource, load in zip(problem.resources, loads, strict=True):
        if load:
            columns_of, durations = zip(*load, strict=True)
            _add(
                solver,
                0,
                np.inf,
                [0, *columns_of],
                [resource.capacity, *(-d for d in durations)],
            )
    solver.run()
    if solver.getModelStatus() != HighsModelStatus.kOptimal:
        return 0
    # what is proven is proven to the solver's tolerance only
    return math.ceil(solver.getObjectiveValue() * (1 - 1e-7) - 1e-6)


def _add(
    solver: Highs, low: float, high: float, columns: list[int], values: list[float]
) -> None:
    solver.addRow(
        low, high, len(columns), np.array(columns, np.int32), np.array(values, float)
    )
