"""All coalitions looked at in floats, so that few need exact arithmetic.

Every float answer here carries a bound on its rounding, so that what is left
out is left out for certain.
"""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
BLOCK_BITS = 16


class Survey:
    """The excesses v(S) − x(S), or those by member, of all coalitions.

    The empty coalition and that of all players are left out.
    """

    def __init__(
        self, values: ArrayLike, shares: list[Fraction], per_capita: bool
    ) -> None:
        self.values = np.ascontiguousarray(values, dtype=np.float64)
        self.shares = shares
        self.n = len(shares)
        self.per_capita = per_capita
        self._low = min(self.n, BLOCK_BITS)
        floats = [float(share) for share in shares]
        self._x = _blocks(floats, self._low)
        self._size = _blocks([1.0] * self.n, self._low)
        largest = float(np.abs(self.values).max()) + sum(abs(x) for x in floats)
        #: Twice what n additions, two subtractions and a division can lose.
        self.error = 4 * (self.n + 4) * np.finfo(np.float64).eps * largest

    def exact(self, mask: int) -> Fraction:
        """The excess of one coalition."""
        given = sum(
            (x for i, x in enumerate(self.shares) if mask >> i & 1), Fraction(0)
        )
        excess = Fraction(float(self.values[mask])) - given
        return excess / mask.bit_count() if self.per_capita else excess

    def top(self, span: list[list[int]] | None = None, within: float = 0.0) -> Whole:
        """The coalitions whose excess may be within so much of the largest.

        Those for which every row of `span` adds to nothing are left out.
        """
        best, found = -np.inf, [np.empty(0, dtype=np.int64)]
        heights = [np.empty(0)]
        reach = within + 2 * self.error
        for start, excess in self._excesses(span):
            best = max(best, float(excess.max()))
            near = np.flatnonzero(excess >= best - reach)
            found.append(near + start)
            heights.append(excess[near])
        masks, height = np.concatenate(found), np.concatenate(heights)
        return masks[(height >= best - reach) & (height > -np.inf)]

    def _excesses(self, span: list[list[int]] | None) -> Iterator[tuple[int, Floats]]:
        width = 1 << self._low
        rows = [_whole_blocks(row, self._low) for row in span or ()]
        for block in range(self._x[1].size):
            start = block * width
            excess = self.values[start : start + width] - (
                self._x[0] + self._x[1][block]
            )
            if self.per_capita:
                excess /= np.maximum(self._size[0] + self._size[1][block], 1)
            if rows:
                free = [low + high[block] != 0 for low, high in rows]
                excess[~np.logical_or.reduce(free)] = -np.inf
            if start == 0:
                excess[0] = -np.inf
            if start + width == self.values.size:
                excess[-1] = -np.inf
            yield start, excess


def _blocks(numbers: list[float], low: int) -> tuple[Floats, Floats]:
    return _sums(numbers[:low]), _sums(numbers[low:])


def _sums(numbers: list[float]) -> Floats:
    out = np.zeros(1)
    for number in numbers:
        out = np.concatenate([out, out + number])
    return out


def _whole_blocks(numbers: list[int], low: int) -> tuple[Whole, Whole]:
    out = []
    for part in (numbers[:low], numbers[low:]):
        sums = np.zeros(1, dtype=np.int64)
        for number in part:
            sums = np.concatenate([sums, sums + number])
        out.append(sums)
    return out[0], out[1]
