"""Times given as ticks or as dates."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.workshop import PROBLEM

from grandis.cli.times import tick
from grandis.errors import InputError
from grandis.planning import Grid

PROBLEM_AT_SIX = msgspec.structs.replace(
    PROBLEM, grid=Grid(start="2026-03-02T06:00:00Z", minutes=60)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("120", 120),
        ("2026-03-02T06:00", 0),
        ("2026-03-03", 18),
        ("2026-03-02 08:59", 2),
        ("2026-03-02T10:00+02:00", 2),
        ("2026-03-02T10:00Z", 4),
        ("2026-03-12T06:00", 240),
    ],
)
def test_it_takes_ticks_and_dates(text, expected):
    assert tick(PROBLEM_AT_SIX, text, "--now") == expected


@given(st.integers(0, PROBLEM.horizon), st.sampled_from([1, 15, 60, 1440]))
def test_the_time_of_a_tick_is_that_tick(number, minutes):
    grid = Grid(start="2026-03-02T00:00:00Z", minutes=minutes)
    problem = msgspec.structs.replace(PROBLEM, grid=grid)

    assert tick(problem, grid.time(number).isoformat(), "--now") == number


@pytest.mark.parametrize("text", ["", "-5", "soon", "1.5", "2026-13-01", "٣", "12:00"])
def test_it_refuses_what_is_neither(text):
    with pytest.raises(InputError, match=r"--now: .* is neither a number of ticks nor"):
        tick(PROBLEM_AT_SIX, text, "--now")


@pytest.mark.parametrize(
    "text", ["241", "2026-03-02T05:59", "2026-03-12T07:00", "9999"]
)
def test_it_refuses_times_outside_the_problem(text):
    with pytest.raises(InputError, match=r"from 2026-03-02 06:00 to 2026-03-12 06:00$"):
        tick(PROBLEM_AT_SIX, text, "--now")
