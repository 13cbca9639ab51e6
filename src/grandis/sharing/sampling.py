"""The Shapley value of a game too large for all its coalitions."""

from collections.abc import Callable
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grandis.sharing.coalitions import Floats
from grandis.sharing.errors import GameError

Members = NDArray[np.bool_]

#: Orders drawn before the spread is believed.
LEAST_ORDERS = 4_000
BATCH = 64


class Sample(NamedTuple):
    """An estimate of the Shapley value.

    Attributes
    ----------
    shares
        The estimate for each player; they add to v(N).
    margins
        The exact values of all players together lie within these of `shares`
        with the stated confidence.
    orders
        How many orders of arrival were drawn.
    reached
        Whether every margin is as small as was asked for.
    """

    shares: Floats
    margins: Floats
    orders: int
    reached: bool


def sample_shapley(
    value: Callable[[Members], Floats],
    n: int,
    *,
    within: float,
    most: int = 1_000_000,
    confidence: float = 0.99,
    seed: int = 0,
) -> Sample:
    """Estimate the Shapley value from random orders of arrival.

    Every order is followed by its reverse, which cancels much of the chance
    between the two; the mean of such a pair is one observation. The confidence
    is that of all n intervals together (Bonferroni), so that of a single one is
    higher. The margins are looked at whenever half as many orders more have
    been drawn, not after each, which would stop at a lucky moment.

    Parameters
    ----------
    value
        From a k × n array that says who is in each of k coalitions, their k
        values.
    within
        Stop when every margin is at most this, in the unit of the values.
    most
        Stop after so many orders at the latest.

    References
    ----------
    J. Castro, D. Gómez and J. Tejada, Polynomial calculation of the Shapley
    value based on sampling, 2009; R. Mitchell, J. Cooper, E. Frank and
    G. Holmes, Sampling permutations for Shapley value estimation, 2022.
    """
    if n < 1 or not within > 0 or not 0 < confidence < 1 or most < LEAST_ORDERS:
        raise GameError(
            f"sampling needs players, a margin above 0, a confidence between 0 and 1"
            f" and at least {LEAST_ORDERS} orders; correct them"
        )
    random = np.random.default_rng(seed)
    factor = NormalDist().inv_cdf(1 - (1 - confidence) / (2 * n))
    pairs, mean, spread = 0, np.zeros(n), np.zeros(n)
    look = LEAST_ORDERS // 2
    while True:
        while pairs < look:
            found = _pairs(value, n, random)
            pairs, mean, spread = _merge(pairs, mean, spread, found)
        margins = factor * np.sqrt(spread / (pairs - 1) / pairs)
        reached = bool(margins.max() <= within)
        if reached or 2 * look >= most:
            return Sample(mean, margins, 2 * pairs, reached)
        look = min(look + look // 2, most // 2)


def _pairs(
    value: Callable[[Members], Floats], n: int, random: np.random.Generator
) -> Floats:
    """What each player adds, by pairs of an order and its reverse."""
    places = random.permuted(np.tile(np.arange(n), (BATCH, 1)), axis=1)
    orders = np.concatenate([places, n - 1 - places])
    present = orders[:, None, :] < np.arange(n + 1)[None, :, None]
    worth = np.asarray(value(present.reshape(-1, n)), dtype=np.float64)
    if worth.shape != (present.shape[0] * (n + 1),) or not np.isfinite(worth).all():
        raise GameError("value must give one finite number for each coalition")
    steps = np.diff(worth.reshape(-1, n + 1), axis=1)
    added = np.take_along_axis(steps, orders, axis=1)
    both: Floats = (added[:BATCH] + added[BATCH:]) / 2
    return both


def _merge(
    count: int, mean: Floats, spread: Floats, found: Floats
) -> tuple[int, Floats, Floats]:
    """Mean and sum of squared deviations with new rows (Chan et al. 1979)."""
    new = found.shape[0]
    centre = found.mean(axis=0)
    total = count + new
    away = centre - mean
    return (
        total,
        mean + away * (new / total),
        spread + ((found - centre) ** 2).sum(axis=0) + away**2 * (count * new / total),
    )
