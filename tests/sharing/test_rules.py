import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.sharing.games import superadditive
from tests.sharing.opportunities import random_opportunity
from tests.sharing.test_chain import MOULD

from grandis.sharing import (
    RULES,
    GameError,
    bankruptcy_game,
    core_excess,
    core_selecting,
    core_witness,
    equal,
    game_from_bids,
    gately,
    glove_game,
    largest_dissatisfaction,
    least_core,
    nucleolus,
    proportional,
    split,
    table_game,
    talmud,
    tau_value,
    vcg,
)
from grandis.sharing.chain import Bid, Opportunity, award


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6), st.data())
def test_the_talmud_divides_like_the_nucleolus(
    claims: list[int], data: st.DataObject
) -> None:
    estate = data.draw(st.integers(0, sum(claims)))
    game = bankruptcy_game([float(c) for c in claims], estate)
    assert talmud(claims, estate) == pytest.approx(nucleolus(game.values), abs=1e-7)


@pytest.mark.parametrize(("claims", "estate"), [([1, 2], 4), ([1, 2], -1)])
def test_the_talmud_needs_an_estate_below_the_claims(
    claims: list[float], estate: float
) -> None:
    with pytest.raises(GameError, match="between 0 and the sum of claims, 3"):
        talmud(claims, estate)


def test_simple_divisions() -> None:
    assert equal(12, 4).tolist() == [3, 3, 3, 3]
    assert proportional(12, [1, 2, 3]).tolist() == [2, 4, 6]
    with pytest.raises(GameError, match="divide equally instead"):
        proportional(12, [0, 0])


def test_the_core_names_who_would_leave() -> None:
    values = [0, 0, 0, 4, 0, 0, 0, 4]
    assert core_witness(values, [2, 2, 0]) is None
    assert core_witness(values, [1, 1, 2]) == (0, 1)
    assert core_witness(values, [1, 1, 1]) == (0, 1, 2)
    assert core_excess(values, [1, 1, 2]) == 2
    assert largest_dissatisfaction(values, [1, 1, 2]).players == (0, 1)


@given(st.integers(0, 10**6), st.integers(2, 6))
def test_the_least_core_is_what_the_nucleolus_begins_with(seed: int, n: int) -> None:
    values = superadditive(seed, n)
    found = least_core(values)
    assert found.shares.sum() == pytest.approx(values[-1])
    assert core_excess(values, found.shares) == pytest.approx(found.excess, abs=1e-7)
    assert found.excess <= core_excess(values, nucleolus(values)) + 1e-7


@given(st.integers(0, 10**6), st.integers(2, 6))
def test_core_selecting_premiums_cannot_be_undercut(seed: int, n: int) -> None:
    values = superadditive(seed, n)
    premiums = core_selecting(values)
    assert (premiums >= 0).all()
    assert (premiums <= vcg(values) + 1e-7).all()
    everybody = values.size - 1
    for mask in range(1, values.size):
        asked = sum(x for i, x in enumerate(premiums) if mask >> i & 1)
        assert asked <= values[-1] - values[everybody ^ mask] + 1e-6


def test_premiums_come_as_near_to_vcg_as_the_core_lets_them() -> None:
    # Day and Cramton's geometry: only the sum is limited, so both lose the same.
    values = np.array([0, 2, 6, 10.0])
    assert vcg(values).tolist() == [4, 8]
    assert core_selecting(values) == pytest.approx([3, 7])


def test_vcg_is_chosen_where_it_is_in_the_core() -> None:
    values = [0, 5, 5, 8]
    assert core_selecting(values) == pytest.approx([3, 3])


def test_premiums_need_that_all_together_are_worth_most() -> None:
    with pytest.raises(GameError, match=r"\{0\} is worth 9, more than all"):
        core_selecting([0, 9, 1, 5])


def test_the_tau_value_says_why_it_is_not_defined() -> None:
    with pytest.raises(GameError, match="tau value is not defined"):
        tau_value([0, 0, 0, 5, 0, 5, 5, 6])
    with pytest.raises(GameError, match="Gately point is not defined"):
        gately([0, 0, 0, 6, 0, 6, 6, 6])


@given(st.integers(0, 10**6), st.sampled_from(sorted(RULES)))
def test_every_rule_stays_within_the_budget(seed: int, rule: str) -> None:
    opportunity = random_opportunity(seed)
    assume(award(opportunity).winners)
    game = game_from_bids(opportunity)
    try:
        found = split(game, rule)
    except GameError:
        assert rule in ("nucleolus", "per_capita_nucleolus", "tau")
        return
    assert found.rest >= -1e-6 or rule == "vcg"


@given(st.integers(0, 10**6))
def test_the_default_rule_never_pays_below_a_bid(seed: int) -> None:
    opportunity = random_opportunity(seed)
    assume(award(opportunity).winners)
    found = split(game_from_bids(opportunity))
    assert (found.shares >= -1e-9).all()
    assert found.rest >= -1e-9


def test_a_split_says_what_is_proven() -> None:
    proven = split(glove_game(["A"], ["B", "C"]), "nucleolus").certificate
    assert proven is not None
    assert proven.verdict == "proven"
    refuted = split(glove_game(["A"], ["B", "C"])).certificate
    assert refuted is not None
    assert (refuted.verdict, refuted.code) == ("refuted", "blocked")


def test_vcg_may_be_a_deficit() -> None:
    found = split(table_game([0, 0, 0, 10]), "vcg")
    assert found.shares.tolist() == [10, 10]
    assert found.rest == -10


def test_it_refuses_rules_that_do_not_exist() -> None:
    with pytest.raises(GameError, match="rule 'best' does not exist; use one of shap"):
        split(table_game([0, 1]), "best")


def test_what_has_no_weights_is_not_divided_by_them() -> None:
    with pytest.raises(GameError, match="no bids, claims or costs"):
        split(table_game([0, 0, 0, 1]), "proportional")


def test_no_gain_is_nothing_to_share() -> None:
    dear = Opportunity(
        price=1,
        steps=["a"],
        members=["A"],
        bids=[Bid(member="A", steps=["a"], price=2)],
    )
    with pytest.raises(GameError, match="there is no gain to share"):
        game_from_bids(dear)


def test_winners_carry_their_bids() -> None:
    game = game_from_bids(MOULD)
    assert game.players == ("Alpha", "Beta")
    assert game.weights is not None
    assert game.weights.tolist() == [30, 40]
    assert game.gain == 30
