"""Run the model in rounds, and keep the best answer and the closest bound."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from grandis.errors import UnsolvedError
from grandis.planning.accounts import value_of
from grandis.planning.exact.model import Model
from grandis.planning.exact.racing import Race, look_long, put_together
from grandis.planning.exact.reading import Answer, hint, read
from grandis.planning.problem import Problem
from grandis.planning.windows import Scope

#: Ways to search in CP-SAT that do without its relaxation.
WITHOUT_RELAXATION = "no_lp", "quick_restart"
#: A gap of which nothing is known.
ENDLESS = 1 << 62


@dataclass(frozen=True, slots=True)
class Exact:
    """What the complete model says.

    `value` and `bound` are in units of the problem's objective; None stands
    for nothing found and nothing known.
    """

    infeasible: bool = False
    value: int | None = None
    bound: int | None = None
    answer: Answer | None = None

    @property
    def proven(self) -> bool:
        """Whether it is certain that there is nothing better, or nothing at all."""
        return self.infeasible or self.gap == 0

    @property
    def gap(self) -> int:
        """How far the value may be from the best; endless where nothing is known."""
        if self.value is None or self.bound is None:
            return ENDLESS
        return abs(self.bound - self.value)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may use; see `solve_exactly`."""

    seconds: float
    deterministic: float | None
    workers: int
    seed: int


class Run:
    """The best answer and bound so far, in rounds one after the other."""

    def __init__(
        self,
        problem: Problem,
        limits: Limits,
        known: Exact,
        most: Mapping[str, int],
        scope: Scope | None,
        on_answer: Callable[[Answer], None] | None,
        on_bound: Callable[[int], None] | None,
        cancel: Callable[[], bool] | None,
    ) -> None:
        self.problem = problem
        self.limits = limits
        self.best = known
        self.most = most
        self.scope = scope
        self.sign = 1 if problem.objective == "surplus" else -1
        self._on_answer = on_answer
        self._on_bound = on_bound
        self._cancel = cancel
        self._begun = time.monotonic()
        self._spent = 0.0

    @property
    def left(self) -> float:
        """Seconds, or deterministic seconds, that are left."""
        if self.limits.deterministic is None:
            return self.limits.seconds - (time.monotonic() - self._begun)
        return self.limits.deterministic - self._spent

    @property
    def goes_on(self) -> bool:
        cancelled = self._cancel is not None and self._cancel()
        return not (self.best.proven or cancelled) and self.left > 0

    def keep(self, answer: Answer) -> None:
        """Keep an answer if it is better."""
        value = value_of(self.problem, *answer)
        old = self.best.value
        if old is None or self.sign * value > self.sign * old:
            self.best = replace(self.best, value=value, answer=answer)
            if self._on_answer:
                self._on_answer(answer)

    def tighten(self, bound: int) -> None:
        """Keep a bound if it is closer."""
        old = self.best.bound
        if old is None or self.sign * bound < self.sign * old:
            self.best = replace(self.best, bound=bound)
            if self._on_bound:
                self._on_bound(bound)

    def round(self, share: float, shorter_by: int = 0) -> None:
        """Solve for a share of what is left.

        With `shorter_by` plans are left out whose makespan is not so many ticks
        less than the best so far; that there are none is a bound too.
        """
        to_reach = None if self.best.value is None else self.best.value - shorter_by
        known = self.best.bound, self.most, self.scope
        built = Model(self.problem, to_reach, *known)
        if self.best.answer is not None and shorter_by == 0:
            self._offer(built, self.best.answer)
        race = Race(self._solvers(share), self._cancel)
        said = race.run(
            built.cp,
            on_plan=lambda found: self.keep(read(built, found.value)),
            on_bound=lambda bound: self._tighten(self._whole(bound)),
        )
        for solver, status in said:
            self._spent += solver.deterministic_time
            if status == cp_model.INFEASIBLE:
                self._nothing_reaches(to_reach, shorter_by)
            else:
                self._conclude(built, solver, status)

    def _offer(self, built: Model, answer: Answer) -> None:
        """Give the model a first solution, with the values of all variables.

        What a hint does not say follows when the rest is fixed to it. A plan
        with an opportunity that costs more than it brings is no solution.
        """
        hint(built, answer)
        solver = self._solver(1)
        solver.parameters.num_workers = 1
        solver.parameters.fix_variables_to_their_hinted_value = True
        status = solver.solve(built.cp)
        self._spent += solver.deterministic_time
        built.cp.proto.clear_solution_hint()
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            values = solver.response_proto.solution
            built.cp.proto.solution_hint.vars.extend(range(len(values)))
            built.cp.proto.solution_hint.values.extend(values)

    def _solvers(self, share: float) -> list[cp_model.CpSolver]:
        """One, or within a scope two that go about it in different ways.

        Its own relaxation says less than the scope, so neither asks it. One looks long
        at what each literal implies, then for plans; the other puts together what
        cannot be had at once, which proves what is hard much sooner.
        """
        if self.scope is None:
            return [self._solver(share)]
        looking, proving = self._solver(share), self._solver(share)
        look_long(looking)
        looking.parameters.subsolvers.extend(WITHOUT_RELAXATION)
        if looking.parameters.num_workers == 1:
            return [looking]
        looking.parameters.num_workers -= 1
        put_together(proving)
        return [looking, proving]

    def _solver(self, share: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.limits.seed
        # Ctrl-C is the caller's; CP-SAT's own handler can abort the program.
        parameters.catch_sigint_signal = False
        left = max(0.01, share * self.left)
        if self.limits.deterministic is None:
            parameters.num_workers = self.limits.workers
            if math.isfinite(left):
                parameters.max_time_in_seconds = left
        else:
            parameters.num_workers = 1
            parameters.max_deterministic_time = left
        return solver

    def _conclude(
        self, built: Model, solver: cp_model.CpSolver, status: object
    ) -> None:
        if status == cp_model.MODEL_INVALID:
            raise UnsolvedError(f"CP-SAT refuses the model: {built.cp.validate()}")
        if status != cp_model.UNKNOWN:
            self.keep(read(built, solver.value))
            inner = solver.response_proto.inner_objective_lower_bound
            offset = int(built.cp.proto.objective.offset)
            self._tighten(-self.sign * (inner + offset))

    def _nothing_reaches(self, to_reach: int | None, shorter_by: int) -> None:
        if to_reach is not None and shorter_by:
            self.tighten(to_reach + 1)
        elif self.scope is not None:
            self.tighten(self.scope.value)
        elif to_reach is None and self.problem.objective != "surplus":
            self.best = replace(self.best, infeasible=True, bound=None)
        else:
            raise UnsolvedError(
                "no plan fits the hint and the bounds that were given; give a hint "
                "that `check` accepts and bounds that hold"
            )

    def _tighten(self, bound: int) -> None:
        """A bound of the plans that were not left out, so no better than the best."""
        best = self.best.value
        if best is not None:
            bound = self.sign * max(self.sign * bound, self.sign * best)
        self.tighten(bound)

    def _whole(self, bound: float) -> int:
        """A bound as a whole number on its safe side."""
        slack = max(1e-6, abs(bound) * 1e-12)
        return self.sign * math.floor(self.sign * bound + slack)
