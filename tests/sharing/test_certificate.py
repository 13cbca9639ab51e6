import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sharing.games import (
    BNF,
    KNOWN,
    bnf,
    by_size,
    random_game,
    superadditive,
    values_of,
)

from grandis import sharing
from grandis.sharing import (
    GameError,
    certify_core,
    certify_nucleolus,
    nucleolus,
    per_capita_nucleolus,
    shapley,
)

HAS_NUCLEOLUS = [g for g in KNOWN if g["id"] != "ibn_ezra"]


@pytest.mark.parametrize("game", HAS_NUCLEOLUS, ids=lambda g: str(g["id"]))
def test_nucleoli_of_textbook_games_are_proven(game: dict[str, Any]) -> None:
    values = values_of(game)
    assert certify_nucleolus(values, nucleolus(values)).verdict == "proven"
    shares = per_capita_nucleolus(values)
    found = certify_nucleolus(values, shares, per_capita=True)
    assert found.verdict == "proven"


@pytest.mark.parametrize(
    "game", BNF, ids=[f"type{g['type']}-n{g['n']}-{g['j']}" for g in BNF]
)
def test_published_nucleoli_are_proven(game: dict[str, Any]) -> None:
    values = bnf(game["type"], game["n"], game["seed"])
    found = certify_nucleolus(values, game["nucleolus"])
    assert found.verdict == "proven", found.sentence
    assert found.exact is not None
    assert sum(found.exact) == values[-1]


@given(st.integers(0, 10**6), st.integers(2, 6), st.sampled_from([1.0, 0.25, 100.0]))
def test_what_is_computed_is_proven(seed: int, n: int, unit: float) -> None:
    values = superadditive(seed, n) * unit
    assert certify_nucleolus(values, nucleolus(values)).verdict == "proven"


@given(st.integers(0, 10**6), st.integers(2, 5))
def test_values_that_are_rounded_are_proven_or_uncertain(seed: int, n: int) -> None:
    values = superadditive(seed, n) / 3
    assert certify_nucleolus(values, nucleolus(values)).verdict != "refuted"


@given(st.integers(0, 10**6), st.integers(3, 6))
def test_other_shares_are_never_proven(seed: int, n: int) -> None:
    values = random_game(seed, n)
    moved = nucleolus(values) + np.array([1e-3, -1e-3, *[0] * (n - 2)])
    assert certify_nucleolus(values, moved).verdict != "proven"


def test_the_certificate_is_about_exact_numbers() -> None:
    found = certify_nucleolus([0, 0, 0, 1, 0, 1, 1, 1], np.full(3, 1 / 3))
    assert [str(x) for x in found.exact or ()] == ["1/3"] * 3
    assert found.distance < 1e-16
    assert found.sentence == "Proven in exact arithmetic: this is the nucleolus."


def test_shares_that_only_look_like_it_are_refused() -> None:
    values = by_size([0, 0, 0, 3, 4, 2, 5])
    found = certify_nucleolus(values, shapley(values))
    assert found.verdict != "proven"
    assert found.sentence.startswith("Not certified as nucleolus: ")


def test_the_core_is_decided_exactly() -> None:
    values = [0, 0, 0, 2, 0, 2, 2, 3]
    assert certify_core(values, [1, 1, 1]).verdict == "proven"
    assert certify_core(values, [1.5, 1, 0.5]).code == "blocked"
    assert certify_core(values, [1, 1, 2]).code == "not_efficient"


def test_what_floats_cannot_tell_is_uncertain() -> None:
    values = np.array([0, 0, 0, 0.2, 0, 0.2, 0.2, 0.3])
    found = certify_core(values, [0.1, 0.1, 0.1 + 1e-16])
    assert found.verdict == "uncertain"
    assert found.code == "within_rounding"
    assert "rounding" in found.sentence


@given(st.integers(0, 10**6), st.integers(2, 5))
def test_proven_core_shares_satisfy_every_coalition(seed: int, n: int) -> None:
    values = superadditive(seed, n)
    found = certify_core(values, np.round(nucleolus(values) * 64) / 64)
    if found.verdict == "proven":
        assert found.exact is not None
        for mask in range(1 << n):
            given_ = sum(x for i, x in enumerate(found.exact) if mask >> i & 1)
            assert given_ >= values[mask]


@pytest.mark.parametrize("certify", [certify_core, certify_nucleolus])
@pytest.mark.parametrize(
    ("values", "shares"),
    [([0, 1, 2], [1, 1]), ([0, 1, 2, np.nan], [1, 1]), ([0, 1, 2, 4], [1, np.inf])],
)
def test_what_is_no_game_is_not_certified(
    certify: Any, values: list[float], shares: list[float]
) -> None:
    with pytest.raises(GameError, match="2 shares cannot be certified for"):
        certify(values, shares)


def test_it_shares_no_code_with_what_computes_shares() -> None:
    folder = Path(sharing.__file__).parent
    used, left = set(), ["certificate"]
    while left:
        used.add(name := left.pop())
        text = (folder / f"{name}.py").read_text()
        assert "numba" not in text
        assert "highspy" not in text
        left += set(re.findall(r"grandis\.sharing\.(\w+)", text)) - used
    assert used == {"certificate", "rational", "survey", "errors", "masks"}
