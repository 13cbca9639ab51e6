"""How much surplus there can be at most: a bound that large problems can afford.

First prices for the time of machines, at which every opportunity chooses for
itself (`search.priced`): quick, and close. Then, as long as that is not too large,
CP-SAT on the problem as if everybody worked round the clock (`roundtheclock`).
"""

import math
from collections.abc import Callable

from grandis.planning.exact.proving import size, solve_exactly
from grandis.planning.problem import Problem
from grandis.planning.roundtheclock import round_the_clock
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.numbering import is_sampled
from grandis.planning.search.priced.driver import Prices

#: Together they are solved up to this size (see `exact.size`), and as many options.
LARGEST_TOGETHER = 20_000


def surplus_bound(
    problem: Problem,
    *,
    deterministic: float,
    seed: int = 0,
    rounds: float = math.inf,
    compiled: Compiled | None = None,
    on_bound: Callable[[int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> int:
    """No plan of `problem` has more surplus than this, in cents.

    Where an opportunity has more routes than the search knows, nothing closer is said
    than what all pay.

    Parameters
    ----------
    deterministic
        Limit for CP-SAT, in its deterministic seconds.
    rounds
        Limit for prices, which also end when they change next to nothing.
    compiled
        The problem's arrays, where they are known.
    on_bound
        Told of every better bound on the way.
    cancel
        Asked often; when it says true the bound proven so far is returned.
    """
    stop = cancel or (lambda: False)
    tell = on_bound or (lambda bound: None)
    if stop() or any(map(is_sampled, problem.opportunities)):
        return sum(o.price for o in problem.opportunities)
    compiled = compiled or Compiled(problem)
    prices = Prices(compiled)
    tell(prices.bound)
    prices.improve(tell, stop, rounds)
    if stop() or len(compiled.numbering.options) > LARGEST_TOGETHER:
        return prices.bound
    relaxed = round_the_clock(problem)
    if size(relaxed, LARGEST_TOGETHER) > LARGEST_TOGETHER:
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
