"""Rules that divide a sum without looking at coalitions."""

from math import floor, fsum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grandis.sharing.coalitions import Floats
from grandis.sharing.errors import GameError

#: So little below a whole number is one, but for the rounding of floats.
NEARLY = 1e-6


def equal(total: float, n: int) -> Floats:
    """The same for each of n players."""
    return np.full(n, total / n)


def proportional(total: float, weights: ArrayLike) -> Floats:
    """A part for each player in proportion to its weight.

    Raises
    ------
    GameError
        When a weight is negative or all are 0.
    """
    parts = np.asarray(weights, dtype=np.float64)
    if not np.isfinite(parts).all() or (parts < 0).any() or not parts.sum() > 0:
        raise GameError(
            f"weights must not be negative and not all 0; here are {parts.tolist()}:"
            " divide equally instead"
        )
    return np.asarray(total * (parts / parts.sum()), dtype=np.float64)


def in_whole_units(shares: ArrayLike) -> NDArray[np.int64]:
    """Shares in whole units, cents say, that add to no more than they did.

    All are rounded down; what is then left goes, one unit each, to those who lost
    most by it, and of equals to the first.

    Raises
    ------
    GameError
        When a share is not a finite number.
    """
    given = np.asarray(shares, dtype=np.float64)
    if not np.isfinite(given).all():
        raise GameError(f"shares must be finite; here are {given.tolist()}")
    out = np.floor(given + NEARLY)
    total = floor(fsum(given.tolist()) + NEARLY * given.size)
    losing_most = np.argsort(out - given, kind="stable")
    out[losing_most[: total - int(out.sum())]] += 1
    return out.astype(np.int64)


def talmud(claims: ArrayLike, estate: float) -> Floats:
    """Divide an estate that cannot pay all claims, as the Talmud does.

    Up to half of all claims, everybody gains the same until it has half its
    claim; beyond, everybody loses the same from its claim.

    Parameters
    ----------
    claims
        A number ≥ 0 for each player.
    estate
        Between 0 and the sum of claims.

    References
    ----------
    R. Aumann and M. Maschler, Game theoretic analysis of a bankruptcy problem
    from the Talmud, 1985: it is the nucleolus of the bankruptcy game.
    """
    asked = np.asarray(claims, dtype=np.float64)
    if not np.isfinite(asked).all() or (asked < 0).any():
        raise GameError(f"claims must be at least 0; here are {asked.tolist()}")
    whole = float(asked.sum())
    if not 0 <= estate <= whole * (1 + 1e-12):
        raise GameError(
            f"the estate, {estate:,.10g}, must lie between 0 and the sum of claims,"
            f" {whole:,.10g}"
        )
    if estate <= whole / 2:
        return _equal_awards(asked / 2, estate)
    return asked - _equal_awards(asked / 2, max(whole - estate, 0.0))


def _equal_awards(limits: Floats, total: float) -> Floats:
    """The same for everybody, but for nobody more than its limit."""
    awards = np.zeros(limits.size)
    left, order = total, np.argsort(limits, kind="stable")
    for place, player in enumerate(order):
        awards[player] = min(limits[player], left / (limits.size - place))
        left -= awards[player]
    return awards
