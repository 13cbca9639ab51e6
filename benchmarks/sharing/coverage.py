"""How often the stated 99 % intervals hold the exact value, at n = 40.

    python -m benchmarks.sharing.coverage [RUNS]

Airport games with random costs, whose Shapley value is known.
"""

import sys

import numpy as np

from grandis.sharing.sampling import sample_shapley


def main(runs: int) -> None:
    held = np.zeros(40)
    orders = []
    for seed in range(runs):
        costs = np.sort(np.random.default_rng([40, seed]).uniform(1, 40, 40))
        exact = np.cumsum(np.diff(costs, prepend=0) / np.arange(40, 0, -1))
        found = sample_shapley(
            lambda members, costs=costs: (members * costs).max(axis=1),
            40,
            within=0.01 * costs[-1],
            seed=seed,
        )
        held += np.abs(found.shares - exact) <= found.margins
        orders.append(found.orders)
    print(f"{runs} runs, {np.mean(orders):.0f} orders a run")
    print(
        f"least covered player {held.min() / runs:.1%}, mean {held.mean() / runs:.2%}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
