"""Linear algebra and linear programs in exact rational numbers."""

from collections.abc import Callable, Sequence
from fractions import Fraction

Row = list[Fraction]


def solve(rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> Row | None:
    """The only solution of these equations; none when there is not exactly one."""
    width = len(rows[0])
    table, pivots = reduced([[*row, b] for row, b in zip(rows, right, strict=True)])
    if len(pivots) != width or pivots[-1] == width:
        return None
    return [table[i][-1] for i in range(width)]


def reduced(rows: Sequence[Row]) -> tuple[list[Row], list[int]]:
    """The reduced row echelon form without zero rows, and its pivot columns."""
    table: list[Row] = []
    pivots: list[int] = []
    for row in rows:
        rest = list(row)
        for done, column in zip(table, pivots, strict=True):
            _subtract(rest, done, rest[column])
        column = next((i for i, x in enumerate(rest) if x), -1)
        if column < 0:
            continue
        rest = [x / rest[column] for x in rest]
        for done in table:
            _subtract(done, rest, done[column])
        table.append(rest)
        pivots.append(column)
    order = sorted(range(len(pivots)), key=pivots.__getitem__)
    return [table[i] for i in order], [pivots[i] for i in order]


def _subtract(row: Row, other: Row, times: Fraction) -> None:
    if times:
        for i, x in enumerate(other):
            if x:
                row[i] -= times * x


def null_space(rows: Sequence[Row], width: int) -> list[Row]:
    """A basis of what these rows map to nothing."""
    table, pivots = reduced(rows)
    basis = []
    for free in (i for i in range(width) if i not in pivots):
        vector = [Fraction(0)] * width
        vector[free] = Fraction(1)
        for row, column in zip(table, pivots, strict=True):
            vector[column] = -row[free]
        basis.append(vector)
    return basis


def combination(
    height: int, right: Row, column: Callable[[int], Row], price: Callable[[Row], int]
) -> dict[int, Fraction] | None:
    """Weights ≥ 0 under which columns add to `right` ≥ 0; none if there are none.

    The first phase of the simplex method with Bland's rule, which cannot cycle.

    Parameters
    ----------
    column
        The column of an index.
    price
        The smallest index of a column whose product with these prices is
        positive, or −1.
    """
    basis = [-1 - i for i in range(height)]
    inverse = [[Fraction(int(i == j)) for j in range(height)] for i in range(height)]
    amounts = list(right)
    while any(amounts[i] for i in range(height) if basis[i] < 0):
        prices = [
            sum((inverse[i][j] for i in range(height) if basis[i] < 0), Fraction(0))
            for j in range(height)
        ]
        entering = price(prices)
        if entering < 0:
            return None
        entry = column(entering)
        change = [
            sum(
                (x * y for x, y in zip(row, entry, strict=True) if x and y), Fraction(0)
            )
            for row in inverse
        ]
        leaving = min(
            (i for i in range(height) if change[i] > 0),
            key=lambda i: (amounts[i] / change[i], basis[i]),
        )
        _pivot(inverse, amounts, change, leaving)
        basis[leaving] = entering
    return {b: x for b, x in zip(basis, amounts, strict=True) if b >= 0 and x}


def _pivot(inverse: list[Row], amounts: Row, change: Row, leaving: int) -> None:
    inverse[leaving] = [x / change[leaving] for x in inverse[leaving]]
    amounts[leaving] /= change[leaving]
    for i, times in enumerate(change):
        if i != leaving and times:
            _subtract(inverse[i], inverse[leaving], times)
            amounts[i] -= times * amounts[leaving]
