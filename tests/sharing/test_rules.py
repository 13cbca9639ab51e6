from math import floor

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.sharing.games import superadditive
from tests.sharing.opportunities import random_opportunity
from tests.sharing.test_chain import MOULD

from grandis.errors import GrandisError
from grandis.sharing import (
    RULES,
    GameError,
    bankruptcy_game,
    core_excess,
    core_witness,
    equal,
    game_from_bids,
    gately,
    glove_game,
    in_whole_units,
    largest_dissatisfaction,
    least_core,
    nucleolus,
    proportional,
    split,
    table_game,
    talmud,
    tau_value,
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


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=9))
def test_whole_units_add_to_what_there_is(shares: list[float]) -> None:
    found = in_whole_units(shares)
    assert found.sum() in {floor(sum(shares)), round(sum(shares))}
    assert (np.abs(found - shares) < 1 + 1e-5).all()


def test_what_rounding_leaves_goes_to_who_lost_most() -> None:
    assert in_whole_units([10 / 3] * 3).tolist() == [4, 3, 3]
    assert in_whole_units([1.5, 2.9, 0.6]).tolist() == [1, 3, 1]
    assert in_whole_units([0.1 + 0.2 + 0.7 - 1e-12, -2.0]).tolist() == [1, -2]
    with pytest.raises(GameError, match="shares must be finite"):
        in_whole_units([np.nan])


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
    assert core_excess(values, nucleolus(values)) == pytest.approx(
        found.excess, abs=1e-7
    )


def test_the_tau_value_says_why_it_is_not_defined() -> None:
    with pytest.raises(GameError, match=r"v\(N\) = 10 is not between .*, 12, and"):
        tau_value([0, 4, 4, 5, 4, 5, 5, 10])
    with pytest.raises(GameError, match=r"\{0\} can insist on 4, more than the 0 it"):
        tau_value([0, 4, 5, 5])
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


numbers = st.sampled_from([0.0, 1.0, -1.0, 1e99, -1e99, 1e-300]) | st.floats(-9, 9)


@given(
    st.integers(1, 3).flatmap(
        lambda n: st.lists(numbers, min_size=2**n - 1, max_size=2**n - 1)
    ),
    st.sampled_from(sorted(RULES)),
)
def test_a_rule_divides_or_says_why_not(values: list[float], rule: str) -> None:
    game = table_game([0, *values])
    try:
        found = split(game, rule)
    except GrandisError:
        return
    assert np.isfinite(found.shares).all()
    if rule not in ("core_selecting", "vcg", "talmud"):
        assert abs(found.rest) <= 1e-9 * np.abs(game.values).max()


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


def test_errors_call_players_by_their_names() -> None:
    game = table_game([0, 9, 1, 5], ["Alpha", "Beta"])
    for rule in ("core_selecting", "vcg", "talmud"):
        with pytest.raises(GameError, match=r"\{Alpha\} is worth 9, more than all"):
            split(game, rule)
    with pytest.raises(GameError, match=r"\{Alpha\} can insist on 9, more than the 4"):
        split(game, "tau")
    with pytest.raises(GameError, match=r"value of coalition \{Beta\} is nan"):
        table_game([0, 1, np.nan, 5], ["Alpha", "Beta"])


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
