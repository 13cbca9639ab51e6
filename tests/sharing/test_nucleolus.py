from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sharing.exact_nucleolus import exact_nucleolus
from tests.sharing.games import (
    KNOWN,
    Floats,
    answer,
    random_game,
    sums,
    superadditive,
    values_of,
)

from grandis.errors import UnsolvedError
from grandis.sharing import (
    certify_nucleolus,
    nucleolus,
    per_capita_nucleolus,
    prenucleolus,
)
from grandis.sharing.solver import Solver

seeds = st.integers(0, 10**6)
#: Games of up to six players with a published nucleolus.
SMALL = [
    game
    for game in KNOWN
    if isinstance(game.get("nucleolus"), list) and answer(game["nucleolus"]).size <= 6
]


@given(seeds, st.integers(1, 7))
def test_it_divides_all_and_gives_nobody_less_than_alone(seed: int, n: int) -> None:
    values = superadditive(seed, n)
    shares = nucleolus(values)
    assert shares.sum() == pytest.approx(values[-1])
    assert (shares >= values[1 << np.arange(n)] - 1e-7).all()


@given(seeds, st.integers(2, 6), st.integers(1, 9))
def test_units_and_private_gains_do_not_matter(seed: int, n: int, unit: int) -> None:
    values = superadditive(seed, n)
    private = np.random.default_rng(seed).integers(-9, 9, n).astype(float)
    moved = nucleolus(unit * values + sums(private))
    assert moved == pytest.approx(unit * nucleolus(values) + private, abs=1e-6)


@given(seeds, st.integers(3, 6), st.data())
def test_a_part_of_the_players_would_divide_the_same(
    seed: int, n: int, data: st.DataObject
) -> None:
    """Davis and Maschler's reduced game, on zero-monotonic games (Sobolev 1975)."""
    values = superadditive(seed, n)
    shares = nucleolus(values)
    stay = data.draw(st.sets(st.integers(0, n - 1), min_size=1).map(sorted))
    assert prenucleolus(reduced(values, shares, stay)) == pytest.approx(
        shares[stay], abs=1e-6
    )


def reduced(values: Floats, shares: Floats, stay: list[int]) -> Floats:
    """The game of those who stay, who may call others and pay them their shares."""
    masks = np.arange(values.size)
    kept = sum((masks >> i & 1) << k for k, i in enumerate(stay))
    gone = [i for i in range(shares.size) if i not in stay]
    paid = sum(((masks >> i & 1) * shares[i] for i in gone), np.zeros(values.size))
    out = np.full(1 << len(stay), -np.inf)
    np.maximum.at(out, kept, values - paid)
    out[0], out[-1] = 0, values[-1] - shares[gone].sum()
    return out


@pytest.mark.parametrize("make", [random_game, superadditive])
@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_an_exact_solver_finds_the_same_in_fifty_random_games(
    n: int, make: Callable[[int, int], Floats]
) -> None:
    """500 games in all; the certificates are about the same fractions."""
    for seed in range(50):
        values = make(seed, n)
        exact = exact_nucleolus(values)
        shares = nucleolus(values)
        assert shares == pytest.approx([float(x) for x in exact], rel=0, abs=1e-9)
        assert certify_nucleolus(values, shares).exact == tuple(exact)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_an_exact_solver_finds_the_same_per_capita(n: int) -> None:
    for seed in range(20):
        values = random_game(seed, n)
        exact = exact_nucleolus(values, per_capita=True)
        shares = per_capita_nucleolus(values)
        assert shares == pytest.approx([float(x) for x in exact], rel=0, abs=1e-9)
        assert certify_nucleolus(values, shares, per_capita=True).exact == tuple(exact)


@pytest.mark.parametrize("game", SMALL, ids=lambda g: str(g["id"]))
def test_the_exact_solver_finds_published_answers(game: dict[str, Any]) -> None:
    found = [float(x) for x in exact_nucleolus(values_of(game))]
    assert found == pytest.approx(answer(game["nucleolus"]))


def test_one_player_gets_all() -> None:
    assert nucleolus([0, 7]).tolist() == [7]


def test_without_an_optimum_there_is_no_answer() -> None:
    solver = Solver()
    solver.addCol(1.0, -np.inf, 0, 0, [], [])
    solver.run()
    with pytest.raises(UnsolvedError, match="instead of an optimum; shares are"):
        solver.require_optimum("shares are")


def test_the_solver_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    nucleolus(superadditive(3, 5))
    assert capfd.readouterr().out == ""
