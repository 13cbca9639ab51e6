"""How often the stated 99 % intervals hold the exact value, at n = 40.

    python -m benchmarks.sharing.coverage [RUNS]

Airport games with random costs, whose Shapley value is known: all who need a
piece of the runway pay the same for it.
"""

import sys
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grandis.sharing.sampling import Members, sample_shapley

Floats = NDArray[np.float64]
USERS = 40


class Coverage(NamedTuple):
    """For each user the part of runs in which its interval held; mean orders."""

    held: Floats
    orders: float


def fair_fees(costs: Floats) -> Floats:
    """The Shapley value of ascending costs of one runway."""
    pieces = np.diff(costs, prepend=0) / np.arange(costs.size, 0, -1)
    return np.cumsum(pieces)


def coverage(runs: int) -> Coverage:
    """Sample so many games, each to 1 % of the largest cost."""
    held, orders = np.zeros(USERS), 0
    for seed in range(runs):
        costs = np.sort(np.random.default_rng([USERS, seed]).uniform(1, 40, USERS))

        def runway(members: Members, costs: Floats = costs) -> Floats:
            return np.asarray((members * costs).max(axis=1))

        found = sample_shapley(runway, USERS, within=0.01 * costs[-1], seed=seed)
        held += np.abs(found.shares - fair_fees(costs)) <= found.margins
        orders += found.orders
    return Coverage(held / runs, orders / runs)


def main(runs: int) -> None:
    held, orders = coverage(runs)
    print(f"{runs} runs, {orders:.0f} orders a run")
    print(f"least covered player {held.min():.1%}, mean {held.mean():.2%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
