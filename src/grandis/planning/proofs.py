"""Bounds and proofs beside the search, each told to the run as it is found."""

import math
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from grandis.planning.incumbent import Run

if TYPE_CHECKING:
    from grandis.planning.search.compiling import Compiled
    from grandis.planning.search.priced.driver import Prices

#: CP-SAT gets models up to this size (see `exact.size`): beyond, it is slower
#: than the search alone.
LARGEST_EXACT = 60_000
#: What the search gets before CP-SAT takes over: a part of the time, and no
#: more than so many seconds for each literal of the model.
SEARCH_SHARE = 0.15
SEARCH_SECONDS = 0.0005
#: For surplus it gets this part: CP-SAT, too, looks for better plans.
SURPLUS_SHARE = 0.1
#: Seconds that a makespan stays the best before shorter ones are ruled out.
PATIENCE = 0.5
#: Rounds of prices where others wait for the processor. They come within half a percent
#: of what four times as many say.
BRIEFLY = 40
#: Rounds of prices before they are refined to what a better plan can use.
ROUGHLY = 24
#: Rounds between two refinements after that. They end when so many in a row have left
#: more than this part of the gap.
CLOSELY = 30
PROGRESS = 0.95
IDLE = 2
#: The part of the time that prices may take.
PRICES_SHARE = 0.75
#: Seconds that looking closely takes at least, for each literal of the model.
THOROUGH_SECONDS = 5e-5
GLANCE = 0.02


def begin_at(run: Run, size: int, seconds: float) -> float | None:
    """When CP-SAT begins in a run of so many seconds; None: it is of no use."""
    if size > LARGEST_EXACT:
        return None
    share = SURPLUS_SHARE if run.larger_is_better else SEARCH_SHARE
    return min(share * seconds, SEARCH_SECONDS * size)


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


def price(run: Run, compiled: "Compiled", size: int, seconds: float) -> "Prices | None":
    """Tighten the bound of a small problem by prices, in a part of so many seconds.

    Returns the prices, where the aim is surplus and there is time to look at all
    closely: of what a better plan than the best so far can use.
    """
    from grandis.planning.search.numbering import is_sampled
    from grandis.planning.search.priced.driver import Prices

    if not run.larger_is_better or any(map(is_sampled, run.problem.opportunities)):
        return None

    def stop() -> bool:
        return run.stopped() or run.seconds > PRICES_SHARE * seconds

    thorough = size * THOROUGH_SECONDS < PRICES_SHARE * seconds
    prices = Prices(compiled, thorough)
    run.tighten(prices.bound)
    prices.improve(run.tighten, stop, ROUGHLY if thorough else math.inf)
    if not thorough:
        return None
    idle = 0
    while idle < IDLE and not stop() and (value := run.value) is not None:
        tell, gap = partial(_beyond, run, value), prices.value - value
        prices = prices.refined(value)
        tell(prices.bound)
        prices.improve(tell, stop, CLOSELY)
        idle = 0 if prices.value - value < PROGRESS * gap else idle + 1
    return prices


def _beyond(run: Run, value: int, bound: int) -> None:
    """A bound of those plans that have more surplus than `value`."""
    run.tighten(max(bound, value))


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
    priced: "tuple[Prices, Compiled] | None" = None,
) -> None:
    """Let CP-SAT improve and prove until a second of the run.

    It is not told of the plan so far: on the benchmark's job shops a hint made
    it slower, and what it finds is kept only if it is better. With prices it looks
    only at what a better plan can use.
    """
    from grandis.planning.exact import solve_exactly
    from grandis.planning.search.priced.fixing import scope_of

    most = scope = None
    value = run.value
    if priced is not None and value is not None:
        most = priced[0].most_of(run.problem)
        scope = scope_of(*priced, value)

    def tighten(bound: int) -> None:
        run.tighten(bound if scope is None else max(bound, scope.value))

    found = solve_exactly(
        run.problem,
        seconds=max(0.1, until - run.seconds),
        workers=workers,
        seed=seed,
        deterministic=deterministic,
        bound=run.bound if priced else None,
        most=most,
        scope=scope,
        on_answer=lambda answer: run.offer(*answer),
        on_bound=tighten,
        cancel=run.stopped,
    )
    run.infeasible = found.infeasible
    if found.answer is not None:
        run.offer(*found.answer)
    if found.bound is not None:
        tighten(found.bound)
