"""Money, moments and tables as plain text."""

from datetime import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.workshop import PROBLEM

from grandis.cli import wording
from grandis.planning import Grid

DATED = Grid(start="2026-03-02T06:00:00Z", minutes=30)


@pytest.mark.parametrize(
    ("cents", "said"),
    [
        (0, "EUR 0.00"),
        (5, "EUR 0.05"),
        (-5, "EUR -0.05"),
        (123_456, "EUR 1,234.56"),
        (-100_000_000, "EUR -1,000,000.00"),
    ],
)
def test_money_is_euros_and_cents(cents, said):
    assert wording.money(cents) == said


@given(st.integers())
def test_an_amount_loses_no_cent(cents):
    digits = wording.amount(cents).replace(",", "").replace(".", "")

    assert int(digits) == cents


def test_a_tick_is_a_date_when_the_problem_has_a_start():
    assert wording.moment(DATED, 3) == "2026-03-02 07:30"


def test_a_tick_is_a_number_when_the_problem_only_counts():
    assert wording.moment(Grid(), 1234) == "1,234"


@pytest.mark.parametrize(
    ("objective", "grid", "said"),
    [
        ("surplus", DATED, "EUR 20.00"),
        ("makespan", DATED, "2026-04-12 22:00 UTC"),
        ("makespan", Grid(), "2,000 ticks"),
        ("weighted_tardiness", DATED, "2,000 ticks"),
    ],
)
def test_a_value_has_the_unit_of_its_objective(objective, grid, said):
    problem = msgspec.structs.replace(PROBLEM, objective=objective, grid=grid)

    assert wording.value(problem, 2000) == said


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [
        (1, "step", "1 step"),
        (0, "step", "0 steps"),
        (1, "opportunity", "1 opportunity"),
        (1200, "opportunity", "1,200 opportunities"),
        (2, "day", "2 days"),
    ],
)
def test_nouns_follow_their_number(number, noun, said):
    assert wording.counted(number, noun) == said


def test_columns_of_a_table_line_up():
    lines = wording.table(
        ["Id", "EUR", "Why"], [["a", "5.00", "so"], ["long", "1,000.00", ""]], {1}
    ).splitlines()

    assert lines == [
        "Id         EUR  Why",
        "a         5.00  so",
        "long  1,000.00",
    ]


def test_a_long_name_is_cut():
    assert wording.short("Transport tray for displays, Hungary") == (
        "Transport tray for displays…"
    )
    assert wording.short("Lids") == "Lids"


@given(st.text(min_size=1))
def test_running_text_stays_on_the_page(text):
    assert all(len(line) <= wording.LINE for line in wording.indented(text).split("\n"))


@given(st.lists(st.lists(st.text(max_size=70), min_size=2, max_size=2), max_size=5))
def test_a_table_has_a_line_for_each_row(rows):
    assert len(wording.table(["A", "B"], rows).split("\n")) == len(rows) + 1


@given(st.text())
def test_nothing_printed_can_steer_a_terminal(text):
    assert wording.printable(text).isprintable()


def test_what_can_be_printed_stays_as_it_is():
    assert wording.printable("Šiaulių plastikas → €") == "Šiaulių plastikas → €"


def test_the_origin_of_a_default_grid_is_no_date():
    assert not Grid().is_dated
    assert Grid(start=datetime(2026, 3, 2).isoformat() + "Z").is_dated  # noqa: DTZ001


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (0.0, "0.0 %"),
        (0.0101, "1.1 %"),
        (0.5, "50.0 %"),
        (10, "1000.0 %"),
        (10.01, "over 1,000 %"),
    ],
)
def test_a_gap_is_never_told_smaller_than_it_is(part, said):
    assert wording.gap(part) == said


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (0.0, "0.0 %"),
        (1e-5, "0.1 %"),
        (0.952, "95.2 %"),
        (0.99999, "99.9 %"),
        (1, "100.0 %"),
    ],
)
def test_only_what_is_certain_is_called_certain(part, said):
    assert wording.chance(part) == said
