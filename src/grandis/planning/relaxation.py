"""How much surplus there can be at most: a bound that large problems can afford.

All of it is proven on the problem as if everybody worked round the clock
(`roundtheclock`), which is small and easy. First what each opportunity could
bring if it had the whole network for itself; their sum is a bound. Then all of
them together on shared machines, as long as that is not too large.
"""

import math
from collections.abc import Callable

from grandis.planning.exact.proving import size, solve_exactly
from grandis.planning.problem import Problem
from grandis.planning.roundtheclock import round_the_clock
from grandis.planning.subproblems import alone

#: Deterministic seconds for one opportunity alone.
ALONE_EFFORT = 1.0
#: Together they are solved up to this size (see `exact.size`).
LARGEST_TOGETHER = 20_000


def surplus_bound(
    problem: Problem,
    *,
    deterministic: float,
    seed: int = 0,
    on_bound: Callable[[int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> int:
    """No plan of `problem` has more surplus than this, in cents.

    Parameters
    ----------
    deterministic
        Limit for all opportunities together, in CP-SAT's deterministic seconds.
    on_bound
        Told of every better bound on the way.
    cancel
        Asked often; when it says true the bound proven so far is returned.
    """
    relaxed = round_the_clock(problem)
    stop = cancel or (lambda: False)
    tell = on_bound or (lambda bound: None)
    most = {o.id: o.price for o in problem.opportunities}
    for opportunity in problem.opportunities:
        if stop():
            break
        single = solve_exactly(
            alone(relaxed, opportunity.id),
            seconds=math.inf,
            seed=seed,
            deterministic=ALONE_EFFORT,
            cancel=stop,
        )
        if single.bound is not None:
            most[opportunity.id] = min(single.bound, most[opportunity.id])
            tell(sum(most.values()))
    bound = sum(most.values())
    if stop() or size(relaxed) > LARGEST_TOGETHER:
        return bound
    together = solve_exactly(
        relaxed,
        seconds=math.inf,
        seed=seed,
        deterministic=deterministic,
        most=most,
        on_bound=tell,
        cancel=stop,
    )
    return bound if together.bound is None else min(bound, together.bound)
