"""Working hours by the wall clock become the right ticks of the grid."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandis.errors import InputError
from grandis.planning.problem import Calendar, Grid
from grandis.planning.shifts import (
    EVERY_DAY,
    WORKDAYS,
    Shift,
    closure,
    working_calendar,
)

VILNIUS = "Europe/Vilnius"
DAY = Shift(WORKDAYS, time(6), time(14))
NIGHT = Shift(WORKDAYS, time(22), time(6))
ROUND_THE_CLOCK = Shift(EVERY_DAY, time(6), time(6))


def calendar_from(
    start: str,
    *shifts: Shift,
    days: int = 7,
    minutes: int = 60,
    zone: str = VILNIUS,
    country: str | None = None,
) -> Calendar:
    grid = Grid(f"{start}T00:00:00Z", minutes)
    return working_calendar(
        "hours",
        shifts,
        grid=grid,
        horizon=days * grid.ticks_per_day,
        zone=zone,
        country=country,
    )


def test_a_winter_week_is_two_hours_ahead_of_utc() -> None:
    calendar = calendar_from("2026-01-12", DAY)
    assert calendar.id == "hours"
    assert calendar.open == ((4, 12), (28, 36), (52, 60), (76, 84), (100, 108))


def test_a_summer_day_is_three_hours_ahead_of_utc() -> None:
    assert calendar_from("2026-06-15", DAY, days=1).open == ((3, 11),)


def test_a_night_shift_belongs_to_the_evening_on_which_it_begins() -> None:
    # Sunday evening is not a workday evening: the night to Monday is free.
    calendar = calendar_from("2026-01-11", NIGHT, days=3)
    assert calendar.open == ((44, 52), (68, 72))


def test_a_night_begun_before_the_grid_is_open_at_its_first_tick() -> None:
    assert calendar_from("2026-01-13", NIGHT, days=1).open[0] == (0, 4)


@pytest.mark.parametrize(
    ("sunday", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-05-10", 24)]
)
def test_the_day_on_which_the_clock_moves_has_another_length(
    sunday: str, hours: int
) -> None:
    # The grid begins a day early, so that the whole local Sunday is on it.
    start = (date.fromisoformat(sunday) - timedelta(days=1)).isoformat()
    calendar = calendar_from(start, Shift((6,), time(0), time(0)), days=3)
    [(begin, end)] = calendar.open
    assert end - begin == hours


def test_a_night_shift_over_the_spring_change_is_an_hour_shorter() -> None:
    [(begin, end)] = calendar_from(
        "2026-03-28", Shift((5,), time(22), time(6)), days=2
    ).open
    assert end - begin == 7


def test_nobody_works_in_an_hour_that_the_clock_leaves_out() -> None:
    calendar = calendar_from("2026-03-29", Shift((6,), time(3, 30), time(4)), days=1)
    assert calendar.open == ()


def test_shifts_that_touch_or_overlap_become_one_interval() -> None:
    late = Shift(WORKDAYS, time(14), time(22))
    lap = Shift(WORKDAYS, time(13), time(23))
    assert calendar_from("2026-01-12", late, DAY, lap, days=1).open == ((4, 21),)


def test_a_continuous_week_is_one_interval() -> None:
    assert calendar_from("2026-01-12", ROUND_THE_CLOCK).open == ((0, 7 * 24),)


def test_a_tick_partly_outside_the_shift_is_not_open() -> None:
    shift = Shift(WORKDAYS, time(6, 30), time(15, 15))
    assert calendar_from("2026-01-12", shift, days=1).open == ((5, 13),)
    assert calendar_from("2026-01-12", shift, days=1, minutes=15).open == ((18, 53),)


def test_shifts_are_joined_before_they_are_rounded() -> None:
    first = Shift(WORKDAYS, time(6), time(14, 30))
    second = Shift(WORKDAYS, time(14, 30), time(23))
    assert calendar_from("2026-01-12", first, second, days=1).open == ((4, 21),)


def test_a_shift_shorter_than_a_tick_opens_nothing() -> None:
    assert calendar_from("2026-01-12", Shift((0,), time(6, 15), time(6, 45))).open == ()


def test_no_shift_begins_on_a_lithuanian_holiday() -> None:
    # 16 February 2026, a Monday; its night shift would have begun that evening.
    week = calendar_from("2026-02-16", DAY, NIGHT, country="LT")
    assert week.open[0] == (28, 36)


def test_a_night_begun_before_a_holiday_is_worked_to_its_end() -> None:
    # 11 March 2026 is a Wednesday.
    calendar = calendar_from("2026-03-10", NIGHT, days=3, country="LT")
    assert calendar.open == ((0, 4), (20, 28), (68, 72))


def test_holidays_are_those_of_the_country_named() -> None:
    # Good Friday is a holiday in Denmark, not in Lithuania.
    friday = {
        country: calendar_from("2026-04-03", DAY, days=1, country=country).open
        for country in ("LT", "DK")
    }
    assert friday == {"LT": ((3, 11),), "DK": ()}


def test_holidays_of_the_next_year_count_too() -> None:
    # New Year's Day 2027 is a Friday.
    calendar = calendar_from("2026-12-31", DAY, days=2, country="LT")
    assert calendar.open == ((4, 12),)


def test_without_a_country_holidays_are_working_days() -> None:
    assert len(calendar_from("2026-02-16", DAY).open) == 5


def test_it_names_an_unknown_time_zone() -> None:
    with pytest.raises(InputError, match="time zone 'Europe/Atlantis'"):
        calendar_from("2026-01-12", DAY, zone="Europe/Atlantis")


@pytest.mark.parametrize("zone", ["", "../secret", "Europe"])
def test_it_refuses_a_time_zone_that_is_no_name(zone: str) -> None:
    with pytest.raises(InputError, match="time zone"):
        calendar_from("2026-01-12", DAY, zone=zone)


def test_it_names_an_unknown_country() -> None:
    with pytest.raises(InputError, match="country 'XX'"):
        calendar_from("2026-01-12", DAY, country="XX")


GRID = Grid("2026-01-05T00:00:00Z")


def test_a_closure_takes_whole_local_days() -> None:
    # 13 to 26 July are days 189 to 202; midnight in Vilnius is 21:00 UTC.
    shut = closure(
        date(2026, 7, 13), date(2026, 7, 26), grid=GRID, horizon=7200, zone=VILNIUS
    )
    assert shut == (189 * 24 - 3, 203 * 24 - 3)


def test_a_closure_takes_every_tick_it_touches() -> None:
    grid = Grid("2026-01-05T00:00:00Z", 720)
    shut = closure(
        date(2026, 1, 7), date(2026, 1, 7), grid=grid, horizon=99, zone=VILNIUS
    )
    assert shut == (3, 6)


def test_a_closure_before_the_grid_is_empty() -> None:
    shut = closure(
        date(2025, 12, 1), date(2025, 12, 9), grid=GRID, horizon=7200, zone=VILNIUS
    )
    assert shut == (0, 0)


def test_it_refuses_a_closure_that_ends_before_it_begins() -> None:
    with pytest.raises(InputError, match="2026-07-13 to 2026-07-12"):
        closure(
            date(2026, 7, 13), date(2026, 7, 12), grid=GRID, horizon=9, zone=VILNIUS
        )


def local_times() -> st.SearchStrategy[time]:
    return st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


def shifts() -> st.SearchStrategy[Shift]:
    days = st.sets(st.integers(0, 6), min_size=1).map(lambda d: tuple(sorted(d)))
    return st.builds(Shift, days, local_times(), local_times())


@given(
    st.lists(shifts(), max_size=4),
    st.dates(date(2025, 12, 1), date(2026, 12, 31)),
    st.sampled_from(["Europe/Vilnius", "Europe/Copenhagen", "America/St_Johns"]),
)
def test_a_quarter_of_an_hour_is_open_exactly_when_a_shift_covers_it(
    week: list[Shift], first: date, zone: str
) -> None:
    calendar = calendar_from(first.isoformat(), *week, days=4, minutes=15, zone=zone)
    grid = Grid(f"{first.isoformat()}T00:00:00Z", 15)
    clock = ZoneInfo(zone)
    spans = [
        (
            datetime.combine(day, shift.start, clock).astimezone(UTC),
            datetime.combine(
                day + timedelta(days=int(shift.end <= shift.start)), shift.end, clock
            ).astimezone(UTC),
        )
        for shift in week
        for day in (first + timedelta(days=offset) for offset in range(-3, 7))
        if day.weekday() in shift.days
    ]
    expected = {
        tick
        for tick in range(4 * 96)
        if any(begin <= grid.time(tick) < end for begin, end in spans)
    }
    assert {t for a, b in calendar.open for t in range(a, b)} == expected


@given(st.lists(shifts(), max_size=4), st.integers(1, 20), st.sampled_from([15, 60]))
def test_intervals_are_sorted_apart_and_within_the_horizon(
    week: list[Shift], days: int, minutes: int
) -> None:
    calendar = calendar_from("2026-03-20", *week, days=days, minutes=minutes)
    edges = [edge for interval in calendar.open for edge in interval]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= days * 1440 // minutes for edge in edges)
