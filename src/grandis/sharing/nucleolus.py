"""The nucleolus and its kin: a sequence of linear programs on HiGHS.

The first program makes the largest excess as small as it can be. A coalition
whose row has a positive dual is tight in *every* solution and only such a one
is fixed; being tight in one solution proves nothing. The next program makes the
largest excess of the coalitions that are not yet settled as small as it can be,
and so on until the shares are unique. Rows are added only when a scan of all
coalitions finds them violated. At the end the tight rows, as equations, are
solved once more in one go, which takes away the tolerances of the programs.

References: D. Schmeidler 1969; M. Maschler, B. Peleg and L. Shapley 1979;
M. Benedek, J. Fliege and T.-D. Nguyen, Finding and verifying the nucleolus of
cooperative games, Math. Programming 190, 2021.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from grandis.sharing.coalitions import (
    MOST_PLAYERS,
    Floats,
    game_of,
    magnitude,
    require_imputation,
    singles,
)
from grandis.sharing.errors import GameError
from grandis.sharing.program import Free, Program


class LeastCore(NamedTuple):
    """The smallest largest excess, and shares that attain it."""

    excess: float
    shares: Floats


def nucleolus(values: ArrayLike) -> Floats:
    """The imputation whose largest dissatisfactions are as small as can be.

    Parameters
    ----------
    values
        2ⁿ coalition values by bit mask, n ≤ 25.

    Returns
    -------
    ndarray
        n shares, none below what the player has alone.

    Raises
    ------
    GameError
        When there is no imputation.
    UnsolvedError
        When HiGHS ends without an optimum.
    """
    array, n = game_of(values)
    require_imputation(array, n)
    return _lexicographic(array, n, np.ones(n + 1), singles(array, n))


def per_capita_nucleolus(values: ArrayLike) -> Floats:
    """The nucleolus of excesses divided by the coalition's size."""
    array, n = game_of(values)
    require_imputation(array, n)
    scale = np.maximum(np.arange(n + 1.0), 1)
    return _lexicographic(array, n, scale, singles(array, n))


def prenucleolus(values: ArrayLike) -> Floats:
    """The nucleolus among all divisions of v(N), also below what players have."""
    array, n = game_of(values)
    return _lexicographic(array, n, np.ones(n + 1), np.full(n, -np.inf))


def proportional_nucleolus(values: ArrayLike) -> Floats:
    """The nucleolus of excesses divided by the coalition's own value.

    Coalitions that are worth nothing have no say.

    References
    ----------
    H. P. Young, N. Okada and T. Hashimoto, Cost allocation in water resources
    development, 1982.
    """
    array, n = game_of(values)
    require_imputation(array, n)
    if (array < 0).any():
        raise GameError(
            "the proportional nucleolus needs values that are not negative; use"
            " nucleolus"
        )
    return _lexicographic(array, n, array, singles(array, n))


def modiclus(values: ArrayLike) -> Floats:
    """The prenucleolus of differences of excesses.

    It is read from the prenucleolus of the dual cover, a game of 2n players.

    References
    ----------
    P. Sudhölter, The modified nucleolus, 1997.
    """
    array, n = game_of(values)
    if 2 * n > MOST_PLAYERS:
        raise GameError(
            f"{n} players are too many for the modiclus (at most {MOST_PLAYERS // 2});"
            " use nucleolus"
        )
    dual = array[-1] - array[::-1]
    cover = np.maximum(array[None, :] + dual[:, None], dual[None, :] + array[:, None])
    return prenucleolus(cover.ravel())[:n]


def least_core(values: ArrayLike) -> LeastCore:
    """The smallest number by which every coalition can be kept from more.

    Not positive exactly when the core is not empty.
    """
    array, n = game_of(values)
    if n == 1:
        return LeastCore(-np.inf, array[1:].copy())
    size = magnitude(array)
    program = Program(array, np.ones(n + 1), np.full(n, -np.inf), size)
    program.minimise(Free(n))
    return LeastCore(program.excess * size, program.shares * size)


def _lexicographic(array: Floats, n: int, scale: Floats, lowest: Floats) -> Floats:
    """Minimise the largest excess, settle what is tight, and go on."""
    if n == 1:
        return array[1:].copy()
    size = magnitude(array)
    program = Program(array, scale, lowest, size)
    free = Free(n)
    while free.left:
        program.minimise(free)
        program.settle(free)
    return program.polished() * size
