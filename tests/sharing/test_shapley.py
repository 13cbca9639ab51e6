import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sharing.games import (
    Floats,
    added_in_orders,
    orders,
    permutation_shapley,
    random_game,
    sums,
    superadditive,
)

from grandis.sharing import (
    GameError,
    contributions,
    shapley,
    shapley_range,
    weighted_shapley,
)


@st.composite
def games(draw: st.DrawFn, most: int = 7) -> Floats:
    n = draw(st.integers(1, most))
    numbers = st.integers(-1000, 1000)
    rest = draw(st.lists(numbers, min_size=2**n - 1, max_size=2**n - 1))
    return np.array([0.0, *rest])


@given(games())
def test_the_shares_add_to_the_value_of_all(values: Floats) -> None:
    assert shapley(values).sum() == pytest.approx(values[-1], abs=1e-9)


@given(games(8))
def test_it_is_the_average_over_all_orders(values: Floats) -> None:
    assert shapley(values) == pytest.approx(permutation_shapley(values), abs=1e-9)


@given(games(), st.randoms(use_true_random=False))
def test_names_do_not_matter(values: Floats, random) -> None:  # type: ignore[no-untyped-def]
    n = values.size.bit_length() - 1
    order = list(range(n))
    random.shuffle(order)
    masks = np.arange(values.size)
    moved = sum((masks >> i & 1) << order[i] for i in range(n))
    renamed = np.empty_like(values)
    renamed[moved] = values
    assert shapley(renamed)[order] == pytest.approx(shapley(values), abs=1e-9)


@given(games(6))
def test_who_adds_the_same_everywhere_gets_the_same(values: Floats) -> None:
    # One more player, who is to all others what the first is to them.
    twins = np.concatenate([values, values])
    twins[values.size :: 2] = values[1::2]
    assert shapley(twins)[0] == pytest.approx(shapley(twins)[-1], abs=1e-9)


@given(games(6), st.integers(-50, 50))
def test_who_adds_the_same_to_all_gets_that(values: Floats, alone: int) -> None:
    joined = np.concatenate([values, values + alone])
    shares = shapley(joined)
    assert shares[-1] == pytest.approx(alone, abs=1e-9)
    assert shares[:-1] == pytest.approx(shapley(values), abs=1e-9)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 7))
def test_the_sum_of_games_is_shared_as_the_games_are(a: int, b: int, n: int) -> None:
    one, other = random_game(a, n), random_game(b, n)
    assert shapley(one + 3 * other) == pytest.approx(
        shapley(one) + 3 * shapley(other), abs=1e-9
    )


def test_it_is_right_across_many_blocks() -> None:
    shares = np.random.default_rng(4).random(15)
    additive = sums(shares)
    assert shapley(additive + additive**2) == pytest.approx(
        shares + shares * shares.sum(), rel=1e-12
    )


@given(games())
def test_equal_weights_change_nothing(values: Floats) -> None:
    n = values.size.bit_length() - 1
    found = weighted_shapley(values, np.full(n, 2.5))
    assert found == pytest.approx(shapley(values), abs=1e-9)


def test_a_joint_gain_is_divided_by_weight() -> None:
    unanimity = np.zeros(8)
    unanimity[7] = 12
    assert weighted_shapley(unanimity, [1, 2, 3]) == pytest.approx([2, 4, 6])


@given(games(5), st.data())
def test_weights_are_chances_to_come_late(values: Floats, data: st.DataObject) -> None:
    """The last of all is drawn by weight, then the last of the others, and so on."""
    n = values.size.bit_length() - 1
    weights = np.array(data.draw(st.lists(st.integers(1, 9), min_size=n, max_size=n)))
    by_order = weights[orders(n)]
    chances = (by_order / np.cumsum(by_order, axis=1)).prod(axis=1)
    assert chances.sum() == pytest.approx(1)
    assert weighted_shapley(values, weights) == pytest.approx(
        chances @ added_in_orders(values), abs=1e-8
    )


@given(games(6))
def test_contributions_are_those_in_all_orders(values: Floats) -> None:
    added = added_in_orders(values)
    found = contributions(values)
    assert found.least == pytest.approx(added.min(axis=0))
    assert found.most == pytest.approx(added.max(axis=0))
    assert found.average == pytest.approx(added.mean(axis=0), abs=1e-9)
    n = values.size.bit_length() - 1
    assert found.first.tolist() == [values[1 << i] for i in range(n)]
    assert found.last.tolist() == [values[-1] - values[~(1 << i)] for i in range(n)]


@pytest.mark.parametrize("weights", [[1, 0, 1], [1, 1], [1, -1, 1], [1, np.nan, 1]])
def test_it_refuses_weights_that_are_none(weights: list[float]) -> None:
    with pytest.raises(GameError, match="3 players need 3 positive weights"):
        weighted_shapley(np.zeros(8), weights)


@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(0, 20))
def test_known_bounds_hold_every_game_between_them(
    seed: int, n: int, width: int
) -> None:
    values = superadditive(seed, n)
    spread = np.random.default_rng(seed).integers(0, width + 1, (2, values.size))
    spread[:, 0] = 0
    low, high = shapley_range(values - spread[0], values + spread[1])
    assert (low <= shapley(values) + 1e-9).all()
    assert (high >= shapley(values) - 1e-9).all()


def test_bounds_without_width_are_the_value() -> None:
    values = superadditive(3, 5)
    low, high = shapley_range(values, values)
    assert low == pytest.approx(shapley(values))
    assert high == pytest.approx(shapley(values))


def test_it_refuses_bounds_that_cross() -> None:
    with pytest.raises(GameError, match="swap them"):
        shapley_range([0, 2], [0, 1])
