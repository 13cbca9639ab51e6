"""The compromises between what players add and what they can insist on."""

import numpy as np
from numpy.typing import ArrayLike

from grandis.sharing.coalitions import (
    Floats,
    game_of,
    rounding,
    singles,
    to_the_grand,
)
from grandis.sharing.errors import GameError


def tau_value(values: ArrayLike) -> Floats:
    """The efficient point between minimal rights and utopia payoffs.

    A player's utopia payoff is v(N) − v(N∖i); its minimal right is the most
    that some coalition leaves to it after paying the others their utopia.

    Raises
    ------
    GameError
        When the game is not quasi-balanced; names why.

    References
    ----------
    S. H. Tijs, Bounds for the core and the τ-value, 1981.
    """
    from grandis.sharing.kernels import most_for_each

    array, n = game_of(values)
    utopia = to_the_grand(array, n)
    rights = most_for_each(array, utopia) + utopia
    _require_quasi_balance(array, rights, utopia)
    return _between(rights, utopia, float(array[-1]))


def _require_quasi_balance(array: Floats, rights: Floats, utopia: Floats) -> None:
    slack = rounding(array)
    above = np.flatnonzero(rights > utopia + slack)
    if above.size:
        i = int(above[0])
        raise GameError(
            f"the tau value is not defined: {{who}} can insist on {rights[i]:,.10g},"
            f" more than the {utopia[i]:,.10g} it adds; use shapley",
            who=1 << i,
        )
    if not rights.sum() - slack <= array[-1] <= utopia.sum() + slack:
        raise GameError(
            f"the tau value is not defined: v(N) = {array[-1]:,.10g} is not between all"
            f" minimal rights, {rights.sum():,.10g}, and all utopia payoffs,"
            f" {utopia.sum():,.10g}; use shapley"
        )


def gately(values: ArrayLike) -> Floats:
    """The point at which every player has the same propensity to disrupt.

    Raises
    ------
    GameError
        When nobody adds anything beyond what it has alone, but together they
        gain.

    References
    ----------
    D. Gately, Sharing the gains from regional cooperation, 1974.
    """
    array, n = game_of(values)
    alone = singles(array, n)
    utopia = to_the_grand(array, n)
    spread = float((utopia - alone).sum())
    if abs(spread) <= rounding(array) < abs(array[-1] - alone.sum()):
        raise GameError(
            "the Gately point is not defined: no player adds more than it has alone;"
            " use shapley"
        )
    return _between(alone, utopia, float(array[-1]))


def _between(low: Floats, high: Floats, total: float) -> Floats:
    """The point on the line from `low` to `high` whose entries add to `total`."""
    spread = float((high - low).sum())
    part = (total - float(low.sum())) / spread if spread else 0.0
    return low + part * (high - low)
