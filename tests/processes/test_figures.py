import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandis.processes.figures import (
    Figure,
    FromEntry,
    FromRow,
    entered,
    leaves,
    propagate,
    walk,
)

SOURCE = FromRow("t.csv", "r", "c", "read")


def figure(low, expected, high, source=SOURCE):
    return Figure(low, expected, high, "-", source)


POSITIVE = st.floats(0.01, 1000)


@st.composite
def ranges(draw):
    low, expected, high = sorted(draw(st.tuples(POSITIVE, POSITIVE, POSITIVE)))
    return figure(low, expected, high)


@given(st.lists(ranges(), min_size=1, max_size=5))
def test_ranges_nest_whatever_they_come_from(inputs):
    named = {f"x{n}": each for n, each in enumerate(inputs)}

    def mixed(**x):
        values = list(x.values())
        return values[0] * sum(values) / values[-1]

    result = propagate(mixed, named, "-", "mixed")

    assert result.low <= result.expected <= result.high
    assert result.low > 0


@given(ranges(), ranges())
def test_independent_factors_combine_in_quadrature(one, other):
    result = propagate(lambda a, b: a * b, {"a": one, "b": other}, "-", "product")

    up = math.hypot(
        math.log(one.high / one.expected), math.log(other.high / other.expected)
    )
    assert result.high == pytest.approx(result.expected * math.exp(up), rel=1e-9)


@given(ranges())
def test_one_uncertain_input_passes_on_its_range(one):
    result = propagate(lambda a: 3 * a, {"a": one}, "-", "triple")

    assert result.low == pytest.approx(3 * one.low)
    assert result.high == pytest.approx(3 * one.high)


def test_a_falling_formula_turns_the_range_round():
    result = propagate(lambda a: 1 / a, {"a": figure(1, 2, 4)}, "-", "inverse")

    assert (result.low, result.expected, result.high) == pytest.approx((0.25, 0.5, 1))


def test_amounts_of_either_sign_combine_without_logarithms():
    inputs = {"a": figure(1, 2, 3), "b": figure(1, 2, 3)}

    result = propagate(lambda a, b: a - b, inputs, "-", "difference")

    assert result.high == pytest.approx(math.sqrt(2))
    assert result.low == pytest.approx(-math.sqrt(2))


def test_a_range_that_does_not_nest_is_refused():
    with pytest.raises(ValueError, match="not a range"):
        figure(2, 1, 3)


def test_the_leaves_share_the_spread_and_the_largest_stands_first():
    wide = figure(1, 2, 4, FromEntry("customer", "wide"))
    narrow = figure(1.9, 2, 2.1, FromEntry("customer", "narrow"))
    product = propagate(lambda a, b: a * b, {"a": wide, "b": narrow}, "-", "ab")
    again = propagate(lambda c, d: c + d, {"c": product, "d": narrow}, "-", "cd")

    found = leaves(again)

    assert [leaf.figure.source.field for leaf in found] == ["wide", "narrow"]
    assert sum(leaf.share for leaf in found) == pytest.approx(1)


def test_walking_meets_every_figure():
    exact = entered(2.0, "mm", "customer", "wall")
    twice = propagate(lambda a: 2 * a, {"a": exact}, "mm", "twice")

    assert list(walk(twice)) == [twice, exact]
    assert twice.certain
    assert exact.row is None
    assert figure(1, 1, 1).row == SOURCE
