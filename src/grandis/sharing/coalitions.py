"""Arrays of coalition values: what they must be, and what is read from them.

``values[mask]`` is what a coalition can gain; player i is bit i of the mask.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grandis.sharing.errors import GameError

Floats = NDArray[np.float64]

#: Beyond, 2ⁿ values no longer fit into a small machine.
MOST_PLAYERS = 25
#: Beyond, sums and products of values could overflow.
LARGEST = 1e100
#: Differences below this part of the largest value are rounding.
ROUNDING = 1e-9


def game_of(values: ArrayLike) -> tuple[Floats, int]:
    """The values as contiguous floats, and the number of players.

    Raises
    ------
    GameError
        When their number is not a power of two, one is not a number or beyond
        10¹⁰⁰, or the empty coalition is worth something.
    """
    array = np.asarray(values)
    n = array.size.bit_length() - 1
    if array.ndim != 1 or n < 1 or array.size != 1 << n:
        raise GameError(
            f"a game needs 2ⁿ coalition values for n players, here are {array.size};"
            " give one for each coalition, the empty one first"
        )
    refuse_too_many(n)
    array = np.ascontiguousarray(array, dtype=np.float64)
    # One pass; a dot product would wake the threads of BLAS, which costs more.
    with np.errstate(over="ignore", invalid="ignore"):
        squares = np.einsum("i,i", array, array)
    if not squares <= LARGEST**2:
        _refuse_unsound(array)
    if array[0] != 0:
        raise GameError(
            f"the empty coalition is worth {array[0]:,.10g}; it must be worth 0"
        )
    return array, n


def _refuse_unsound(array: Floats) -> None:
    bad = np.flatnonzero(~(np.abs(array) <= LARGEST))
    if bad.size:
        raise GameError(
            f"the value of coalition {{whose}} is {array[bad[0]]:g}; give a number of"
            f" at most {LARGEST:g}",
            whose=int(bad[0]),
        )


def refuse_too_many(n: int) -> None:
    """Raise a `GameError` when no exact rule can take so many players."""
    if n > MOST_PLAYERS:
        raise GameError(
            f"{n} players are too many for an exact rule (at most {MOST_PLAYERS});"
            " use sample_shapley, or the rules proportional and equal"
        )


def singles(values: Floats, n: int) -> Floats:
    """What each player is worth alone."""
    alone: Floats = values[1 << np.arange(n)]
    return alone


def to_the_grand(values: Floats, n: int) -> Floats:
    """What each player adds to all others: v(N) − v(N∖i)."""
    others: Floats = values[(values.size - 1) ^ (1 << np.arange(n))]
    added: Floats = values[-1] - others
    return added


def sums(shares: Floats) -> Floats:
    """What each coalition gets together, by mask."""
    out = np.zeros(1)
    for share in shares:
        out = np.concatenate([out, out + share])
    return out


def shares_for(shares: ArrayLike, n: int) -> Floats:
    """The shares as floats.

    Raises
    ------
    GameError
        When there is not one finite number for each player.
    """
    array = np.ascontiguousarray(shares, dtype=np.float64)
    if array.shape != (n,) or not np.isfinite(array).all():
        raise GameError(
            f"a game of {n} players needs {n} finite shares; here are {array.tolist()}"
        )
    return array


def magnitude(values: Floats) -> float:
    """The largest value without its sign; 1 when all are nought."""
    return max(float(values.max()), -float(values.min())) or 1.0


def rounding(values: Floats) -> float:
    """What counts as rounding among these values."""
    return ROUNDING * magnitude(values)


def require_monotone(values: ArrayLike) -> None:
    """Raise a `GameError` naming a coalition that loses by a newcomer."""
    from grandis.sharing.kernels import losing_step

    array, _ = game_of(values)
    part, newcomer = losing_step(array, rounding(array))
    if newcomer:
        larger = part | newcomer
        raise GameError(
            f"the game is not monotone: {{larger}} is worth {array[larger]:,.10g}, less"
            f" than {{part}} with {array[part]:,.10g}; correct the values",
            larger=larger,
            part=part,
        )


def require_superadditive(values: ArrayLike) -> None:
    """Raise a `GameError` naming two coalitions that lose by joining.

    Looks at all 3ⁿ pairs; for more than 16 players only at those in which one
    is a single player.
    """
    from grandis.sharing import kernels

    array, n = game_of(values)
    search: Any = kernels.losing_union if n <= 16 else kernels.losing_newcomer
    one, other = search(array, rounding(array))
    if other:
        raise GameError(
            f"the game is not superadditive: {{one}} with {array[one]:,.10g} and"
            f" {{other}} with {array[other]:,.10g} are worth only"
            f" {array[one | other]:,.10g} together; correct the values",
            one=one,
            other=other,
        )


def require_best_together(values: Floats) -> None:
    """Raise a `GameError` naming a coalition that is worth more than all players."""
    best = int(np.argmax(values))
    if values[best] > values[-1] + rounding(values):
        raise GameError(
            f"{{best}} is worth {values[best]:,.10g}, more than all players together"
            f" with {values[-1]:,.10g}; correct the values, or use shapley",
            best=best,
        )


def require_imputation(values: Floats, n: int) -> None:
    """Raise a `GameError` when v(N) cannot give each player what it has alone."""
    alone = float(singles(values, n).sum())
    if alone > values[-1] + rounding(values):
        raise GameError(
            "no division satisfies every player: alone they have"
            f" {alone:,.10g}, together {values[-1]:,.10g}; use a rule that needs no"
            " imputation, like shapley or prenucleolus"
        )
