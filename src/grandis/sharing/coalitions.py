"""Arrays of coalition values: what they must be, and how coalitions are named.

``values[mask]`` is what a coalition can gain; player i is bit i of the mask.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grandis.sharing.errors import GameError

Floats = NDArray[np.float64]

#: Beyond, 2ⁿ values no longer fit into a small machine.
MOST_PLAYERS = 25
#: Differences below this part of the largest value are rounding.
ROUNDING = 1e-9


def game_of(values: ArrayLike) -> tuple[Floats, int]:
    """The values as contiguous floats, and the number of players.

    Raises
    ------
    GameError
        When their number is not a power of two, one is not a finite number,
        or the empty coalition is worth something.
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
    if not np.isfinite(array.sum()):
        _refuse_not_finite(array)
    if array[0] != 0:
        raise GameError(
            f"the empty coalition is worth {array[0]:g}; it must be worth 0"
        )
    return array, n


def _refuse_not_finite(array: Floats) -> None:
    bad = np.flatnonzero(~np.isfinite(array))
    if bad.size:
        raise GameError(
            f"the value of coalition {coalition(int(bad[0]))} is {array[bad[0]]};"
            " give a finite number"
        )


def refuse_too_many(n: int) -> None:
    """Raise a `GameError` when no exact rule can take so many players."""
    if n > MOST_PLAYERS:
        raise GameError(
            f"{n} players are too many for an exact rule (at most {MOST_PLAYERS});"
            " use sample_shapley, or the rules proportional and equal"
        )


def members(mask: int) -> list[int]:
    """The players of a coalition, ascending."""
    return [player for player in range(mask.bit_length()) if mask >> player & 1]


def mask_of(players: Sequence[int]) -> int:
    """The mask of these players."""
    return sum(1 << player for player in set(players))


def coalition(mask: int, names: Sequence[str] = ()) -> str:
    """A coalition as people write it: ``{0, 2}`` or ``{Alpha, Gamma}``."""
    shown = [names[i] if names else str(i) for i in members(mask)]
    return "{" + ", ".join(shown) + "}"


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


def rounding(values: Floats) -> float:
    """What counts as rounding among these values."""
    return ROUNDING * max(float(values.max()), -float(values.min()))


def require_monotone(values: ArrayLike) -> None:
    """Raise a `GameError` naming a coalition that loses by a newcomer."""
    from grandis.sharing.kernels import losing_step

    array, n = game_of(values)
    mask, player = losing_step(array, n, rounding(array))
    if mask >= 0:
        larger = mask | 1 << player
        raise GameError(
            f"the game is not monotone: {coalition(larger)} is worth"
            f" {array[larger]:g}, less than {coalition(mask)} with {array[mask]:g};"
            " correct the values"
        )


def require_superadditive(values: ArrayLike) -> None:
    """Raise a `GameError` naming two coalitions that lose by joining.

    Looks at all 3ⁿ pairs; for more than 16 players only at those in which one
    is a single player.
    """
    from grandis.sharing import kernels

    array, n = game_of(values)
    search: Any = kernels.losing_union if n <= 16 else kernels.losing_newcomer
    one, other = search(array, n, rounding(array))
    if one >= 0:
        other = other if n <= 16 else 1 << other
        raise GameError(
            f"the game is not superadditive: {coalition(one)} with {array[one]:g} and"
            f" {coalition(other)} with {array[other]:g} are worth only"
            f" {array[one | other]:g} together; correct the values"
        )


def require_imputation(values: Floats, n: int) -> None:
    """Raise a `GameError` when v(N) cannot give each player what it has alone."""
    alone = float(singles(values, n).sum())
    if alone > values[-1] + rounding(values):
        raise GameError(
            f"no division satisfies every player: alone they have {alone:g}, together"
            f" {values[-1]:g}; use a rule that needs no imputation, like shapley or"
            " prenucleolus"
        )
