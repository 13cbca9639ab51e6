import msgspec
import pytest
from benchmarks.sharing.opportunities import opportunity
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.sharing.opportunities import random_opportunity, replaceable
from tests.sharing.test_chain import MOULD

from grandis.sharing import (
    GameError,
    advice,
    award,
    game_from_bids,
    split,
    strategy_check,
)


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


def test_the_default_rule_keeps_its_promises_on_published_opportunities() -> None:
    """No deficit, nobody below its bid, at most 3 % by inflating it."""
    parts = []
    for number in range(40):
        case = opportunity(number)
        found = split(game_from_bids(case))
        assert found.rest >= -1e-9
        assert (found.shares >= -1e-9).all()
        parts += [told.part for told in strategy_check(case, ["shapley"])]
    assert 0 < sum(parts) / len(parts) <= 0.03


def test_the_coordinator_is_told_parts_and_no_names() -> None:
    opportunity = replaceable(4)
    told = {r.values["rule"]: r for r in advice(opportunity)}
    parts = [t.part for t in strategy_check(opportunity, ["equal"])]
    assert told["equal"].values == {
        "rule": "equal",
        "mean": pytest.approx(sum(parts) / 4, abs=1e-3),
        "most": pytest.approx(max(parts), abs=1e-3),
    }
    assert told["vcg"].values == {"rule": "vcg", "mean": 0, "most": 0}
    assert told["nucleolus"].code == "undefined"
    assert not any(name in r.sentence for r in told.values() for name in ("M0", "M1"))


def test_of_two_winners_the_coordinator_is_told_nothing() -> None:
    assert [r.code for r in advice(MOULD)] == ["too_few_winners"]


def test_without_a_chain_there_is_no_advice() -> None:
    with pytest.raises(GameError, match="no gain to share"):
        advice(msgspec.structs.replace(MOULD, price=1))
