"""Run the complete model, and read plans out of it."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from grandis.errors import UnsolvedError
from grandis.planning.exact.rules import Model
from grandis.planning.exact.works import Expr
from grandis.planning.plan import Assignment, Taken
from grandis.planning.problem import Problem
from grandis.planning.windows import Windows
from grandis.planning.worktime import worktimes

#: Seconds between two looks at whether the user wants to stop.
GLANCE = 0.05
#: Below this size one worker is as fast as several, and starts sooner.
TINY = 60

Answer = tuple[tuple[Taken, ...], tuple[Assignment, ...]]


@dataclass(frozen=True, slots=True)
class Exact:
    """What the complete model says; without a plan `answer` is None."""

    infeasible: bool
    bound: int | None
    answer: Answer | None


def size(problem: Problem) -> int:
    """About how many literals the model of a problem has.

    Each option has one for every stretch of working hours its step can fall
    into, three times over; machines with changeovers one for every two works.
    """
    windows = Windows(problem)
    literals = 0
    works: dict[str, int] = {}
    for opportunity in problem.opportunities:
        for window in windows.of(opportunity):
            name = window.option.resource
            hours = windows.hours[name]
            inside = hours.windows_between(window.earliest, window.latest)
            literals += 1 if len(inside) <= 1 else 3 * len(inside)
            works[name] = works.get(name, 0) + 1
    for resource in problem.resources:
        if resource.changeover:
            literals += works.get(resource.id, 0) ** 2
    return literals


def solve_exactly(
    problem: Problem,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 0,
    deterministic: float | None = None,
    most: Mapping[str, int] | None = None,
    on_answer: Callable[[Answer], None] | None = None,
    on_bound: Callable[[int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Exact:
    """Solve the complete model.

    Parameters
    ----------
    deterministic
        A limit in CP-SAT's deterministic seconds; then one worker runs and no
        clock is read.
    most
        What single opportunities can bring at most, in cents, where it is known.
    on_answer, on_bound
        Told of better plans and of better bounds.
    cancel
        Asked often; when it says true the solver stops.

    Raises
    ------
    UnsolvedError
        When CP-SAT does not take the model.
    """
    begun = time.monotonic()
    built = Model(problem, most or {})
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed
    # Ctrl-C is the caller's; CP-SAT's own handler can abort the program.
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = workers if size(problem) > TINY else 1
    if deterministic is None:
        left = seconds - (time.monotonic() - begun)
        solver.parameters.max_time_in_seconds = max(0.01, left)
    else:
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = deterministic
    sign = 1 if problem.objective == "surplus" else -1
    if on_bound:
        solver.best_bound_callback = lambda bound: on_bound(_whole(bound, sign))
    told = _Listener(built, on_answer) if on_answer else None
    with watching(solver, cancel):
        status = solver.solve(built.model, told)
    if status == cp_model.MODEL_INVALID:
        raise UnsolvedError(f"CP-SAT refuses the model: {built.model.validate()}")
    if status == cp_model.INFEASIBLE:
        return Exact(infeasible=True, bound=None, answer=None)
    known = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Exact(
        infeasible=False,
        bound=_whole(solver.best_objective_bound, sign) if known else None,
        answer=_read(built, solver.value) if known else None,
    )


def _whole(bound: float, sign: int) -> int:
    """A bound as a whole number on its safe side (larger for `sign` 1)."""
    return sign * int((sign * bound + 1e-6) // 1)


class _Listener(cp_model.CpSolverSolutionCallback):
    """Reads every better plan while the solver goes on."""

    def __init__(self, built: Model, on_answer: Callable[[Answer], None]) -> None:
        super().__init__()
        self._built = built
        self._on_answer = on_answer

    def on_solution_callback(self) -> None:
        self._on_answer(_read(self._built, self.value))


class watching:  # noqa: N801 - a context manager reads as a verb
    """Stop the solver from another thread when `cancel` says so."""

    def __init__(
        self, solver: cp_model.CpSolver, cancel: Callable[[], bool] | None
    ) -> None:
        self._solver = solver
        self._cancel = cancel
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        if self._cancel:
            self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self._cancel:
            self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(GLANCE):
            if self._cancel and self._cancel():
                self._solver.stop_search()


def _read(built: Model, value: Callable[[Expr], int]) -> Answer:
    """The plan in a solution; setups and ends follow from starts."""
    problem = built.problem
    taken = []
    for opportunity in problem.opportunities:
        if value(built.taken[opportunity.id]):
            branches = built.active[opportunity.id].items()
            chosen = sorted(b for b, literal in branches if b and value(literal))
            taken.append(Taken(opportunity.id, tuple(chosen)))
    assignments = []
    times = worktimes(problem)
    for (opportunity_id, step_id), work in built.works.items():
        if work.begun:
            b = work.begun
            where = b.resource, b.setup, b.start, b.end, b.cost
            assignments.append(Assignment(opportunity_id, step_id, *where))
            continue
        for way in work.ways:
            if value(way.used) and value(work.active):
                hours, start = times[way.option.resource], value(work.start)
                assignments.append(
                    Assignment(
                        opportunity_id,
                        step_id,
                        way.option.resource,
                        hours.setup(start, value(way.change)),
                        start,
                        hours.end(start, way.option.duration),
                        way.option.cost,
                    )
                )
    return tuple(taken), tuple(assignments)
