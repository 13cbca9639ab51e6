"""Bounds and proofs beside the search, each told to the run as it is found."""

import math
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from grandis.planning.incumbent import GLANCE, Run
from grandis.planning.pricing import has_prices, is_thorough

if TYPE_CHECKING:
    from grandis.planning.pricing import Priced
    from grandis.planning.search.compiling import Compiled
    from grandis.planning.windows import Scope

#: CP-SAT gets models up to this size (see `exact.size`): beyond, it is slower
#: than the search alone.
LARGEST_EXACT = 60_000
#: Where prices are refined it gets what they leave of models up to this size: some 30
#: opportunities of 17 members, which took 0.8 GB.
LARGEST_PRICED = 120_000
#: What the search gets before CP-SAT takes over: a part of the time, and no
#: more than so many seconds for each literal of the model.
SEARCH_SHARE = 0.15
SEARCH_SECONDS = 0.0005
#: For surplus it gets this part: CP-SAT, too, looks for better plans. In larger
#: problems it finds fewer, so the search gets more.
SURPLUS_SHARE = 0.1
LARGER_SHARE = 0.2
#: Seconds that a makespan stays the best before shorter ones are ruled out.
PATIENCE = 0.5
#: Rounds of prices where others wait for the processor. They come within half a percent
#: of what four times as many say.
BRIEFLY = 40
#: CP-SAT begins again when this part of the gap is gone.
AGAIN = 0.2


def largest(run: Run) -> int:
    """The size of a model beyond which CP-SAT is of no use for sure."""
    return LARGEST_PRICED if run.larger_is_better else LARGEST_EXACT


def begin_at(run: Run, size: int, seconds: float) -> float | None:
    """When CP-SAT begins in a run of so many seconds; None: it is of no use."""
    share = SURPLUS_SHARE if run.larger_is_better else SEARCH_SHARE
    if size > LARGEST_EXACT:
        if not _is_priced(run, size, seconds):
            return None
        share = LARGER_SHARE
    return min(share * seconds, SEARCH_SECONDS * size)


def _is_priced(run: Run, size: int, seconds: float) -> bool:
    """Whether prices can be refined until little is left for CP-SAT."""
    fits = size <= largest(run) and is_thorough(size, seconds)
    return fits and has_prices(run)


def relax(
    run: Run,
    seed: int,
    deterministic: float,
    stop: Callable[[], bool],
    compiled: "Compiled | None" = None,
    rounds: float = math.inf,
) -> None:
    """Tighten the bound by what is possible at most."""
    from grandis.planning.relaxation import surplus_bound

    run.tighten(
        surplus_bound(
            run.problem,
            deterministic=deterministic,
            seed=seed,
            rounds=rounds,
            compiled=compiled,
            on_bound=run.tighten,
            cancel=stop,
        )
    )


def rule_out(run: Run, seconds: float) -> None:
    """Prove that a makespan that stays the best for a while cannot be beaten."""
    from grandis.planning.rulingout import cannot_end_by

    def over(best: int) -> bool:
        return run.stopped() or run.seconds > seconds or run.value != best

    tried: int | None = None
    while not run.stopped() and (left := seconds - run.seconds) > 0:
        best, since = run.value, run.seconds
        while not run.stopped() and run.seconds < since + PATIENCE:
            time.sleep(GLANCE)
        if best is None or best in (tried, run.bound) or best != run.value:
            continue
        tried = best
        if cannot_end_by(run.problem, best - 1, left, partial(over, best)):
            run.tighten(best)


def prove(
    run: Run,
    seed: int,
    until: float,
    workers: int,
    deterministic: float | None = None,
    scope: "Scope | None" = None,
    most: Mapping[str, int] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> None:
    """Let CP-SAT improve and prove until a second of the run, or until `cancel`.

    It is not told of the plan so far: on the benchmark's job shops a hint made
    it slower, and what it finds is kept only if it is better.
    """
    from grandis.planning.exact import solve_exactly

    def tighten(bound: int) -> None:
        run.tighten(bound if scope is None else max(bound, scope.value))

    found = solve_exactly(
        run.problem,
        seconds=max(0.1, until - run.seconds),
        workers=workers,
        seed=seed,
        deterministic=deterministic,
        bound=run.bound if scope else None,
        most=most,
        scope=scope,
        on_answer=lambda answer: run.offer(*answer),
        on_bound=tighten,
        cancel=cancel or run.stopped,
    )
    run.infeasible = found.infeasible
    if found.answer is not None:
        run.offer(*found.answer)
    if found.bound is not None:
        tighten(found.bound)


def prove_in_scope(
    run: Run, seed: int, until: float, workers: int, priced: "Priced"
) -> None:
    """Let CP-SAT look only at what a better plan can use, by what prices say.

    When it has found a much better one it begins again: there is less to look at.
    """
    from grandis.planning.search.priced.fixing import scope_of

    most = priced.prices.most_of(run.problem)
    begun = None
    while begun != run.value and not run.stopped() and run.seconds < until:
        begun = value = run.value or 0
        scope = scope_of(priced.prices, priced.compiled, value)
        scope = scope.knowing(priced.together)
        enough = value + AGAIN * scope.allowance

        def over(enough: float = enough) -> bool:
            return run.stopped() or (run.value or 0) > enough

        prove(run, seed, until, workers, scope=scope, most=most, cancel=over)
