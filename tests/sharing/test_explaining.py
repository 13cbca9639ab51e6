import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.sharing.opportunities import random_opportunity, replaceable
from tests.sharing.test_chain import MOULD

from grandis.sharing import (
    RULES,
    Bid,
    GameError,
    Opportunity,
    advice,
    airport_game,
    award,
    explain,
    game_from_bids,
    split,
    table_game,
)
from grandis.sharing.explaining import SENTENCES, WORDS

SPLIT = split(game_from_bids(MOULD))


def test_the_issuer_is_told_everything_behind_a_share() -> None:
    told = {r.code: r for r in explain(SPLIT, "issuer")}
    assert told["adds"].values == {"player": "Beta", "amount": 5.0}
    assert told["alone"].values == {"player": "Beta", "amount": 10.0}
    assert told["joins"].values == {
        "player": "Beta",
        "least": 5.0,
        "most": 10.0,
        "average": 7.5,
    }
    assert told["limited_by"].values == {
        "player": "Beta",
        "coalition": "{Alpha}",
        "value": 25.0,
        "excess": 2.5,
    }
    assert told["gain"].values == {"gain": 30.0, "rest": 0.0}
    assert told["dissatisfied"].values == {"coalition": "{Alpha}", "excess": 2.5}
    assert told["claim"].values == {"coalition": "{Beta, Gamma}", "excess": 2.5}
    assert explain(SPLIT, "trustee") == explain(SPLIT, "issuer")


def test_a_member_is_told_its_own_share_and_the_rule() -> None:
    told = explain(SPLIT, "member", "Alpha")
    assert [r.code for r in told] == ["own_share", "own_bid", "rule"]
    assert told[0].sentence == "Your share of the joint gain is 22.50."
    assert told[1].values == {"bid": 30.0, "total": 52.5}


def test_nothing_else_of_others_reaches_a_member() -> None:
    """Two opportunities in which all that is another's differs, but not the share."""
    others = [
        Opportunity(
            price=200,
            steps=["mould", "moulding"],
            members=["Alpha", "Beta", "Gamma", "Delta"],
            bids=[
                Bid(member="Alpha", steps=["mould"], price=30),
                Bid(member="Beta", steps=["mould"], price=52),
                Bid(member="Gamma", steps=["moulding"], price=won),
                Bid(member="Delta", steps=["moulding"], price=lost),
            ],
        )
        for won, lost in ((40, 44), (21, 73))
    ]
    one, other = (split(game_from_bids(o)) for o in others)
    assert explain(one, "member", "Alpha") == explain(other, "member", "Alpha")
    assert explain(one, "issuer") != explain(other, "issuer")


@given(st.integers(0, 10**6), st.sampled_from(sorted(RULES)))
def test_every_reason_has_a_sentence(seed: int, rule: str) -> None:
    opportunity = random_opportunity(seed)
    assume(award(opportunity).winners)
    try:
        found = split(game_from_bids(opportunity), rule)
    except GameError:
        assume(False)
    for reason in explain(found, "issuer"):
        assert "{" not in reason.sentence or "coalition" in reason.values
        assert reason.sentence.endswith(".")


def test_every_rule_has_words() -> None:
    assert set(WORDS) == set(RULES)


def test_every_sentence_is_said_somewhere() -> None:
    both = Bid(member="Gamma", steps=["mould", "moulding"], price=120)
    content = msgspec.structs.replace(MOULD, bids=[MOULD.bids[0], MOULD.bids[2], both])
    told = [
        *explain(SPLIT, "issuer"),
        *explain(SPLIT, "member", "Alpha"),
        *explain(split(game_from_bids(content)), "issuer"),
        *explain(split(table_game([0, 0, 0, 10]), "vcg"), "issuer"),
        *explain(split(airport_game([1] * 21), "equal"), "issuer"),
        *explain(split(table_game([0, 1, 2, 9]), "nucleolus"), "trustee"),
        *advice(MOULD),
        *advice(replaceable(3), ["shapley", "nucleolus"]),
    ]
    assert {reason.code for reason in told} == set(SENTENCES)


def test_what_is_not_proven_is_said() -> None:
    told = explain(split(airport_game([1] * 21), "nucleolus"), "issuer")
    sentences = [reason.sentence for reason in told]
    assert (
        "Whether the shares are right is not proven: for 21 players that takes too"
        " long." in sentences
    )


@pytest.mark.parametrize(
    ("audience", "member", "message"),
    [
        ("member", "Gamma", "member 'Gamma' has no share in this split"),
        ("public", "", "audience 'public' does not exist; use issuer"),
    ],
)
def test_others_are_told_nothing(audience: str, member: str, message: str) -> None:
    with pytest.raises(GameError, match=message):
        explain(SPLIT, audience, member)  # type: ignore[arg-type]


def test_a_deficit_is_said() -> None:
    codes = [r.code for r in explain(split(table_game([0, 0, 0, 10]), "vcg"), "issuer")]
    assert "deficit" in codes
