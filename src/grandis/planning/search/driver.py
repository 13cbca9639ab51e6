"""Run the search kernels in slices, so that time, cancelling and progress work."""

import math
import time
from collections.abc import Iterable
from copy import copy
from functools import cache

import numpy as np

from grandis.planning.plan import Assignment, Taken
from grandis.planning.problem import (
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
)
from grandis.planning.search.arrays import SURPLUS, Found, Ints, State, found_of
from grandis.planning.search.beginning import put_plan
from grandis.planning.search.boxes import boxed
from grandis.planning.search.chains import MISSING
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.lot import stream
from grandis.planning.search.ruin import construct, improve
from grandis.planning.search.shifting import put_early, shift_earlier, shift_later
from grandis.planning.search.starting import orders

#: Iterations in the first slice; later ones last about SLICE seconds.
FIRST_SLICE = 8
SLICE = 0.05
#: The temperature starts at this part of what a plan usually gets worse by; for
#: surplus, of what one opportunity brings.
WARMTH, WARMTH_OF_SURPLUS = 0.5, 0.08
#: For surplus it starts lower where there is time for fewer attempts than so many
#: for each opportunity: with the square root of how many there are.
PATIENCE = 1000
#: All work is shifted, to the one side and to the other, every so many iterations for
#: each opportunity.
SHIFTING = 8


@cache
def compile_kernels() -> None:
    """Compile the kernels, or load them as they were compiled before."""
    option = Option("machine", 1)
    problem = Problem(
        horizon=1,
        members=(Member("member"),),
        sites=(Site("site", "member"),),
        resources=(Resource("machine", "site"),),
        opportunities=(Opportunity("job", (Step("work", (option,)),)),),
    )
    search = Search(problem)
    for _ in range(2 * SHIFTING):
        search.run(1, remaining=1)
    search.answer()


class Search:
    """A search under way; `best` is the best plan it has met in its `iterations`.

    Parameters
    ----------
    problem
        What to plan.
    seed
        Equal seeds and equal numbers of iterations give equal plans.
    held
        Steps that stay as they are, like those that have begun.
    start
        A plan to begin with; opportunities of it that have no room are planned
        anew, like those that it does not take.
    pinned
        The last so many opportunities, which `start` takes, stay as they are.
    shifting
        Whether work that stands may be shifted to make room for other work (where the
        aim is surplus); then it is told as early as it can be done.
    """

    def __init__(
        self,
        problem: Problem,
        seed: int = 0,
        held: Iterable[Assignment] = (),
        start: tuple[Iterable[Taken], Iterable[Assignment]] = ((), ()),
        pinned: int = 0,
        shifting: bool = True,
    ) -> None:
        self.compiled = Compiled(problem, held, pinned)
        self.state = self.compiled.empty_state(seed)
        self._arrays, self._state = boxed(self.compiled.arrays), boxed(self.state)
        put_plan(self.compiled, self._arrays, self._state, *start)
        energy = self._construct()
        self.best = found_of(self.state)
        self._best = boxed(self.best)
        self.state.is_changed[:] = self.state.changes[:] = 0
        self.energies = np.array([energy, energy, 0.0])
        self._slice = FIRST_SLICE
        self._told = np.inf
        self._began = 0.0
        self.iterations = 0
        if self.compiled.arrays.goal != SURPLUS:
            shifting = False
        self._pause = SHIFTING * len(self.state.route) if shifting else math.inf
        self._shifts, self._shift_at = 0, self._pause

    def _construct(self) -> float:
        """Insert what is not in the plan, in the best of several orders."""
        before = [array.copy() for array in self.state]

        def insert_in(order: Ints) -> float:
            for array, old in zip(self.state, before, strict=True):
                array[...] = old
            return construct(self._arrays, self._state, order)

        tried = [(insert_in(order), order) for order in orders(self.compiled.arrays)]
        energy, best = min(tried, key=lambda each: each[0])
        return energy if best is tried[-1][1] else insert_in(best)

    def twin(self, seed: int) -> "Search":
        """Another search of the same problem, from this plan on."""
        twin = copy(self)
        twin.state = State._make(array.copy() for array in self.state)
        twin.state.random[:] = stream(seed)
        twin.best = Found._make(array.copy() for array in self.best)
        twin._state, twin._best = boxed(twin.state), boxed(twin.best)
        twin.energies, twin.iterations, twin._began = self.energies.copy(), 0, 0.0
        twin._shift_at = twin._pause
        return twin

    def adopt(self, other: "Search") -> None:
        """Go on from the plan where another search of the same problem is."""
        state = self.state
        random = state.random.copy()
        for mine, its in zip(state, other.state, strict=True):
            mine[...] = its
        state.random[:] = random
        state.changed[:] = np.arange(len(state.changed))
        state.is_changed[:], state.changes[:] = 1, len(state.changed)
        self.energies[0] = other.energies[0]
        self._shifts = other._shifts

    def has_news(self) -> bool:
        """Whether there is a complete plan, better than when last asked."""
        news = self.complete and self.energies[1] < self._told
        self._told = min(self._told, self.energies[1])
        return bool(news)

    @property
    def complete(self) -> bool:
        """Whether the best plan makes all that must be made."""
        goal = self.compiled.arrays.goal
        return goal == SURPLUS or bool(self.energies[1] < MISSING)

    def run(self, iterations: int, remaining: float) -> None:
        """Iterate; `remaining` is the part of the run still to come (1 … 0)."""
        heat = self._warmth(remaining) * max(0.0, remaining) ** 2
        improve(self._arrays, self._state, self._best, self.energies, iterations, heat)
        self.iterations += iterations
        if self.iterations >= self._shift_at:
            self._shift()

    def _shift(self) -> None:
        """Shift all work, to the one side and to the other in turn."""
        shift = shift_earlier if self._shifts % 2 else shift_later
        shift(self._arrays, self._state)
        self.energies[0] = self.state.energy.sum()
        self._shifts += 1
        self._shift_at = self.iterations + self._pause

    def _warmth(self, remaining: float) -> float:
        """How warm the run is to begin, by the attempts that it has time for."""
        if self.compiled.arrays.goal != SURPLUS:
            return WARMTH
        passed = self._began - remaining
        if passed <= 0:
            self._began = max(self._began, remaining)
            return 0.0
        attempts = self.iterations / passed / max(1, len(self.state.route))
        return WARMTH_OF_SURPLUS * min(1.0, attempts / PATIENCE) ** 0.5

    def run_briefly(self, remaining: float) -> None:
        """Iterate for about SLICE seconds."""
        begun = time.monotonic()
        self.run(self._slice, remaining)
        spent = max(1e-6, time.monotonic() - begun)
        self._slice = max(1, min(4 * self._slice, int(self._slice * SLICE / spent)))

    def answer(self) -> tuple[tuple[Taken, ...], tuple[Assignment, ...]]:
        """The best plan met."""
        if self._shifts == 0:
            return self.compiled.decode(self.best)
        state = self.compiled.empty_state(0)
        put_early(self._arrays, boxed(state), self._best)
        return self.compiled.decode(found_of(state))
