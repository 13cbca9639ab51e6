"""A bound on the makespan: somebody has to do all the work.

The steps that are on every route are spread over the resources that can do
them, in parts if need be, so that the busiest is done as early as possible. No
plan ends earlier. This is a linear program, and close to the best plan where many
resources can do a step.
"""

import math

import numpy as np
from highspy import Highs, HighsModelStatus

from grandis.planning.problem import Problem, Step
from grandis.planning.silent import Silent

#: Programs with more variables are not solved but bounded by prices.
MOST_VARIABLES = 20_000
#: How often prices are changed, and how much at first.
ROUNDS = 100
PACE = 0.3
#: A load counts up to so many times the mean when prices are changed.
MOST_LOAD = 4.0


def load_bound(problem: Problem, seconds: float) -> int:
    """No plan of `problem` has a shorter makespan than this, in ticks.

    The program is solved if it is not too large and that takes no more than
    `seconds`; if it is, its dual is bounded from below.
    """
    begun = {(b.opportunity, b.step) for b in problem.begun}
    steps = [
        step
        for o in problem.opportunities
        for step in o.steps
        if step.branch is None and step.options and (o.id, step.id) not in begun
    ]
    if not steps:
        return 0
    if sum(len(step.options) for step in steps) > MOST_VARIABLES:
        return _priced(problem, steps)
    return _spread(problem, steps, seconds)


def _priced(problem: Problem, steps: list[Step]) -> int:
    """A bound by prices: what all work costs at least, where a tick of all costs 1.

    Each step is paid for where it is cheapest. Any prices give a bound; those of
    resources with much work are raised, those of others lowered, which brings it
    close to what the linear program would give.
    """
    number = {resource.id: n for n, resource in enumerate(problem.resources)}
    options = [option for step in steps for option in step.options]
    resource = np.array([number[option.resource] for option in options])
    duration = np.array([option.duration for option in options], float)
    sizes = np.array([len(step.options) for step in steps])
    first = np.cumsum(sizes) - sizes
    capacity = np.array([r.capacity for r in problem.resources], float)
    price, best = np.ones(len(capacity)), 0.0
    for turn in range(ROUNDS):
        cost = duration * price[resource]
        least = np.minimum.reduceat(cost, first)
        best = max(best, least.sum() / (price @ capacity))
        chosen = cost == np.repeat(least, sizes)
        load = np.bincount(resource[chosen], duration[chosen], len(capacity)) / capacity
        if not load.any():
            break
        pace = PACE / math.sqrt(1 + turn)
        price *= np.exp(pace * (np.minimum(load / load.mean(), MOST_LOAD) - 1))
    return _proven(best)


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
    return _proven(solver.getObjectiveValue())


def _proven(value: float) -> int:
    """A bound in whole ticks; what is reckoned holds to a tolerance only."""
    return math.ceil(value * (1 - 1e-7) - 1e-6)


def _add(
    solver: Highs, low: float, high: float, columns: list[int], values: list[float]
) -> None:
    solver.addRow(
        low, high, len(columns), np.array(columns, np.int32), np.array(values, float)
    )
