import numpy as np
import pytest
from tests.sharing.games import superadditive

from grandis.sharing import (
    GameError,
    nucleolus,
    require_monotone,
    require_superadditive,
    shapley,
)
from grandis.sharing.masks import coalition, mask_of, members


def test_it_names_a_coalition() -> None:
    assert coalition(0b101) == "{0, 2}"
    assert coalition(0b101, ["Alpha", "Beta", "Gamma"]) == "{Alpha, Gamma}"
    assert mask_of(members(0b1101)) == 0b1101


@pytest.mark.parametrize("size", [0, 1, 3, 7, 12])
def test_it_refuses_missing_values(size: int) -> None:
    with pytest.raises(GameError, match=rf"2ⁿ coalition values .* here are {size};"):
        shapley(np.zeros(size))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_it_names_the_coalition_without_a_number(bad: float) -> None:
    with pytest.raises(GameError, match=r"coalition \{0, 2\} is -?(nan|inf)"):
        nucleolus([0, 0, 0, 1, 0, bad, 1, 2])


def test_nothing_is_worth_nothing() -> None:
    with pytest.raises(GameError, match="empty coalition is worth 3; it must be"):
        shapley([3, 1])


def test_too_many_players_are_told_what_serves() -> None:
    with pytest.raises(GameError, match=r"26 players are too many.*sample_shapley"):
        shapley(np.broadcast_to(0.0, 1 << 26))


def test_it_names_who_loses_by_a_newcomer() -> None:
    with pytest.raises(GameError, match=r"\{0, 1\} is worth 2, less than \{0\} with 3"):
        require_monotone([0, 3, 1, 2])


def test_it_names_who_loses_by_joining() -> None:
    with pytest.raises(GameError, match=r"\{1\} with 2 and \{0\} with 3 are worth"):
        require_superadditive([0, 3, 2, 4])


def test_it_names_a_newcomer_to_a_large_coalition() -> None:
    values = np.bitwise_count(np.arange(1 << 17)).astype(float)
    require_superadditive(values)
    values[0b111] = 2
    with pytest.raises(GameError, match="not superadditive"):
        require_superadditive(values)


def test_it_accepts_games_that_are_both() -> None:
    require_superadditive(superadditive(1, 6))
    require_monotone(superadditive(1, 6))
