"""Solve a problem completely: find the best plan and prove that it is."""

import math
from collections.abc import Callable, Mapping

from grandis.planning.accounts import value_of
from grandis.planning.exact.reading import Answer
from grandis.planning.exact.rounds import Exact, Limits, Run
from grandis.planning.plan import Plan
from grandis.planning.problem import Problem
from grandis.planning.windows import Scope, Windows

#: Below this size one worker is as fast as several, and starts sooner.
TINY = 60
#: A makespan this close to its bound, as a part of it, is worth narrowing.
CLOSE = 0.1


def size(problem: Problem, enough: float = math.inf) -> int:
    """About how many literals the model of a problem has; or more than `enough`.

    Each option has one, and two for each stretch of closed hours that its step
    can come before or after; machines with changeovers have one for every two
    works, tools half of that.
    """
    windows = Windows(problem)
    literals = 0
    works: dict[str, int] = {}
    users: dict[str, set[tuple[str, str]]] = {}
    for opportunity in problem.opportunities:
        for window in windows.of(opportunity):
            name = window.option.resource
            hours = windows.hours[name]
            inside = hours.windows_between(window.earliest, window.latest)
            literals += 1 + 2 * max(0, len(inside) - 1)
            works[name] = works.get(name, 0) + 1
            if window.step.tool:
                users.setdefault(window.step.tool, set()).add(window.key[:2])
        if literals > enough:
            return literals
    for resource in problem.resources:
        if resource.changeover:
            literals += works.get(resource.id, 0) ** 2
    return literals + sum(len(steps) ** 2 // 2 for steps in users.values())


def solve_exactly(
    problem: Problem,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 0,
    deterministic: float | None = None,
    hint: Plan | None = None,
    bound: int | None = None,
    most: Mapping[str, int] | None = None,
    scope: Scope | None = None,
    on_answer: Callable[[Answer], None] | None = None,
    on_bound: Callable[[int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Exact:
    """Solve the complete model.

    Parameters
    ----------
    seconds
        Time limit, with the making of the model.
    workers
        Threads that may be used.
    seed
        Starts the random choices.
    deterministic
        A limit in CP-SAT's deterministic seconds instead; then one worker runs
        and no clock is read, so that equal seeds give equal answers.
    hint
        A plan that `check` accepts, to start from.
    bound
        What no plan can beat, where it is known.
    most
        What single opportunities can bring at most, in cents, where it is known.
    scope
        Where to look for a plan of more surplus; what is said of others is then
        not true. That there is none there is a bound.
    on_answer, on_bound
        Told of better plans, better than the hint, and of closer bounds.
    cancel
        Asked often; when it says true the solver stops.

    Returns
    -------
    Exact
        The best plan, or the hint; its value, and a bound on every plan's.

    Raises
    ------
    UnsolvedError
        When CP-SAT does not take the model, or the hint breaks a rule.
    """
    known = Exact(bound=bound)
    if hint is not None and hint.status in ("optimal", "feasible"):
        answer = hint.taken, hint.assignments
        known = Exact(value=value_of(problem, *answer), bound=bound, answer=answer)
    small = size(problem) <= TINY
    limits = Limits(seconds, deterministic, 1 if small else workers, seed)
    told = on_answer, on_bound, cancel
    run = Run(problem, limits, known, most or {}, scope, *told)
    if run.goes_on and problem.objective == "makespan":
        _narrow(run)
    if run.goes_on:
        run.round(1)
    return run.best


def _narrow(run: Run) -> None:
    """Solve for a while; then ask whether a little less time is enough.

    With the end of all work given, every step has a narrow stretch of time,
    which makes the question easier than to look for the least makespan. It is
    put for the bound first, which may well be reached, then for one tick less
    than the best so far.
    """
    run.round(0.2)
    gap = run.best.gap
    if run.goes_on and 1 < gap <= CLOSE * (run.best.value or 0):
        run.round(0.25, shorter_by=gap)
    if run.goes_on and run.best.gap <= CLOSE * (run.best.value or 0):
        run.round(0.8, shorter_by=1)
