"""The Shapley value, plain and weighted."""

from math import factorial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from grandis.sharing.coalitions import Floats, game_of, singles, to_the_grand
from grandis.sharing.errors import GameError


def shapley(values: ArrayLike) -> Floats:
    """What each player adds, on average over all orders of arrival.

    One pass over the values: a player's share is a weighted sum over the
    coalitions that it is in, less one over all, and the former come for all
    players from halving an array n times.

    Parameters
    ----------
    values
        2ⁿ coalition values by bit mask, n ≤ 25.

    Returns
    -------
    ndarray
        n shares, which add to v(N).

    References
    ----------
    L. S. Shapley, A value for n-person games, 1953.
    """
    from grandis.sharing.kernels import weigh_by_size

    array, n = game_of(values)
    return weigh_by_size(array, n, *size_weights(n))


def size_weights(n: int) -> tuple[Floats, Floats]:
    """The weight of a coalition of each size, for who is in it and who is not."""
    inside = [factorial(s - 1) * factorial(n - s) for s in range(1, n + 1)]
    return (
        np.array([0, *(weight / factorial(n) for weight in inside)]),
        np.array([*(weight / factorial(n) for weight in inside), 0]),
    )


def weighted_shapley(values: ArrayLike, weights: ArrayLike) -> Floats:
    """The Shapley value in which dividends are divided by given weights.

    Parameters
    ----------
    values
        2ⁿ coalition values by bit mask, n ≤ 25.
    weights
        A positive number for each player; equal ones give `shapley`.

    References
    ----------
    E. Kalai and D. Samet, On weighted Shapley values, 1987.
    """
    from grandis.sharing.kernels import divide_by_weight, dividends

    array, n = game_of(values)
    parts = positive(weights, n)
    totals = array.copy()
    dividends(totals)
    return divide_by_weight(totals, parts / parts.max())


class Contributions(NamedTuple):
    """What each player adds to others, v(S ∪ i) − v(S).

    Attributes
    ----------
    first, last
        When nobody, and when everybody else, is there.
    least, most
        Among all coalitions it can join.
    average
        Over all orders of arrival: the Shapley value.
    """

    first: Floats
    last: Floats
    least: Floats
    most: Floats
    average: Floats


def contributions(values: ArrayLike) -> Contributions:
    """What each player adds, from several points of view.

    Parameters
    ----------
    values
        2ⁿ coalition values by bit mask, n ≤ 25.
    """
    array, n = game_of(values)
    pairs = (array.reshape(-1, 2, 1 << player) for player in range(n))
    ranges = [
        (added.min(), added.max()) for added in (p[:, 1] - p[:, 0] for p in pairs)
    ]
    least, most = np.array(ranges).T
    return Contributions(
        singles(array, n), to_the_grand(array, n), least, most, shapley(array)
    )


def positive(weights: ArrayLike, n: int) -> Floats:
    """The weights as floats.

    Raises
    ------
    GameError
        When there is not one positive finite number for each player.
    """
    array = np.ascontiguousarray(weights, dtype=np.float64)
    if array.shape != (n,) or not (np.isfinite(array) & (array > 0)).all():
        raise GameError(
            f"{n} players need {n} positive weights; here are {array.tolist()}"
        )
    return array


def shapley_range(lower: ArrayLike, upper: ArrayLike) -> tuple[Floats, Floats]:
    """Between what the Shapley value lies when values are known within bounds.

    Parameters
    ----------
    lower, upper
        2ⁿ bounds on coalition values by bit mask.

    Returns
    -------
    tuple of ndarray
        The least and the largest share of each player.
    """
    from grandis.sharing.kernels import weigh_by_size

    low, n = game_of(lower)
    high, others = game_of(upper)
    if n != others or (low > high).any():
        raise GameError("lower bounds must lie below as many upper bounds; swap them")
    inside, outside = size_weights(n)
    none = np.zeros(n + 1)
    return (
        weigh_by_size(low, n, inside, none) + weigh_by_size(high, n, none, outside),
        weigh_by_size(high, n, inside, none) + weigh_by_size(low, n, none, outside),
    )
