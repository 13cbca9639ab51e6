"""Searches one after the other, told of and cancelled as if they were one."""

from collections.abc import Callable

from grandis.planning.incumbent import Progress
from grandis.planning.plan import Plan
from grandis.planning.problem import Problem
from grandis.planning.solving import solve


class Series:
    """Searches that share a time; the first is for the problem that is asked about.

    What is told of all of them are the value and the bound of the first, since the
    others are for other problems, and how much of the time is used.
    """

    def __init__(
        self,
        seconds: float,
        searches: int,
        on_progress: Callable[[Progress], None] | None,
        cancel: Callable[[], bool] | None,
    ) -> None:
        self._share = seconds / searches
        self._done = 0
        self._first: Plan | None = None
        self._on_progress = on_progress
        self._cancel = cancel

    def is_cancelled(self) -> bool:
        """Whether the user wants no more."""
        return bool(self._cancel and self._cancel())

    def solve(
        self, problem: Problem, *, steps: int | None, seed: int, workers: int
    ) -> Plan:
        """The next search, in its share of the time."""
        found = solve(
            problem,
            seconds=self._share,
            steps=steps,
            seed=seed,
            workers=workers,
            on_progress=self._tell,
            cancel=self._cancel,
        )
        self._first = self._first or found
        self._done += 1
        return found

    def _tell(self, news: Progress) -> None:
        if self._on_progress is None:
            return
        seconds = self._done * self._share + min(self._share, news.seconds)
        if self._first is None:
            self._on_progress(Progress(news.value, news.bound, seconds))
        else:
            first = self._first
            self._on_progress(Progress(first.value, first.bound, seconds))
