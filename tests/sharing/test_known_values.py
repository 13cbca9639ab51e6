"""Published answers; `data/README.md` says whose."""

from typing import Any

import numpy as np
import pytest
from tests.sharing.games import BNF, KNOWN, answer, bnf, values_of

from grandis.errors import InputError
from grandis.sharing import (
    gately,
    modiclus,
    nucleolus,
    prenucleolus,
    proportional_nucleolus,
    shapley,
    tau_value,
)

RULES = {
    "shapley": shapley,
    "shapley_savings": shapley,
    "nucleolus": nucleolus,
    "nucleolus_savings": nucleolus,
    "prenucleolus": prenucleolus,
    "tau": tau_value,
    "gately": gately,
    "modiclus": modiclus,
    "proportional_nucleolus": proportional_nucleolus,
}
CASES = [(g, rule) for g in KNOWN for rule in RULES if isinstance(g.get(rule), list)]


def close(found: Any, known: Any, total: float, digits: float = 1e-8) -> bool:
    limit = digits * max(np.abs(known).max(), total)
    return bool(np.abs(found - known).max() <= limit)


@pytest.mark.parametrize(
    ("game", "rule"), CASES, ids=[f"{g['id']}-{rule}" for g, rule in CASES]
)
def test_it_finds_the_published_answer(game: dict[str, Any], rule: str) -> None:
    values = values_of(game)
    # Printed with that many decimals; all other answers are exact.
    decimals = {"proportional_nucleolus": 2, "tau": 6}.get(rule)
    printed = 1e-8 + (0.5 * 10**-decimals / values[-1] if decimals else 0)
    assert close(RULES[rule](values), answer(game[rule]), values[-1], printed)


def test_every_game_has_an_answer_that_is_tested() -> None:
    tested = {game["id"] for game, _ in CASES}
    assert tested == {game["id"] for game in KNOWN}
    assert len(KNOWN) == 19


def test_costs_are_shared_as_savings_are() -> None:
    game = next(g for g in KNOWN if g["id"] == "tva")
    alone = np.array(game["costs"][:3])
    values = values_of(game)
    assert close(alone - shapley(values), np.array(game["cost_shapley"]), values[-1])
    assert close(
        alone - nucleolus(values), np.array(game["cost_nucleolus"]), values[-1]
    )


def test_a_game_without_imputation_has_no_nucleolus() -> None:
    game = next(g for g in KNOWN if g["id"] == "ibn_ezra")
    with pytest.raises(InputError, match=r"alone they have 250, together 120"):
        nucleolus(values_of(game))


@pytest.mark.parametrize(
    "game", BNF, ids=[f"type{g['type']}-n{g['n']}-{g['j']}" for g in BNF]
)
def test_it_finds_the_nucleoli_of_benedek_fliege_nguyen(game: dict[str, Any]) -> None:
    values = bnf(game["type"], game["n"], game["seed"])
    assert close(nucleolus(values), np.array(game["nucleolus"]), values[-1])
