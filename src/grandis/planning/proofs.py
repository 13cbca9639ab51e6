"""Bounds and proofs beside the search, each told to the run as it is found."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from grandis.planning.incumbent import Run

if TYPE_CHECKING:
    from grandis.planning.search.compiling import Compiled

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


def begin_at(size: int, seconds: float) -> float | None:
    """When CP-SAT begins in a run of so many seconds; None: it is of no use."""
    if size > LARGEST_EXACT:
        return None
    return min(SEARCH_SHARE * seconds, SEARCH_SECONDS * size)


def relax(
    run: Run,
    seed: int,
    deterministic: float,
    stop: Callable[[], bool],
    compiled: "Compiled | None" = None,
) -> None:
    """Tighten the bound by what is possible at most."""
    from grandis.planning.relaxation import surplus_bound

    run.tighten(
        surplus_bound(
            run.problem,
            deterministic=deterministic,
            seed=seed,
            compiled=compiled,
            on_bound=run.tighten,
            cancel=stop,
        )
    )


def price(run: Run, compiled: "Compiled") -> dict[str, int] | None:
    """Tighten the bound of a small problem by prices: soon done.

    Returns what each opportunity can bring at most, where the aim is surplus.
    """
    from grandis.planning.search.priced.driver import Prices

    if not run.larger_is_better:
        return None
    prices = Prices(compiled)
    run.tighten(prices.bound)
    prices.improve(run.tighten, run.stopped)
    return prices.most_of(run.problem)


def rule_out(run: Run, seconds: float) -> None:
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


def prove(
    run: Run,
    seed: int,
    seconds: float,
    workers: int,
    deterministic: float | None = None,
    most: dict[str, int] | None = None,
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
        most=most,
        on_answer=lambda answer: run.offer(*answer),
        on_bound=run.tighten,
        cancel=run.stopped,
    )
    run.infeasible = found.infeasible
    if found.answer is not None:
        run.offer(*found.answer)
    if found.bound is not None:
        run.tighten(found.bound)
