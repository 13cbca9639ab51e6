"""Coalition values that a planner finds, with bounds."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from grandis.sharing.coalitions import Floats, refuse_too_many
from grandis.sharing.errors import GameError


class Bounds(NamedTuple):
    """Between what every coalition's value lies, by bit mask."""

    lower: Floats
    upper: Floats


def coalition_bounds(n: int, solve: Callable[[int], tuple[float, float]]) -> Bounds:
    """Ask a planner for every coalition, and let more members never do worse.

    Parameters
    ----------
    solve
        For a coalition's mask, the value of the best plan found and the bound
        that no plan can beat.

    Raises
    ------
    GameError
        When a bound lies below a plan found, its own or that of a part.
    """
    refuse_too_many(n)
    lower, upper = np.zeros(1 << n), np.zeros(1 << n)
    for mask in range(1, 1 << n):
        lower[mask], upper[mask] = solve(mask)
    for player in range(n):
        parts = lower.reshape(-1, 2, 1 << player)
        np.maximum(parts[:, 1], parts[:, 0], out=parts[:, 1])
        wholes = upper.reshape(-1, 2, 1 << player)
        np.minimum(wholes[:, 0], wholes[:, 1], out=wholes[:, 0])
    upper[0] = 0
    wrong = np.flatnonzero(~(lower <= upper))
    if wrong.size:
        mask = int(wrong[0])
        raise GameError(
            f"{{whose}} has a plan worth {lower[mask]:,.10g} above its bound,"
            f" {upper[mask]:,.10g}; correct the bounds",
            whose=mask,
        )
    return Bounds(lower, upper)
