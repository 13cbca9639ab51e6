from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sharing.opportunities import best_gain, random_opportunity

from grandis.sharing import GameError, require_monotone, shapley
from grandis.sharing.chain import (
    Bid,
    Opportunity,
    award,
    chain_game,
    coalition_values,
)

MOULD = Opportunity(
    price=100,
    steps=["mould", "moulding"],
    members=["Alpha", "Beta", "Gamma"],
    bids=[
        Bid(member="Alpha", steps=["mould"], price=30),
        Bid(member="Alpha", steps=["mould", "moulding"], price=75, alternative="all"),
        Bid(member="Beta", steps=["moulding"], price=40),
        Bid(member="Gamma", steps=["mould"], price=50),
    ],
)


def test_every_coalition_gains_what_its_bids_allow() -> None:
    assert coalition_values(MOULD).tolist() == [0, 25, 0, 30, 0, 25, 10, 30]


def test_the_default_game_is_about_the_winners() -> None:
    game = chain_game(MOULD)
    assert game.award.winners == (0, 1)
    assert game.award.bids == (0, 2)
    assert game.without == 0
    assert game.values.tolist() == [0, 25, 10, 30]
    assert shapley(game.values).tolist() == [22.5, 7.5]


@given(st.integers(0, 10**6))
def test_dynamic_programming_finds_what_trying_all_finds(seed: int) -> None:
    opportunity = random_opportunity(seed, members=4, steps=3)
    found = coalition_values(opportunity)
    assert found.tolist() == [best_gain(opportunity, mask) for mask in range(16)]


@given(st.integers(0, 10**6))
def test_the_chain_game_is_read_from_the_values(seed: int) -> None:
    opportunity = random_opportunity(seed)
    values = coalition_values(opportunity)
    game = chain_game(opportunity)
    winners = sum(1 << w for w in game.award.winners)
    rest = values.size - 1 ^ winners
    for mask in range(game.values.size):
        some = sum(1 << w for k, w in enumerate(game.award.winners) if mask >> k & 1)
        assert game.values[mask] == values[rest | some] - values[rest]
    assert game.award.gain == values[-1]


@given(st.integers(0, 10**6))
def test_the_award_is_a_chain_that_holds(seed: int) -> None:
    opportunity = random_opportunity(seed)
    found = award(opportunity)
    bids = [opportunity.bids[number] for number in found.bids]
    if found.gain:
        assert sorted(s for b in bids for s in b.steps) == sorted(opportunity.steps)
        assert opportunity.price - sum(b.price for b in bids) == found.gain
    names = {opportunity.members[w] for w in found.winners}
    assert {bid.member for bid in bids} == names


@given(st.integers(0, 10**6))
def test_more_members_never_gain_less(seed: int) -> None:
    require_monotone(coalition_values(random_opportunity(seed)))


def changed(**fields: Any) -> Opportunity:
    return msgspec.structs.replace(MOULD, **fields)


@pytest.mark.parametrize(
    ("opportunity", "message"),
    [
        (changed(steps=[]), "1 to 16 steps, here are 0"),
        (changed(members=[]), "needs members"),
        (changed(members=["Alpha", "Alpha"]), "member 'Alpha' is listed twice"),
        (changed(price=float("nan")), "the price, nan, must be 0 or more"),
        (changed(members=["Alpha", "Beta"]), "bid 4: member 'Gamma' does not exist"),
        (
            changed(bids=[Bid(member="Beta", steps=["paint"], price=1)]),
            "bid 1: step 'paint' does not exist",
        ),
        (changed(bids=[Bid(member="Beta", steps=[], price=1)]), "needs steps"),
        (
            changed(bids=[Bid(member="Beta", steps=["mould"], price=-1)]),
            "bid 1: its price, -1, must be 0 or more",
        ),
        (
            changed(
                bids=[Bid(member="Beta", steps=["mould"], price=1, only_with=["z"])]
            ),
            "bid 1: 'Beta' has no bid 'z'",
        ),
    ],
)
def test_it_says_what_contradicts(opportunity: Opportunity, message: str) -> None:
    with pytest.raises(GameError, match=message):
        coalition_values(opportunity)


def test_too_many_ways_are_refused() -> None:
    steps = [f"s{i}" for i in range(14)]
    bids = [Bid(member="Alpha", steps=[step], price=1) for step in steps]
    wide = Opportunity(price=20, steps=steps, members=["Alpha"], bids=bids)
    with pytest.raises(GameError, match="mark some as alternatives"):
        coalition_values(wide)
