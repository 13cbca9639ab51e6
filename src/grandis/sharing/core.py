"""The core: does any coalition have a reason to leave?"""

from typing import NamedTuple

from numpy.typing import ArrayLike

from grandis.sharing.coalitions import (
    Floats,
    game_of,
    rounding,
    shares_for,
)
from grandis.sharing.masks import members


class Dissatisfaction(NamedTuple):
    """The coalition that has most reason to leave.

    Attributes
    ----------
    excess
        What it could gain alone beyond what it gets; not positive in the core.
    players
        Who it is, ascending.
    """

    excess: float
    players: tuple[int, ...]


def largest_dissatisfaction(values: ArrayLike, shares: ArrayLike) -> Dissatisfaction:
    """The largest excess v(S) − x(S), and who feels it.

    All coalitions but the empty one and that of all players are looked at; a
    game of one player has none, and then the excess is minus infinity.
    """
    from grandis.sharing.kernels import largest

    array, n = game_of(values)
    excess, mask = largest(array, shares_for(shares, n))
    return Dissatisfaction(float(excess), tuple(members(int(mask))))


def core_excess(values: ArrayLike, shares: ArrayLike) -> float:
    """How far shares are from the core: the largest excess of any coalition.

    Parameters
    ----------
    values
        2ⁿ coalition values by bit mask.
    shares
        What each of the n players gets.

    Returns
    -------
    float
        The largest v(S) − x(S); the shares are in the core when it is not
        positive and they add to v(N).
    """
    return largest_dissatisfaction(values, shares).excess


def core_witness(values: ArrayLike, shares: ArrayLike) -> tuple[int, ...] | None:
    """Who could do better alone; none when the shares are in the core.

    When the shares do not add to v(N), the witness is everybody.
    """
    array, n = game_of(values)
    given = shares_for(shares, n)
    slack = rounding(array)
    if abs(given.sum() - array[-1]) > slack:
        return tuple(range(n))
    worst = largest_dissatisfaction(array, given)
    return worst.players if worst.excess > slack else None


def excesses(values: ArrayLike, shares: ArrayLike) -> Floats:
    """The excess of every coalition, by mask."""
    from grandis.sharing.kernels import sums

    array, n = game_of(values)
    return array - sums(shares_for(shares, n))
