"""The picture of a split."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.sharing.opportunities import random_opportunity
from tests.sharing.test_chain import MOULD

from grandis.sharing import award, game_from_bids, split, table_game, waterfall
from grandis.sharing.waterfall import LABEL, PLOT, WORDS, bars

SVG = "{http://www.w3.org/2000/svg}"
SPLIT = split(game_from_bids(MOULD))


def test_it_falls_from_the_price_to_the_shares() -> None:
    assert bars(SPLIT) == [
        ("price", "", 0, 100),
        ("bids", "Alpha", 100, 70),
        ("bids", "Beta", 70, 30),
        ("gain", "", 0, 30),
        ("share", "Alpha", 30, 7.5),
        ("share", "Beta", 7.5, 0),
    ]


@given(st.integers(0, 10**6), st.sampled_from(["shapley", "core_selecting", "vcg"]))
def test_all_bars_fit_and_add_up(seed: int, rule: str) -> None:
    opportunity = random_opportunity(seed)
    assume(award(opportunity).winners)
    found = split(game_from_bids(opportunity), rule)
    kinds = {kind: [b for b in bars(found) if b.kind == kind] for kind in WORDS}
    assert [b.player for b in kinds["bids"]] == list(found.game.players)
    assert sum(b.amount for b in kinds["bids"]) + found.game.gain == pytest.approx(
        opportunity.price
    )
    rest = sum(b.amount for b in kinds["rest"])
    missing = sum(b.amount for b in kinds["deficit"])
    assert rest - missing == pytest.approx(found.rest, abs=1e-6)
    for bar in ET.fromstring(waterfall(found)).iter(f"{SVG}rect"):
        assert float(bar.get("x", "nan")) >= LABEL
        right = float(bar.get("x", "nan")) + float(bar.get("width", "nan"))
        assert right <= LABEL + PLOT + 1


def test_names_cannot_break_out_of_it() -> None:
    game = table_game([0, 1, 2, 5], ["<b>\x07", "A & B " + "x" * 40])
    picture = ET.fromstring(waterfall(split(game, "core_selecting")))
    told = [text.text for text in picture.iter(f"{SVG}text")]
    assert told[2] == "<b>\ufffd: share"
    assert str(told[4]).startswith("A & B xxx")
    assert str(told[4]).endswith("…")


def test_it_tells_who_does_not_see_it() -> None:
    picture = ET.fromstring(waterfall(SPLIT))
    assert picture.findtext(f"{SVG}title") == "Who gets what of 30.00 by shapley"
    assert picture.findtext(f"{SVG}desc") == (
        "Price 100.00; Alpha: bids 30.00; Beta: bids 40.00; Gain 30.00;"
        " Alpha: share 22.50; Beta: share 7.50"
    )


def test_it_speaks_another_language() -> None:
    words = {**WORDS, "price": "Kaina"}
    picture = ET.fromstring(waterfall(SPLIT, words, lambda x: f"{x:.0f} EUR"))
    told = [text.text for text in picture.iter(f"{SVG}text")]
    assert told[:2] == ["Kaina", "100 EUR"]


def test_a_deficit_has_a_bar() -> None:
    found = bars(split(table_game([0, 0, 0, 10]), "vcg"))
    assert found[-1] == ("deficit", "", 0, -10)
    assert found[-1].amount == 10
