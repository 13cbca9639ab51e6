import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sharing.games import Floats, superadditive

from grandis.errors import UnsolvedError
from grandis.sharing import GameError, core_selecting, vcg
from grandis.sharing.projection import nearest
from grandis.sharing.solver import Solver


def members(mask: int, n: int) -> list[int]:
    return [i for i in range(n) if mask >> i & 1]


def most_in_the_core(values: Floats, goal: Floats, total: float | None) -> float:
    """The largest goal · π of premiums in the core, by one program with all rows."""
    n = goal.size
    highs = Solver()
    premiums = [highs.addVariable(0, np.inf) for _ in range(n)]
    for mask in range(1, 1 << n):
        left = values[-1] - values[values.size - 1 ^ mask]
        highs.addConstr(sum(premiums[i] for i in members(mask, n)) <= left)
    if total is not None:
        highs.addConstr(sum(premiums[1:], premiums[0] * 1.0) >= total - 1e-9)
    worth = [float(x) * p for x, p in zip(goal, premiums, strict=True)]
    highs.maximize(sum(worth[1:], worth[0]))
    highs.require_optimum("the most is")
    return highs.getObjectiveValue()


def test_the_auction_of_day_and_cramton() -> None:
    """Two items, five bids: the two winners pay 17 and 15, VCG asks for 14 and 12.

    R. Day and P. Cramton 2012: bids of 28 and 14 for A, 20 and 12 for B, 32 for both.
    """
    bids = [(28, 0b01), (20, 0b10), (32, 0b11), (14, 0b01), (12, 0b10)]
    values = np.zeros(32)
    for mask in range(32):
        some = [bids[i] for i in members(mask, 5)]
        values[mask] = max(
            [0, *(price for price, _ in some)]
            + [p + q for p, a in some for q, b in some if a & b == 0]
        )
    assert vcg(values) == pytest.approx([28 - 14, 20 - 12, 0, 0, 0])
    assert core_selecting(values) == pytest.approx([28 - 17, 20 - 15, 0, 0, 0])


@given(st.integers(0, 10**6), st.integers(2, 5))
def test_premiums_are_the_largest_in_the_core_and_nearest_to_vcg(
    seed: int, n: int
) -> None:
    """No way on to other such premiums leads nearer: d·π ≤ d·π* for d = VCG − π*."""
    values = superadditive(seed, n)
    premiums = core_selecting(values)
    total = most_in_the_core(values, np.ones(n), None)
    assert premiums.sum() == pytest.approx(total, abs=1e-6)
    away = vcg(values) - premiums
    assert most_in_the_core(values, away, total) <= away @ premiums + 1e-5


@given(st.integers(0, 10**6), st.integers(2, 6))
def test_no_set_of_players_could_be_saved_for_its_premiums(seed: int, n: int) -> None:
    values = superadditive(seed, n)
    premiums = core_selecting(values)
    assert (premiums >= 0).all()
    assert (premiums <= vcg(values) + 1e-7).all()
    for mask in range(1, values.size):
        asked = premiums[members(mask, n)].sum()
        assert asked <= values[-1] - values[values.size - 1 ^ mask] + 1e-6


def test_what_vcg_pays_too_much_all_lose_alike() -> None:
    values = np.array([0, 2, 6, 10.0])
    assert vcg(values).tolist() == [4, 8]
    assert core_selecting(values) == pytest.approx([3, 7])


@pytest.mark.parametrize("rule", [vcg, core_selecting])
def test_premiums_need_that_all_together_are_worth_most(rule: object) -> None:
    with pytest.raises(GameError, match=r"\{0\} is worth 9, more than all"):
        rule([0, 9, 1, 5])  # type: ignore[operator]


def test_constraints_without_a_point_have_no_nearest() -> None:
    rows, least = np.array([[1.0, 0], [0, 1]]), np.array([2.0, 2])
    with pytest.raises(UnsolvedError, match="contradict each other"):
        nearest(np.zeros(2), rows, least, 3.0)
