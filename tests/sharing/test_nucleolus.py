import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sharing.games import Floats, random_game, sums, superadditive

from grandis.errors import UnsolvedError
from grandis.sharing import certify_nucleolus, nucleolus, prenucleolus
from grandis.sharing.solver import Solver

seeds = st.integers(0, 10**6)


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


@given(seeds, st.integers(3, 5))
def test_a_part_of_the_players_would_divide_the_same(seed: int, n: int) -> None:
    """Davis and Maschler's reduced game, on zero-monotonic games (Sobolev 1975)."""
    values = superadditive(seed, n)
    shares = prenucleolus(values)
    assert shares == pytest.approx(nucleolus(values), abs=1e-6)
    assert prenucleolus(reduced(values, shares)) == pytest.approx(shares[:-1], abs=1e-6)


def reduced(values: Floats, shares: Floats) -> Floats:
    """The game of all but the last player, who is paid its share when called."""
    half = values.size // 2
    out = np.maximum(values[:half], values[half:] - shares[-1])
    out[0] = 0
    out[-1] = values[-1] - shares[-1]
    return out


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_it_is_the_exact_nucleolus_of_a_hundred_random_games(n: int) -> None:
    """Kohlberg's criterion in fractions decides, without a linear solver."""
    for seed in range(100):
        values = random_game(seed, n)
        found = certify_nucleolus(values, nucleolus(values))
        assert found.verdict == "proven", (seed, found)
        assert found.exact is not None
        assert np.abs(nucleolus(values) - [float(x) for x in found.exact]).max() < 1e-8


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
