import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.sharing.opportunities import random_opportunity
from tests.sharing.test_chain import MOULD

from grandis.sharing import (
    RULES,
    Bid,
    GameError,
    Opportunity,
    award,
    explain,
    game_from_bids,
    split,
    strategy_check,
    table_game,
    waterfall,
)
from grandis.sharing.explaining import SENTENCES, WORDS
from grandis.sharing.waterfall import bars

SPLIT = split(game_from_bids(MOULD))


def test_the_issuer_is_told_everything_behind_a_share() -> None:
    told = {r.code: r for r in explain(SPLIT, "issuer")}
    assert told["adds"].values == {"player": "Beta", "amount": 5.0}
    assert told["alone"].values == {"player": "Beta", "amount": 10.0}
    assert told["limited_by"].values == {
        "player": "Beta",
        "coalition": "{Alpha}",
        "value": 25.0,
        "excess": 2.5,
    }
    assert told["gain"].values == {"gain": 30.0, "rest": 0.0}
    assert told["dissatisfied"].values == {"coalition": "{Alpha}", "excess": 2.5}
    assert told["all_claim"].values["coalition"] == "{Alpha}"
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
    assert all(
        f"{p}: bids" in [b.name for b in bars(found)] for p in found.game.players
    )


def test_every_rule_has_words() -> None:
    assert set(WORDS) == set(RULES)
    assert len(SENTENCES) == 15


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


def test_the_waterfall_falls_from_the_price_to_the_shares() -> None:
    assert [(b.kind, b.start, b.end) for b in bars(SPLIT)] == [
        ("total", 0, 100),
        ("cost", 100, 70),
        ("cost", 70, 30),
        ("total", 0, 30),
        ("share", 30, 7.5),
        ("share", 7.5, 0),
    ]


def test_the_picture_carries_names_safely() -> None:
    game = table_game([0, 1, 2, 5], ["<b>", "A & B"])
    drawn = waterfall(split(game, "core_selecting"))
    assert "&lt;b&gt;: share" in drawn
    assert "A &amp; B: share" in drawn
    assert "<b>" not in drawn


def test_inflating_gains_what_the_rule_leaves_open() -> None:
    told = strategy_check(MOULD, ["shapley", "vcg", "equal"], [0.1, 10.0])
    found = {(t.rule, t.member): t.gains for t in told}
    # 3 more asked and won at 33: its share falls by what each order loses.
    assert found["vcg", "Alpha"][0] == pytest.approx(0)
    assert found["equal", "Alpha"] == pytest.approx((1.5, -15))
    assert all(gains[1] <= 0 for gains in found.values())


@given(st.integers(0, 10**6))
def test_no_bid_is_inflated_with_profit_under_vcg(seed: int) -> None:
    opportunity = random_opportunity(seed, members=4, steps=3)
    single = msgspec.structs.replace(
        opportunity,
        bids=[
            msgspec.structs.replace(b, alternative="", only_with=[])
            for b in opportunity.bids
        ],
    )
    assume(award(single).winners)
    for told in strategy_check(single, ["vcg"], [0.05, 0.2]):
        assert told.best == pytest.approx(0, abs=1e-9)
