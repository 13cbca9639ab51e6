from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from grandis.sharing.rational import Row, combination, null_space, solve

entries = st.integers(-9, 9).map(Fraction)


def square(n: int) -> st.SearchStrategy[list[Row]]:
    row = st.lists(entries, min_size=n, max_size=n)
    return st.lists(row, min_size=n, max_size=n)


def product(rows: list[Row], vector: Row) -> Row:
    return [
        sum((x * y for x, y in zip(row, vector, strict=True)), Fraction(0))
        for row in rows
    ]


@given(square(4), st.lists(entries, min_size=4, max_size=4))
def test_a_solution_solves_and_a_null_space_vanishes(
    rows: list[Row], vector: Row
) -> None:
    found = solve(rows, product(rows, vector))
    basis = null_space(rows, 4)
    assert (found == vector) == (not basis)
    assert all(not any(product(rows, null)) for null in basis)


def test_contradicting_equations_have_no_solution() -> None:
    one = [Fraction(1)]
    assert solve([one, one], [Fraction(1), Fraction(2)]) is None


@given(square(3))
def test_weights_add_up_or_a_plane_separates(columns: list[Row]) -> None:
    right = [Fraction(1), Fraction(0), Fraction(0)]
    last: list[Row] = []

    def price(prices: Row) -> int:
        last.append(prices)
        worth = [sum(x * y for x, y in zip(c, prices, strict=True)) for c in columns]
        return next((i for i, x in enumerate(worth) if x > 0), -1)

    found = combination(3, right, lambda i: columns[i], price)
    if found is None:
        # Farkas: no column is on the side on which the right-hand side is.
        assert price(last[-1]) == -1
        assert sum(x * y for x, y in zip(right, last[-1], strict=True)) > 0
    else:
        assert all(weight > 0 for weight in found.values())
        for row in range(3):
            assert sum(w * columns[i][row] for i, w in found.items()) == right[row]
