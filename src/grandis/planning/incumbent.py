"""The best plan so far, what is proven about it, and when to stop."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from grandis.planning.accounts import value_of
from grandis.planning.checking import check
from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import Opportunity, Problem
from grandis.planning.toolwork import tool_bound
from grandis.planning.windows import Windows

logger = logging.getLogger(__name__)

#: Between two looks at a plan the search runs so many times as long as one takes.
LOOKING = 10
#: Seconds between two looks at how a run stands, where there is nothing else to do.
GLANCE = 0.02


class Searching(Protocol):
    """A search under way, whatever it searches."""

    def has_news(self) -> bool: ...

    def answer(self) -> tuple[tuple[Taken, ...], tuple[Assignment, ...]]: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands: the best value so far (None: none yet) and its bound."""

    value: int | None
    bound: int
    seconds: float


class Run:
    """The incumbent, the bound and the limits of one call of `solve`.

    Several threads may offer plans and bounds.
    """

    def __init__(
        self,
        problem: Problem,
        on_progress: Callable[[Progress], None] | None,
        cancel: Callable[[], bool] | None,
    ) -> None:
        self.problem = problem
        self.begun = time.monotonic()
        self.larger_is_better = problem.objective == "surplus"
        self.bound = _sure_bound(problem)
        self.value: int | None = None
        self.taken: tuple[Taken, ...] = ()
        self.assignments: tuple[Assignment, ...] = facts(problem)
        self.infeasible = False
        self._lock = threading.RLock()
        self._on_progress = on_progress
        self._cancel = cancel
        if self.larger_is_better:
            self.offer((), self.assignments)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun

    def stopped(self) -> bool:
        """Whether there is nothing left to do, or the user wants no more."""
        return self.proven or self.infeasible or bool(self._cancel and self._cancel())

    @property
    def proven(self) -> bool:
        return self.value == self.bound

    @property
    def best(self) -> tuple[int | None, tuple[Taken, ...], tuple[Assignment, ...]]:
        """The best plan so far and its value, whoever offers another meanwhile."""
        with self._lock:
            return self.value, self.taken, self.assignments

    def better(self, value: int, than: int | None) -> bool:
        return than is None or (value > than if self.larger_is_better else value < than)

    def offer(
        self, taken: tuple[Taken, ...], assignments: tuple[Assignment, ...]
    ) -> None:
        """Keep a plan if it is better and stands the independent check."""
        value = value_of(self.problem, taken, assignments)
        if not self.better(value, self.value):
            return
        plan = Plan(
            "feasible", self.problem.objective, value, value, taken, assignments
        )
        if check(self.problem, plan):
            return
        with self._lock:
            if self.better(value, self.value):
                self.value, self.taken, self.assignments = value, taken, assignments
                if self.better(value, self.bound):
                    _log_wrong_bound()
                    self.bound = _sure_bound(self.problem)
                self.tell()

    def consider(self, search: Searching) -> None:
        """Take over what a search has found since it was last asked."""
        if search.has_news():
            self.offer(*search.answer())

    def tighten(self, bound: int) -> None:
        """Keep a bound if it is closer, and no plan shows that it is wrong."""
        with self._lock:
            if self.value is not None and self.better(self.value, bound):
                _log_wrong_bound()
            elif self.better(self.bound, bound):
                self.bound = bound
                self.tell()

    def tell(self) -> None:
        if self._on_progress:
            self._on_progress(Progress(self.value, self.bound, self.seconds))

    def plan(self, seed: int) -> Plan:
        if self.value is None:
            return Plan(
                status="infeasible" if self.infeasible else "unknown",
                objective=self.problem.objective,
                value=0,
                bound=self.bound,
                assignments=facts(self.problem),
                seed=seed,
                seconds=self.seconds,
            )
        return Plan(
            status="optimal" if self.proven else "feasible",
            objective=self.problem.objective,
            value=self.value,
            bound=self.bound,
            taken=self.taken,
            assignments=self.assignments,
            seed=seed,
            seconds=self.seconds,
        )


def _log_wrong_bound() -> None:
    """A solver may err: CP-SAT 9.15 can prove 92 of behnke2, which takes 91."""
    logger.error("a bound is wrong, for there is a better plan; it is not used")


def facts(problem: Problem) -> tuple[Assignment, ...]:
    """The steps that have begun, as assignments."""
    return tuple(
        Assignment(b.opportunity, b.step, b.resource, b.setup, b.start, b.end, b.cost)
        for b in problem.begun
    )


def _sure_bound(problem: Problem) -> int:
    """A bound without looking further: all for nothing, or nothing after now."""
    if problem.objective == "surplus":
        return sum(o.price for o in problem.opportunities)
    return 0


def first_bound(problem: Problem) -> int:
    """A bound soon: all for nothing, or each opportunity and tool in no queue."""
    if problem.objective == "surplus":
        return _sure_bound(problem)
    windows = Windows(problem)
    if problem.objective == "makespan":
        return max(
            [
                tool_bound(problem),
                *(b.end for b in problem.begun),
                *(_sure_end(windows, o, ()) for o in problem.opportunities),
            ]
        )
    return sum(
        opportunity.weight
        * max(0, _sure_end(windows, opportunity, call_off.steps) - call_off.due)
        for opportunity in problem.opportunities
        for call_off in opportunity.call_offs
    )


def _sure_end(
    windows: Windows, opportunity: Opportunity, steps: tuple[str, ...]
) -> int:
    """A tick before which not all of `steps` (none: all) that are sure can end."""
    ends = windows.earliest_ends(opportunity)
    horizon = windows.problem.horizon  # beyond it there is no plan at all
    sure = (
        min(ends[step.id], horizon)
        for step in opportunity.steps
        if step.branch is None and (not steps or step.id in steps)
    )
    return max(sure, default=0)
