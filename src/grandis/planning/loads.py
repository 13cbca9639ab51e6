"""A bound on the makespan: somebody has to do all the work.

Opportunities are spread over their branches and steps over the resources that can
do them, in parts if need be, so that the busiest resource is done as early as
possible. No plan ends earlier. This is a linear program, and close to the best plan
where many resources can do a step. Its dual says what the time of each is worth.
"""

import math
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from highspy import Highs, HighsModelStatus
from numpy.typing import NDArray

from grandis.planning.problem import Problem, Step
from grandis.planning.silent import Silent

#: Programs with more variables are not solved but bounded by prices.
MOST_VARIABLES = 20_000
#: How often prices are changed, and how much at first.
ROUNDS = 100
PACE = 0.3
#: A load counts up to so many times the mean when prices are changed.
MOST_LOAD = 4.0

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Choices(NamedTuple):
    """Choices that stand equally deep; the branches of all of them are in a row.

    Of each, `within` is the branch it belongs to, and `first` the first of its own;
    that of the next one, or `end`, comes after its last.
    """

    within: Ints
    first: Ints
    end: int

    @property
    def sizes(self) -> Ints:
        """How many branches each has."""
        return np.diff(self.first, append=self.end)


class Work:
    """What is still to do, and on which branch; branch 0 is done on every route.

    Attributes
    ----------
    steps, branch
        The steps that have not begun, and the number of each one's branch.
    levels
        The choices, the outermost first.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.levels: list[Choices] = []
        self.branches = 1
        number = self._number()
        begun = {(b.opportunity, b.step) for b in problem.begun}
        self.steps: list[Step] = []
        branch = []
        for o in problem.opportunities:
            for step in o.steps:
                if step.options and (o.id, step.id) not in begun:
                    self.steps.append(step)
                    branch.append(number[o.id, step.branch] if step.branch else 0)
        self.branch = np.array(branch, np.int64)

    def _number(self) -> dict[tuple[str, str], int]:
        """Number branches by depth, and note the choices between them."""
        every = [(o.id, c) for o in self.problem.opportunities for c in o.choices]
        inside = defaultdict(list)
        for name, choice in every:
            if choice.within:
                inside[name, choice.within].append((name, choice))
        number: dict[tuple[str, str], int] = {}
        level = [(name, choice) for name, choice in every if choice.within is None]
        while level:
            first = []
            for name, choice in level:
                first.append(self.branches)
                for branch in choice.branches:
                    number[name, branch] = self.branches
                    self.branches += 1
            within = [number[o, c.within] if c.within else 0 for o, c in level]
            self.levels.append(
                Choices(np.array(within), np.array(first), self.branches)
            )
            level = [c for o, own in level for b in own.branches for c in inside[o, b]]
        return number

    def cheapest(self, cost: NDArray[np.float64]) -> tuple[float, NDArray[np.bool_]]:
        """The cost of all when each choice takes its cheapest branch.

        Parameters
        ----------
        cost
            Of each step.

        Returns
        -------
        tuple
            The cost, and which branches are taken; of equal ones all.
        """
        total = np.bincount(self.branch, cost, self.branches)
        least = np.ones(self.branches, bool)
        for level in reversed(self.levels):
            own = slice(level.first[0], level.end)
            best = np.minimum.reduceat(total[own], level.first - level.first[0])
            least[own] = total[own] == np.repeat(best, level.sizes)
            total += np.bincount(level.within, best, self.branches)
        for level in self.levels:
            within = np.repeat(level.within, level.sizes)
            least[level.first[0] : level.end] &= least[within]
        return float(total[0]), least


def load_bound(
    problem: Problem, seconds: float, on_prices: Callable[[Floats], None] | None = None
) -> int:
    """No plan of `problem` has a shorter makespan than this, in ticks.

    The program is solved if it is not too large and that takes no more than
    `seconds`; before that its dual is bounded from below, and `on_prices` is told
    the prices that do (see `prices_of`).
    """
    work = Work(problem)
    if not work.steps:
        return 0
    bound, prices = prices_of(work)
    if on_prices:
        on_prices(prices)
    if sum(len(step.options) for step in work.steps) > MOST_VARIABLES:
        return bound
    return max(bound, _spread(work, seconds))


def prices_of(work: Work) -> tuple[int, Floats]:
    """A bound by prices: what all work costs at least, where a tick of all costs 1.

    Each step is paid for where it is cheapest, and each opportunity takes its
    cheapest branches. Any prices give a bound; those of resources with much work
    are raised, those of others lowered, which brings it close to what the linear
    program would give. Returned with it are the prices of a tick of each resource
    that give it.
    """
    resources = work.problem.resources
    number = {resource.id: n for n, resource in enumerate(resources)}
    options = [option for step in work.steps for option in step.options]
    resource = np.array([number[option.resource] for option in options])
    duration = np.array([option.duration for option in options], float)
    sizes = np.array([len(step.options) for step in work.steps])
    first = np.cumsum(sizes) - sizes
    capacity = np.array([r.capacity for r in resources], float)
    price = np.ones(len(capacity))
    best, prices = 0.0, price / capacity.sum()
    for turn in range(ROUNDS):
        cost = duration * price[resource]
        least = np.minimum.reduceat(cost, first)
        total, taken = work.cheapest(least)
        if total > best * (price @ capacity):
            best, prices = total / (price @ capacity), price / (price @ capacity)
        chosen = (cost == np.repeat(least, sizes)) & np.repeat(
            taken[work.branch], sizes
        )
        load = np.bincount(resource[chosen], duration[chosen], len(capacity)) / capacity
        if not load.any():
            break
        pace = PACE / math.sqrt(1 + turn)
        price *= np.exp(pace * (np.minimum(load / load.mean(), MOST_LOAD) - 1))
    return _proven(best), prices


def _spread(work: Work, seconds: float) -> int:
    """The load of the busiest resource when work is spread best; 0 if unsolved.

    The first variable is the makespan, then come the parts in which branches are
    taken, then those in which resources do steps.
    """
    resources = work.problem.resources
    number = {resource.id: n for n, resource in enumerate(resources)}
    loads: list[list[tuple[int, int]]] = [[] for _ in number]
    columns = 1 + work.branches
    parted: list[tuple[int, range]] = []  # a whole, and its parts
    for step, branch in zip(work.steps, work.branch, strict=True):
        parted.append((1 + branch, range(columns, columns + len(step.options))))
        for option in step.options:
            loads[number[option.resource]].append((columns, option.duration))
            columns += 1
    for level in work.levels:
        for within, first, size in zip(
            level.within, level.first, level.sizes, strict=True
        ):
            parted.append((1 + within, range(1 + first, 1 + first + size)))
    solver = Silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", seconds)
    solver.addVars(columns, np.zeros(columns), np.full(columns, np.inf))
    solver.changeColCost(0, 1.0)
    solver.changeColBounds(1, 1.0, 1.0)
    for whole, parts in parted:
        _add(solver, 0, 0, [whole, *parts], [-1.0, *[1.0] * len(parts)])
    for own, load in zip(resources, loads, strict=True):
        if load:
            columns_of, durations = zip(*load, strict=True)
            _add(
                solver,
                0,
                np.inf,
                [0, *columns_of],
                [own.capacity, *(-d for d in durations)],
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
