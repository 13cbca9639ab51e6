"""`solve`: one entry point, no algorithm to choose.

A greedy construction and ruin-and-recreate give a plan at once and better ones
with time; a relaxation bounds what is possible; where the problem is small
enough a complete CP-SAT model takes over, to improve and to prove. See
docs/why/0003-one-solve.md.
"""

import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grandis.planning.accounts import value_of
from grandis.planning.checking import check
from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import Opportunity, Problem
from grandis.planning.windows import Windows

if TYPE_CHECKING:
    from grandis.planning.search.driver import Search

#: CP-SAT gets models up to this size (see `exact.size`): beyond, it is slower
#: than the search alone.
LARGEST_EXACT = 60_000
#: What the search gets before CP-SAT takes over: a part of the time, and no
#: more than so many seconds for each literal of the model.
SEARCH_SHARE = 0.15
SEARCH_SECONDS = 0.0005
#: Seconds that a makespan stays the best before shorter ones are ruled out.
PATIENCE = 0.5
GLANCE = 0.02
#: Iterations of the search between two looks at cancelling under a step limit.
STEPS_AT_ONCE = 64
#: Deterministic seconds of CP-SAT that stand for one step of a step limit.
STEP_WORTH = 0.01


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands: the best value so far (None: none yet) and its bound."""

    value: int | None
    bound: int
    seconds: float


class _Run:
    """The incumbent, the bound and the limits of one call of `solve`."""

    def __init__(
        self,
        problem: Problem,
        on_progress: Callable[[Progress], None] | None,
        cancel: Callable[[], bool] | None,
    ) -> None:
        self.problem = problem
        self.begun = time.monotonic()
        self.larger_is_better = problem.objective == "surplus"
        self.bound = first_bound(problem)
        self.value: int | None = None
        self.taken: tuple[Taken, ...] = ()
        self.assignments: tuple[Assignment, ...] = facts(problem)
        self.infeasible = False
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
        self.value, self.taken, self.assignments = value, taken, assignments
        self.tell()

    def consider(self, search: "Search") -> None:
        """Take over what a search has found since it was last asked."""
        if search.has_news():
            self.offer(*search.answer())

    def tighten(self, bound: int) -> None:
        """Keep a bound if it is closer."""
        if self.better(self.bound, bound):
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


def facts(problem: Problem) -> tuple[Assignment, ...]:
    """The steps that have begun, as assignments."""
    return tuple(
        Assignment(b.opportunity, b.step, b.resource, b.setup, b.start, b.end, b.cost)
        for b in problem.begun
    )


def first_bound(problem: Problem) -> int:
    """A bound at once: all for nothing, or each opportunity alone in no queue."""
    if problem.objective == "surplus":
        return sum(o.price for o in problem.opportunities)
    windows = Windows(problem)
    if problem.objective == "makespan":
        return max(
            [
                0,
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


def solve(
    problem: Problem,
    seconds: float = 10,
    steps: int | None = None,
    seed: int = 0,
    workers: int = 2,
    on_progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan found in the time given, with a bound on what is possible.

    Parameters
    ----------
    problem
        What to plan.
    seconds
        Time limit; not looked at when `steps` is given.
    steps
        A limit in units of work instead: with it one worker runs, no clock is
        read, and equal seeds give equal plans.
    seed
        Starts the random choices.
    workers
        Threads that may be used.
    on_progress
        Called with a `Progress` whenever the plan or the bound gets better.
    cancel
        Asked often; when it says true the best plan so far is returned.

    Returns
    -------
    Plan
        ``optimal`` only when proven; ``infeasible`` when it is proven that what
        must be made cannot be; ``unknown`` when no plan was found in time.
    """
    from grandis.planning.search.driver import compile_kernels

    compile_kernels()  # before the clock starts: it happens once on a machine
    run = _Run(problem, on_progress, cancel)
    if not problem.opportunities:
        run.offer((), facts(problem))
        run.tighten(value_of(problem, (), facts(problem)))
    elif steps is None:
        _solve_for(run, seconds, seed, workers)
    else:
        _solve_steps(run, steps, seed)
    return run.plan(seed)


def _solve_for(run: _Run, seconds: float, seed: int, workers: int) -> None:
    """Search and relax side by side; then prove, if the problem is small."""
    from grandis.planning import exact
    from grandis.planning.search.driver import Search

    def time_is_up() -> bool:
        return run.stopped() or run.seconds > seconds

    size = exact.size(run.problem)
    small = size <= LARGEST_EXACT
    limit = min(SEARCH_SHARE * seconds, SEARCH_SECONDS * size) if small else seconds
    with ThreadPoolExecutor(max_workers=1) as background:
        relaxing = None
        if run.larger_is_better and not small:
            relaxing = background.submit(_relax, run, seed, math.inf, time_is_up)
        search = Search(run.problem, seed)
        run.consider(search)
        while (left := limit - run.seconds) > 0 and not run.stopped():
            search.run_briefly(left / limit)
            run.consider(search)
        if small and run.problem.objective == "makespan":
            background.submit(_rule_out, run, seconds)
        if small and not run.stopped():
            _prove(run, seed, seconds=max(0.1, seconds - run.seconds), workers=workers)
        if relaxing:
            relaxing.result()


def _solve_steps(run: _Run, steps: int, seed: int) -> None:
    """The same in a fixed amount of work, one after the other."""
    from grandis.planning import exact
    from grandis.planning.search.driver import Search

    search = Search(run.problem, seed)
    for done in range(0, steps, STEPS_AT_ONCE):
        run.consider(search)
        if run.stopped():
            return
        search.run(min(STEPS_AT_ONCE, steps - done), 1 - done / steps)
    run.consider(search)
    worth = max(1.0, STEP_WORTH * steps)
    if exact.size(run.problem) <= LARGEST_EXACT:
        _prove(run, seed, seconds=math.inf, workers=1, deterministic=worth)
    elif run.larger_is_better:
        _relax(run, seed, worth, run.stopped)


def _relax(
    run: _Run, seed: int, deterministic: float, stop: Callable[[], bool]
) -> None:
    """Tighten the bound by what is possible without looking at times."""
    from grandis.planning.relaxation import surplus_bound

    run.tighten(
        surplus_bound(
            run.problem,
            deterministic=deterministic,
            seed=seed,
            on_bound=run.tighten,
            cancel=stop,
        )
    )


def _rule_out(run: _Run, seconds: float) -> None:
    """Prove that a makespan that stays the best for a while cannot be beaten."""
    from grandis.planning.timeindexed import cannot_end_by

    tried: int | None = None
    while not run.stopped() and (left := seconds - run.seconds) > 0:
        best, since = run.value, run.seconds
        while not run.stopped() and run.seconds < since + PATIENCE:
            time.sleep(GLANCE)
        if best is None or best in (tried, run.bound) or best != run.value:
            continue
        tried = best
        if cannot_end_by(run.problem, best - 1, left):
            run.tighten(best)


def _prove(
    run: _Run,
    seed: int,
    seconds: float,
    workers: int,
    deterministic: float | None = None,
) -> None:
    """Let CP-SAT improve and prove.

    It is not told of the plan so far: on the benchmark's job shops a hint made
    it slower, and what it finds is kept only if it is better.
    """
    from grandis.planning.exact import solve_exactly

    found = solve_exactly(
        run.problem,
        seconds=seconds,
        workers=workers,
        seed=seed,
        deterministic=deterministic,
        on_answer=lambda answer: run.offer(*answer),
        on_bound=run.tighten,
        cancel=run.stopped,
    )
    run.infeasible = found.infeasible
    if found.answer is not None:
        run.offer(*found.answer)
    if found.bound is not None:
        run.tighten(found.bound)
