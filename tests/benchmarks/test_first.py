"""The first plan's time is measured and its growth reckoned."""

import pytest
from benchmarks.planning.first import exponent, main


def test_twice_the_size_in_four_times_the_time_is_a_square() -> None:
    assert exponent([10, 20, 40], [1.0, 4.0, 16.0]) == pytest.approx(2.0)


def test_it_tells_each_size_and_the_exponent(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--steps", "50", "100", "--runs", "1"]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0].split()[:2] == ["50", "steps"]
    assert said[1].split()[:2] == ["100", "steps"]
    assert said[2].startswith("exponent")
