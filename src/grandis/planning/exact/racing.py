"""CP-SAT on one model in several ways at once; the first to be done ends all."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from ortools.sat.python import cp_model

#: Seconds between two looks at whether it is over.
GLANCE = 0.05
#: What CP-SAT has said to the end.
DECIDED = cp_model.OPTIMAL, cp_model.INFEASIBLE, cp_model.MODEL_INVALID

Said = tuple[cp_model.CpSolver, cp_model.CpSolverStatus]


def look_long(solver: cp_model.CpSolver) -> None:
    """Look long at what each literal implies, then for plans."""
    _without_relaxation(solver)
    solver.parameters.cp_model_probing_level = 1


def alone(seconds: float, seed: int) -> cp_model.CpSolver:
    """A solver of a small model, on one core; it looks for plans at once."""
    solver = cp_model.CpSolver()
    _without_relaxation(solver)
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.random_seed = seed
    # Ctrl-C is the caller's; CP-SAT's own handler can abort the program.
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    return solver


def put_together(solver: cp_model.CpSolver) -> None:
    """Put together what cannot be had at once."""
    _without_relaxation(solver)
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.optimize_with_core = True


def _without_relaxation(solver: cp_model.CpSolver) -> None:
    # presolving, before and in between, takes longer than the search itself
    solver.parameters.max_presolve_iterations = 1
    solver.parameters.use_sat_inprocessing = False
    solver.parameters.linearization_level = 0


class Race:
    """Solvers of one model, side by side.

    Parameters
    ----------
    solvers
        With their parameters; all but the first run in threads of their own.
    cancel
        Asked often; when it says true all solvers stop.
    """

    def __init__(
        self, solvers: Sequence[cp_model.CpSolver], cancel: Callable[[], bool] | None
    ) -> None:
        self._solvers = solvers
        self._cancel = cancel
        self._over = threading.Event()
        self._lock = threading.RLock()
        self._error: BaseException | None = None

    def run(
        self,
        model: cp_model.CpModel,
        on_plan: Callable[[cp_model.CpSolverSolutionCallback], None],
        on_bound: Callable[[float], None],
    ) -> list[Said]:
        """What the solver says that is done first, or all when the time is up.

        `on_plan` and `on_bound` are called by one solver at a time. An error in them
        or in `cancel` stops all solvers and comes out.
        """

        def solve(solver: cp_model.CpSolver) -> cp_model.CpSolverStatus:
            solver.best_bound_callback = lambda bound: self._guard(
                lambda: on_bound(bound)
            )
            listener = _Listener(lambda found: self._guard(lambda: on_plan(found)))
            status = solver.solve(model, listener)
            if status in DECIDED:
                self._stop()
            return status

        first, *others = self._solvers
        with ThreadPoolExecutor(len(self._solvers)) as threads, self._watching():
            running = [threads.submit(solve, solver) for solver in others]
            statuses = [solve(first), *(each.result() for each in running)]
        if self._error is not None:
            raise self._error
        said = list(zip(self._solvers, statuses, strict=True))
        return [each for each in said if each[1] in DECIDED][:1] or said

    @contextmanager
    def _watching(self) -> Iterator[None]:
        """Look from another thread whether it is over; it is when the block ends."""
        done = threading.Event()

        def look() -> None:
            if self._over.is_set() or (self._cancel and self._cancel()):
                self._stop()

        def watch() -> None:
            while not done.wait(GLANCE):
                self._guard(look)

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        except BaseException:
            self._stop()
            raise
        finally:
            done.set()
            thread.join()

    def _guard(self, action: Callable[[], None]) -> None:
        try:
            with self._lock:
                action()
        except BaseException as error:
            self._error = error
            self._stop()

    def _stop(self) -> None:
        """Stop the solvers; one that only begins is stopped at the next look."""
        self._over.set()
        for solver in self._solvers:
            solver.stop_search()


class _Listener(cp_model.CpSolverSolutionCallback):
    """Is told of every better plan while a solver goes on."""

    def __init__(
        self, on_plan: Callable[[cp_model.CpSolverSolutionCallback], None]
    ) -> None:
        super().__init__()
        self._on_plan = on_plan

    def on_solution_callback(self) -> None:
        self._on_plan(self)
