"""Bounds and proofs beside the search, each told to the run as it is found."""

import math
import time
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from grandis.planning.incumbent import Run

if TYPE_CHECKING:
    from grandis.planning.remaking import Remaking
    from grandis.planning.search.arrays import Floats
    from grandis.planning.search.compiling import Compiled
    from grandis.planning.search.priced.driver import Prices
    from grandis.planning.windows import Scope

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
#: more than this part of the gap; or one, where it is known what rivals lose.
CLOSELY = 30
PROGRESS = 0.95
IDLE = 2
#: The part of the time that prices may take.
PRICES_SHARE = 0.75
#: Seconds that looking closely takes at least, for each literal of the model.
THOROUGH_SECONDS = 5e-5
#: The parts of the time that what rivals lose may take at once, and one group.
RIVALS_SHARE = 0.1
GROUP_SHARE = 0.05
#: Prices are refined so often before it is looked at what rivals lose, and only where
#: that has left more than this part of the gap.
ALONE = 2
SLOW = 0.85
#: CP-SAT begins again when this part of the gap is gone.
AGAIN = 0.2
GLANCE = 0.02


class Priced(NamedTuple):
    """Prices of a problem, and what rivals lose together at these."""

    prices: "Prices"
    compiled: "Compiled"
    together: Mapping[frozenset[str], int]

    @property
    def bound(self) -> int:
        """No plan that is looked for has more surplus than this, in whole cents."""
        return self.prices.bound - sum(self.together.values())

    @property
    def patience(self) -> int:
        """How many refinements in a row may bring little."""
        return 1 if self.together else IDLE

    def elsewhere(self) -> "Floats":
        """What is lost at least by groups that each opportunity is not in."""
        names = [o.id for o in self.compiled.problem.opportunities]
        sure = self.together.items()
        return np.array(
            [float(sum(x for group, x in sure if n not in group)) for n in names]
        )


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


def price(
    run: Run,
    compiled: "Compiled",
    size: int,
    seconds: float,
    seed: int,
    remaking: "Remaking",
) -> "Priced | None":
    """Tighten the bound of a small problem by prices, in a part of so many seconds.

    `remaking` is told where a better plan can lie, again and again.

    Returns the prices, where the aim is surplus and there is time to look at all
    closely: of what a better plan than the best so far can use.
    """
    from grandis.planning.search.numbering import is_sampled
    from grandis.planning.search.priced.driver import Prices
    from grandis.planning.search.priced.fixing import scope_of

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
    priced = Priced(prices, compiled, {})
    idle, turn, value = 0, 0, 0
    while not stop():
        if idle >= priced.patience and value == run.value:
            if priced.together or remaking.done:
                break
            time.sleep(GLANCE)
            continue
        value = run.value or 0
        before, turn = priced.bound - value, turn + 1
        prices = priced.prices.refined(value, priced.elsewhere())
        prices.improve(partial(_beyond, run, value), stop, CLOSELY)
        closer = Priced(prices, compiled, {})
        is_slow = closer.bound - value > SLOW * before
        if turn >= ALONE and (is_slow or priced.together):
            remaking.scope = scope_of(prices, compiled, value)
            asked = run, remaking.scope, prices.rivalry(), priced.together
            closer = closer._replace(together=_together(*asked, seconds, seed))
        _beyond(run, value, closer.bound)
        idle = 0 if closer.bound - value < PROGRESS * before else idle + 1
        if closer.bound <= priced.bound:
            priced = closer
    return priced


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
    run: Run, seed: int, until: float, workers: int, priced: Priced
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


def _together(
    run: Run,
    scope: "Scope",
    rivalry: "Floats",
    before: Collection[frozenset[str]],
    seconds: float,
    seed: int,
) -> dict[frozenset[str], int]:
    """What rivals lose together at least; groups of `before` are asked about first.

    It is asked in a part of so many seconds.
    """
    from grandis.planning.exact import least_lost
    from grandis.planning.rivals import lost_in, lost_together

    _, taken, assignments = run.best
    end = min(run.seconds + RIVALS_SHARE * seconds, PRICES_SHARE * seconds)

    def least(part: Collection[str]) -> int:
        left = min(end - run.seconds, GROUP_SHARE * seconds)
        return least_lost(run.problem, scope, part, left, seed, run.stopped)

    return lost_together(
        lost_in(run.problem, scope, taken, assignments),
        rivalry,
        scope.allowance,
        least,
        before,
        lambda: run.stopped() or run.seconds > end,
    )
