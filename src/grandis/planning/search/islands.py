"""Several searches of one problem, one for each core, that go on from the best."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType

from grandis.planning.plan import Assignment, Taken
from grandis.planning.problem import Problem
from grandis.planning.search.driver import Search

#: Seconds between two looks at which island stands best.
EXCHANGE = 0.5


class Islands:
    """Searches side by side: kernels let go of the interpreter lock.

    Each looks for itself; now and then all go on from the plan of the best.

    Parameters
    ----------
    problem
        What to plan.
    seed
        Island n begins with the seed `seed + n`.
    cores
        How many may run at the moment: asked before each slice.
    """

    def __init__(self, problem: Problem, seed: int, cores: Callable[[], int]) -> None:
        self.searches = [Search(problem, seed)]
        self._seed, self._cores = seed, cores
        self._pool = ThreadPoolExecutor()
        self._exchanged = time.monotonic()
        self._told: float | None = None

    def __enter__(self) -> "Islands":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown()

    @property
    def _best(self) -> Search:
        return min(self.searches, key=lambda search: float(search.energies[1]))

    def run_briefly(self, remaining: float) -> None:
        """Iterate for a moment on every core that is free."""
        cores = max(1, self._cores())
        while len(self.searches) < cores:
            twin = self._best.twin(self._seed + len(self.searches))
            self.searches.append(twin)
        running = self.searches[:cores]
        others = [
            self._pool.submit(search.run_briefly, remaining) for search in running[1:]
        ]
        running[0].run_briefly(remaining)
        for other in others:
            other.result()
        if len(running) > 1 and time.monotonic() > self._exchanged + EXCHANGE:
            self._exchange(running)

    def _exchange(self, running: list[Search]) -> None:
        """Let all go on from where the best of them is."""
        ahead = min(running, key=lambda search: float(search.energies[0]))
        for search in running:
            if search is not ahead:
                search.adopt(ahead)
        self._exchanged = time.monotonic()

    def has_news(self) -> bool:
        """Whether there is a complete plan, better than when last asked."""
        best = self._best
        energy = float(best.energies[1])
        if not best.complete or (self._told is not None and energy >= self._told):
            return False
        self._told = energy
        return True

    def answer(self) -> tuple[tuple[Taken, ...], tuple[Assignment, ...]]:
        """The best plan that any has met."""
        return self._best.answer()
