"""How much surplus there can be at most: a bound that large problems can afford.

First prices for the time of machines, at which every opportunity chooses for
itself (`search.priced`): quick, and close where many opportunities compete. Then,
on the problem as if everybody worked round the clock (`roundtheclock`), what each
could bring if it had the whole network for itself; and all of them together on
shared machines, as long as that is not too large.
"""

import math
from collections.abc import Callable

from grandis.planning.exact.proving import size, solve_exactly
from grandis.planning.problem import Problem
from grandis.planning.roundtheclock import round_the_clock
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.priced.driver import Prices
from grandis.planning.subproblems import alone

#: Deterministic seconds for one opportunity alone.
ALONE_EFFORT = 1.0
#: Rounds of prices after that.
AGAIN = 100
#: Together they are solved up to this size (see `exact.size`).
LARGEST_TOGETHER = 20_000


def surplus_bound(
    problem: Problem,
    *,
    deterministic: float,
    seed: int = 0,
    compiled: Compiled | None = None,
    reached: Callable[[], int | None] | None = None,
    on_bound: Callable[[int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> int:
    """No plan of `problem` has more surplus than this, in cents.

    Parameters
    ----------
    deterministic
        Limit for all opportunities together, in CP-SAT's deterministic seconds.
    compiled
        The problem's arrays, where they are known.
    reached
        The surplus of the best plan so far, None if there is none: it helps.
    on_bound
        Told of every better bound on the way.
    cancel
        Asked often; when it says true the bound proven so far is returned.
    """
    stop = cancel or (lambda: False)
    tell = on_bound or (lambda bound: None)
    if stop():
        return sum(o.price for o in problem.opportunities)
    prices = Prices(compiled or Compiled(problem))
    tell(prices.bound)
    prices.improve(reached or (lambda: None), tell, stop)
    if stop():
        return prices.bound
    relaxed = round_the_clock(problem)
    _limit(prices, relaxed, seed, tell, stop)
    prices.improve(reached or (lambda: None), tell, stop, rounds=AGAIN)
    if stop() or size(relaxed, LARGEST_TOGETHER) > LARGEST_TOGETHER:
        return prices.bound
    together = solve_exactly(
        relaxed,
        seconds=math.inf,
        seed=seed,
        deterministic=deterministic,
        most=prices.most_of(problem),
        on_bound=tell,
        cancel=stop,
    )
    if together.bound is None:
        return prices.bound
    return min(prices.bound, together.bound)


def _limit(
    prices: Prices,
    relaxed: Problem,
    seed: int,
    tell: Callable[[int], None],
    stop: Callable[[], bool],
) -> None:
    """What each opportunity could bring alone; those that promise most come first."""
    order = prices.most.argsort(kind="stable")[::-1].tolist()
    for number in order:
        if stop():
            return
        single = solve_exactly(
            alone(relaxed, relaxed.opportunities[number].id),
            seconds=math.inf,
            seed=seed,
            deterministic=ALONE_EFFORT,
            cancel=stop,
        )
        if single.bound is not None:
            prices.limit(number, single.bound)
            tell(prices.bound)
