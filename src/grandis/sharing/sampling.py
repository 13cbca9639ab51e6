"""The Shapley value of a game too large for all its coalitions."""

from collections.abc import Callable
from math import ceil
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grandis.sharing.coalitions import Floats
from grandis.sharing.errors import GameError

Members = NDArray[np.bool_]

#: Pairs of orders from which the spread is learned.
PILOT = 4_096
BATCH = 64


class Sample(NamedTuple):
    """An estimate of the Shapley value.

    Attributes
    ----------
    shares
        The estimate for each player; they add to v(N).
    margins
        For each player: the exact value lies within this of its share with the
        stated confidence.
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
    between the two; the mean of such a pair is one observation. The first ones
    tell the spread of each player's, and with it how many are needed. That
    number is then fixed: a rule that looked at the margins again and again
    would stop at a lucky moment, and its intervals would hold less often than
    they say (Stein 1945). What happens in fewer than one of some thousand
    orders the first ones may not show.

    Parameters
    ----------
    value
        From a k × n array that says who is in each of k coalitions, their k
        values.
    within
        Draw so many orders that every margin is at most this, in the unit of
        the values.
    most
        Draw no more orders than that.
    confidence
        How often a player's interval, share ± margin, holds its exact value.

    Raises
    ------
    GameError
        When one of these makes no sense, or a value is not a finite number.

    References
    ----------
    J. Castro, D. Gómez and J. Tejada, Polynomial calculation of the Shapley
    value based on sampling, 2009; R. Mitchell, J. Cooper, E. Frank and
    G. Holmes, Sampling permutations for Shapley value estimation, 2022;
    C. Stein, A two-sample test for a linear hypothesis whose power is
    independent of the variance, 1945.
    """
    if n < 1 or not within > 0 or not 0 < confidence < 1 or most < 2 * PILOT:
        raise GameError(
            f"sampling needs players, a margin above 0, a confidence between 0 and 1"
            f" and at least {2 * PILOT} orders; correct them"
        )
    random = np.random.default_rng(seed)
    pilot = np.concatenate(
        [_pairs(value, n, BATCH, random) for _ in range(PILOT // BATCH)]
    )
    # With so many observations Student's distribution is the normal one.
    wide = NormalDist().inv_cdf((1 + confidence) / 2) * pilot.std(axis=0, ddof=1)
    needed = max(PILOT, ceil((float(wide.max()) / within) ** 2))
    pairs = min(needed, most // 2)
    total = pilot.sum(axis=0)
    for done in range(PILOT, pairs, BATCH):
        total += _pairs(value, n, min(BATCH, pairs - done), random).sum(axis=0)
    return Sample(total / pairs, wide / np.sqrt(pairs), 2 * pairs, pairs == needed)


def _pairs(
    value: Callable[[Members], Floats], n: int, count: int, random: np.random.Generator
) -> Floats:
    """What each player adds, by pairs of an order and its reverse."""
    places = random.permuted(np.tile(np.arange(n), (count, 1)), axis=1)
    orders = np.concatenate([places, n - 1 - places])
    present = orders[:, None, :] < np.arange(n + 1)[None, :, None]
    worth = np.asarray(value(present.reshape(-1, n)), dtype=np.float64)
    if worth.shape != (present.shape[0] * (n + 1),) or not np.isfinite(worth).all():
        raise GameError("value must give one finite number for each coalition")
    steps = np.diff(worth.reshape(-1, n + 1), axis=1)
    added = np.take_along_axis(steps, orders, axis=1)
    both: Floats = (added[:count] + added[count:]) / 2
    return both
