import numpy as np
import pytest
from benchmarks.sharing.coverage import coverage, fair_fees
from tests.sharing.games import Floats

from grandis.sharing import GameError, airport_game, sample_shapley, shapley
from grandis.sharing.sampling import PILOT, Members

COSTS = np.arange(1.0, 41.0)


def runway(members: Members) -> Floats:
    """What coalitions of 40 users of one runway pay together."""
    return np.asarray((members * COSTS).max(axis=1))


def test_an_interval_holds_as_often_as_it_says() -> None:
    """Of 99 % intervals 97 % hold in 200 games, for each of 40 players."""
    held = coverage(200).held
    assert held.min() >= 0.97
    # Intervals for all players together would hold in 99.98 %.
    assert held.mean() <= 0.995


def test_it_draws_until_the_margins_are_as_small_as_asked() -> None:
    found = sample_shapley(runway, 40, within=0.1)
    assert found.reached
    assert found.orders > 2 * PILOT
    assert found.margins.max() == pytest.approx(0.1, rel=1e-3)
    assert found.shares.sum() == pytest.approx(40)
    # Three times what holds in 99 of 100 cases holds for all of 40 players.
    assert (np.abs(found.shares - fair_fees(COSTS)) <= 3 * found.margins).all()


def test_it_finds_the_exact_value_of_a_small_game() -> None:
    costs = [3.0, 5.0, 8.0, 9.0]
    values = airport_game(costs).values

    def look(members: Members) -> Floats:
        return np.asarray(values[members @ (1 << np.arange(4))])

    found = sample_shapley(look, 4, within=0.05, seed=1)
    assert np.abs(found.shares - shapley(values)).max() <= 0.05


def test_the_same_seed_draws_the_same_orders() -> None:
    one = sample_shapley(runway, 40, within=1, seed=7)
    other = sample_shapley(runway, 40, within=1, seed=7)
    assert (one.shares == other.shares).all()


def test_it_says_when_the_margin_was_not_reached() -> None:
    found = sample_shapley(runway, 40, within=1e-6, most=9001)
    assert not found.reached
    assert found.orders == 9000
    assert found.margins.max() > 1e-6


@pytest.mark.parametrize(
    "wrong",
    [{"within": 0}, {"within": 1, "confidence": 1}, {"within": 1, "most": 100}],
)
def test_it_refuses_aims_that_are_none(wrong: dict[str, float]) -> None:
    with pytest.raises(GameError, match="a margin above 0"):
        sample_shapley(runway, 40, **wrong)  # type: ignore[arg-type]


def test_it_refuses_values_that_are_no_numbers() -> None:
    with pytest.raises(GameError, match="one finite number for each coalition"):
        sample_shapley(lambda m: np.full(m.shape[0], np.nan), 3, within=1)
