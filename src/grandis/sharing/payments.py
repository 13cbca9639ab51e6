"""VCG premiums, and the core-selecting payments that come nearest to them."""

import numpy as np
from numpy.typing import ArrayLike

from grandis.sharing.coalitions import (
    Floats,
    game_of,
    magnitude,
    require_best_together,
    to_the_grand,
)
from grandis.sharing.projection import nearest


def vcg(values: ArrayLike) -> Floats:
    """What each player adds to all others: v(N) − v(N∖i).

    Paid as premiums, no player gains by a wrong bid; but together they may be
    more than v(N), which is then a deficit.

    Raises
    ------
    GameError
        When a coalition is worth more than all players together.

    References
    ----------
    W. Vickrey 1961; E. Clarke 1971; T. Groves 1973.
    """
    array, n = game_of(values)
    require_best_together(array)
    return to_the_grand(array, n)


def core_selecting(values: ArrayLike) -> Floats:
    """Premiums that no coalition can undercut, as near to VCG as possible.

    Premiums π are in the core when π(A) ≤ v(N) − v(N∖A) for every set A: the
    buyer and the others could not do better without A. Among those with the
    largest sum (the bidders' optimum) the nearest to VCG is taken. What they
    leave of v(N) is the buyer's.

    Raises
    ------
    GameError
        When a coalition is worth more than all players together.

    References
    ----------
    R. Day and P. Cramton, Quadratic core-selecting payment rules for
    combinatorial auctions, Operations Research 60, 2012.
    """
    array, n = game_of(values)
    require_best_together(array)
    size = magnitude(array)
    core = _Core(array / size, n)
    return np.maximum(core.nearest_to(to_the_grand(core.values, n)), 0) * size


class _Core:
    """The core constraints that have been needed so far."""

    def __init__(self, values: Floats, n: int) -> None:
        self.values = values
        self.n = n
        whole = values.size - 1
        self._masks = [whole, *(1 << i for i in range(n) if n > 1)]

    def nearest_to(self, point: Floats) -> Floats:
        total = self._largest_sum()
        while True:
            rows, limits = self._constraints()
            rows = np.vstack([-rows, np.eye(self.n)])
            least = np.concatenate([-limits, np.zeros(self.n)])
            premiums = nearest(point, rows, least, total)
            if not self._grow(premiums):
                return premiums

    def _largest_sum(self) -> float:
        while True:
            premiums = self._most()
            if not self._grow(premiums):
                return float(premiums.sum())

    def _constraints(self) -> tuple[Floats, Floats]:
        masks = np.array(self._masks)
        rows = (masks[:, None] >> np.arange(self.n) & 1).astype(np.float64)
        limits = self.values[-1] - self.values[(self.values.size - 1) ^ masks]
        return rows, np.maximum(limits, 0)

    def _most(self) -> Floats:
        from grandis.sharing.solver import Solver

        highs = Solver()
        players = [highs.addVariable(0, np.inf) for _ in range(self.n)]
        for row, limit in zip(*self._constraints(), strict=True):
            at = np.flatnonzero(row)
            highs.addRow(-np.inf, float(limit), at.size, at, np.ones(at.size))
        highs.maximize(sum(players[1:], players[0] * 1.0))
        highs.require_optimum("the core-selecting premiums are")
        return np.array(highs.getSolution().col_value)

    def _grow(self, premiums: Floats) -> bool:
        """Add the worst sets whose premiums others could save; whether any."""
        from grandis.sharing.kernels import violated

        found = np.empty(max(64, self.values.size >> 12), dtype=np.int64)
        left = float(self.values[-1] - premiums.sum())
        ones = np.ones(self.n + 1)
        count = violated(
            self.values, premiums, ones, left + 1e-9, np.arange(1.0, self.n + 1), found
        )
        new = set((self.values.size - 1 ^ found[:count]).tolist()) - set(self._masks)
        self._masks.extend(sorted(new))
        return bool(new)
