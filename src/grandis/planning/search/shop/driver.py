"""Search the best plan of a plain shop, on one island or on several."""

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
from grandis.planning.search.arrays import Floats
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.shop.arrays import new_lineup
from grandis.planning.search.shop.blending import blend, line_up_at_random
from grandis.planning.search.shop.islands import Found, Island, Pool
from grandis.planning.search.shop.routing import Routes
from grandis.planning.search.shop.starting import work_done_and_left

#: Moves that stand for one iteration of ruin and recreate.
MOVES_A_STEP = 10


@cache
def compile_kernels() -> None:
    """Compile the kernels, or load them as they were compiled before."""
    options = Option("first", 1), Option("second", 1)
    problem = Problem(
        horizon=1,
        objective="makespan",
        members=(Member("member"),),
        sites=(Site("site", "member"),),
        resources=(Resource("first", "site"), Resource("second", "site")),
        opportunities=(Opportunity("job", (Step("work", options),)),),
    )
    search = ShopSearch(problem)
    search.run(1)
    shop, free = search.islands[0].shop, np.full(1, -1)
    pair = np.zeros((2, 1), np.int64)
    draws = np.ones(1, np.uint64)
    blend(shop, new_lineup(shop), pair, pair, 0.5, draws)
    line_up_at_random(shop, new_lineup(shop), *work_done_and_left(shop), free, draws)


class ShopSearch:
    """A search under way in a plain shop (see `is_shop`).

    Parameters
    ----------
    problem
        What to plan.
    seed
        Equal seeds and equal numbers of iterations give equal plans.
    enough
        A makespan that nothing can beat.
    """

    def __init__(self, problem: Problem, seed: int = 0, enough: int = 0) -> None:
        self._compiled = Compiled(problem)
        self._routes, self._pool = Routes(self._compiled), Pool()
        self._seed, self._enough = seed % 2**63, enough
        self.islands = [self._island(0)]
        self._told: int | None = None

    def _island(self, number: int) -> Island:
        return Island(self._routes, self._pool, [self._seed, number], self._enough)

    def settle(self, number: int) -> Island:
        """One more island, which a thread of its own may run; `number` seeds it."""
        island = self._island(number)
        self.islands.append(island)
        return island

    def charge(self, prices: Floats) -> None:
        """Let a tick of each resource cost in proportion to its price."""
        self._routes.charge(prices)

    def _best(self) -> Found:
        return min((i.record for i in self.islands), key=lambda found: found.makespan)

    def has_news(self) -> bool:
        """Whether there is a plan, better than when last asked."""
        news = self._told is None or self._best().makespan < self._told
        self._told = self._best().makespan
        return news

    def run(self, iterations: int, remaining: float = 0.0) -> None:
        """Work on the first island about as long as so many iterations take."""
        self.islands[0].run(MOVES_A_STEP * iterations)

    def answer(self) -> tuple[tuple[Taken, ...], tuple[Assignment, ...]]:
        """The best plan met."""
        best, a = self._best(), self._compiled.arrays
        state = self._compiled.empty_state(0)
        state.place[:] = best.place
        state.start[:] = state.setup[:] = best.start
        state.end[:] = best.start + a.place_duration[best.place]
        state.cost[:] = a.place_cost[best.place]
        state.route[:] = best.route
        return self._compiled.decode(state)
