"""One linear program of the sequence that leads to the nucleolus, on HiGHS.

Columns are the n shares and the excess that is minimised; row 0 says that the
shares add to v(N), every other row that one coalition's excess stays below::

    x(S) + scale(S) · excess ≥ v(S)
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grandis.errors import UnsolvedError
from grandis.sharing.coalitions import Floats

#: On values of at most 1.
TOLERANCE = 1e-10
VIOLATED = 2e-10
POSITIVE = 1e-7
INDEPENDENT = 1e-7


class Free:
    """The directions in which shares can still move."""

    def __init__(self, n: int) -> None:
        self._basis = np.ones((1, n)) / np.sqrt(n)
        self._random = np.random.default_rng(n)

    @property
    def left(self) -> int:
        """How many there are."""
        return int(self._basis.shape[1] - self._basis.shape[0])

    def settle(self, row: Floats) -> None:
        """Take away the direction in which this sum of shares changes."""
        rest = self._rest(row)
        length = np.linalg.norm(rest)
        if length > INDEPENDENT:
            self._basis = np.vstack([self._basis, self._rest(rest / length)])

    def knows(self, row: Floats) -> bool:
        """Whether this sum of shares can no longer change."""
        return bool(self.known(row[None])[0])

    def known(self, rows: Floats) -> NDArray[np.bool_]:
        """For each of these sums of shares whether it can no longer change."""
        return np.asarray(np.linalg.norm(self._rest(rows), axis=1) <= INDEPENDENT)

    def somewhere(self) -> Floats:
        """A random free direction: settled sums add to nothing along it."""
        return self._rest(self._random.standard_normal(self._basis.shape[1]))

    def _rest(self, row: Floats) -> Floats:
        for _ in range(2):
            row = row - (row @ self._basis.T) @ self._basis
        return row


class Program:
    """Rows added as they are violated, fixed as they are proven tight.

    Values are divided by `unit`, one by one, so that tolerances mean the same
    in every game; a second array of all values would cost as much as the first.
    `scale` goes by size, or by coalition, and then in the unit of the values.
    """

    def __init__(
        self, values: Floats, scale: Floats, lowest: Floats, unit: float
    ) -> None:
        self.values = values
        self.unit = unit
        self.scale = scale
        self.lowest = lowest / unit
        self.n = lowest.size
        self.excess = 0.0
        self.shares = np.zeros(self.n)
        self._masks: list[int] = [values.size - 1]
        self._open: dict[int, int] = {}
        self._equations: list[tuple[Floats, float, float, int]] = []
        self._stage = 0
        self._highs = self._empty_program()
        whole = np.ones(self.n)
        self._equations.append((whole, 0.0, self._value(-1), 0))
        self._add([1 << i for i in range(self.n)])
        self._add([values.size - 1 ^ 1 << i for i in range(self.n)])

    def minimise(self, free: Free) -> None:
        """Find the smallest excess of the coalitions that are not settled."""
        from grandis.sharing.kernels import violated

        found = np.empty(max(64, self.values.size >> 12), dtype=np.int64)
        while True:
            self._run()
            count = violated(
                self.values,
                self.shares * self.unit,
                self.scale,
                (self.excess + VIOLATED) * (1 if self._by_value else self.unit),
                free.somewhere(),
                found,
            )
            worst = self._worst(found[:count])
            if not worst:
                return
            self._add(worst)

    def settle(self, free: Free) -> None:
        """Fix what is tight in every solution: rows with a positive dual."""
        solution = self._highs.getSolution()
        duals = np.array(solution.row_dual)
        reduced = np.array(solution.col_dual)
        tight = [row for row in self._open if duals[row] > POSITIVE]
        bound = [i for i in range(self.n) if reduced[i] > POSITIVE]
        if not tight:
            raise UnsolvedError("HiGHS gave no positive dual; the nucleolus is unknown")
        self._stage += 1
        for row in tight:
            self._fix(row, free)
        for player in bound:
            self._fix_alone(player, free)
        if free.left and self._open:
            self._release(free)

    def _release(self, free: Free) -> None:
        """Let go of the rows whose coalitions are settled without being tight."""
        rows = list(self._open)
        known = free.known(self._bits([self._open[row] for row in rows]))
        for row in np.array(rows)[known].tolist():
            del self._open[row]
            self._highs.changeRowBounds(row, -np.inf, np.inf)

    def polished(self) -> Floats:
        """The shares from the tight rows alone, as one system of equations."""
        matrix = np.zeros((len(self._equations), self.n + self._stage))
        right = np.array([equation[2] for equation in self._equations])
        for at, (row, scale, _, stage) in enumerate(self._equations):
            matrix[at, : self.n] = row
            if scale:
                matrix[at, self.n + stage - 1] = scale
        answer: Floats = np.linalg.lstsq(matrix, right, rcond=None)[0][: self.n]
        return answer

    def _empty_program(self) -> Any:
        from grandis.sharing.solver import Solver

        highs = Solver()
        highs.setOptionValue("presolve", "off")
        highs.setOptionValue("solver", "simplex")
        highs.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
        highs.setOptionValue("dual_feasibility_tolerance", TOLERANCE)
        for lowest in self.lowest:
            highs.addCol(0.0, float(lowest), np.inf, 0, [], [])
        highs.addCol(1.0, -np.inf, np.inf, 0, [], [])
        total = self._value(-1)
        highs.addRow(total, total, self.n, np.arange(self.n), np.ones(self.n))
        return highs

    @property
    def _by_value(self) -> bool:
        return self.scale.size == self.values.size

    def _value(self, mask: int) -> float:
        return float(self.values[mask]) / self.unit

    def _scale(self, mask: int) -> float:
        if self._by_value:
            return float(self.scale[mask]) / self.unit
        return float(self.scale[mask.bit_count()])

    def _bits(self, masks: list[int]) -> Floats:
        bits = np.array(masks)[:, None] >> np.arange(self.n) & 1
        return bits.astype(np.float64)

    def _row(self, row: int) -> Floats:
        bits: Floats = self._bits([self._masks[row]])[0]
        return bits

    def _add(self, masks: list[int]) -> None:
        scales = [self._scale(mask) for mask in masks]
        kept = [(m, c) for m, c in zip(masks, scales, strict=True) if c > 0]
        if not kept:
            return
        first = len(self._masks)
        self._masks += [mask for mask, _ in kept]
        self._open.update((first + k, mask) for k, (mask, _) in enumerate(kept))
        entries = np.column_stack(
            [self._bits([mask for mask, _ in kept]), [scale for _, scale in kept]]
        )
        rows, columns = np.nonzero(entries)
        self._highs.addRows(
            len(kept),
            np.array([self._value(mask) for mask, _ in kept]),
            np.full(len(kept), np.inf),
            rows.size,
            np.searchsorted(rows, np.arange(len(kept))).astype(np.int32),
            columns.astype(np.int32),
            entries[rows, columns],
        )

    def _run(self) -> None:
        self._highs.run()
        self._highs.require_optimum("the nucleolus is")
        found = np.array(self._highs.getSolution().col_value)
        self.shares, self.excess = found[: self.n], float(found[self.n])

    def _worst(self, masks: Any) -> list[int]:
        """The most violated of these coalitions, at most twice as many as players."""
        bits = masks[:, None] >> np.arange(self.n) & 1
        scale = np.array([self._scale(mask) for mask in masks.tolist()])
        over = self.values[masks] / self.unit - bits @ self.shares
        over -= scale * self.excess
        order = np.argsort(-over)[: 2 * self.n]
        known = set(self._open.values())
        return [int(mask) for mask in masks[order] if int(mask) not in known]

    def _fix(self, row: int, free: Free) -> None:
        mask = self._open.pop(row)
        scale = self._scale(mask)
        value = self._value(mask)
        new = not free.knows(self._row(row))
        right = value - scale * self.excess
        self._highs.changeCoeff(row, self.n, 0.0)
        self._highs.changeRowBounds(
            row, right if new else -np.inf, right if new else np.inf
        )
        self._equations.append((self._row(row), scale, value, self._stage))
        free.settle(self._row(row))

    def _fix_alone(self, player: int, free: Free) -> None:
        lowest = float(self.lowest[player])
        row = np.eye(self.n)[player]
        self._highs.changeColBounds(player, lowest, lowest)
        self._equations.append((row, 0.0, lowest, 0))
        free.settle(row)
