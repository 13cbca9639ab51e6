"""Arithmetic of working hours against counting tick by tick."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandis.planning.problem import Calendar, Interval, Member, Problem, Resource, Site
from grandis.planning.worktime import WorkTime, union, worktimes

HORIZON = 30


@st.composite
def intervals(draw: st.DrawFn, most: int = 5) -> tuple[Interval, ...]:
    starts = draw(st.lists(st.integers(0, HORIZON + 5), max_size=most))
    return tuple((start, start + draw(st.integers(1, 6))) for start in starts)


@st.composite
def hours(draw: st.DrawFn) -> tuple[WorkTime, list[int]]:
    """Working hours, and their open ticks one by one."""
    calendar = draw(st.none() | intervals().map(lambda i: tuple(union(i))))
    closed = draw(intervals())
    ticks = [
        t
        for t in range(HORIZON)
        if (calendar is None or any(a <= t < b for a, b in calendar))
        and not any(a <= t < b for a, b in closed)
    ]
    return WorkTime(calendar, closed, HORIZON), ticks


@given(hours())
def test_its_windows_hold_exactly_the_open_ticks(
    case: tuple[WorkTime, list[int]],
) -> None:
    worktime, ticks = case

    listed = [t for start, end in worktime.windows for t in range(start, end)]

    assert listed == ticks
    assert worktime.total == len(ticks)


@given(hours())
def test_its_windows_are_never_empty_and_never_touch(
    case: tuple[WorkTime, list[int]],
) -> None:
    windows = case[0].windows

    assert all(start < end for start, end in windows)
    assert all(windows[i][1] < windows[i + 1][0] for i in range(len(windows) - 1))


@given(hours(), st.integers(0, HORIZON + 10))
def test_it_counts_the_open_ticks_before_a_tick(
    case: tuple[WorkTime, list[int]], t: int
) -> None:
    worktime, ticks = case

    assert worktime.opened_before(t) == sum(tick < t for tick in ticks)
    assert worktime.is_open(t) == (t in ticks)


@given(hours())
def test_it_numbers_the_open_ticks(case: tuple[WorkTime, list[int]]) -> None:
    worktime, ticks = case

    assert [worktime.tick(i) for i in range(worktime.total)] == ticks


@given(hours(), st.integers(1, 10), st.data())
def test_work_ends_right_after_its_last_open_tick(
    case: tuple[WorkTime, list[int]], duration: int, data: st.DataObject
) -> None:
    worktime, ticks = case
    at = data.draw(st.integers(0, len(ticks)))
    start = ticks[at] if at < len(ticks) else HORIZON

    if at + duration <= len(ticks):
        assert worktime.end(start, duration) == ticks[at + duration - 1] + 1
    else:
        with pytest.raises(IndexError):
            worktime.end(start, duration)


@given(hours(), st.integers(1, 10), st.data())
def test_a_changeover_takes_the_open_ticks_right_before_the_work(
    case: tuple[WorkTime, list[int]], changeover: int, data: st.DataObject
) -> None:
    worktime, ticks = case
    at = data.draw(st.integers(0, len(ticks)))
    start = ticks[at] if at < len(ticks) else HORIZON

    if changeover <= at:
        assert worktime.setup(start, changeover) == ticks[at - changeover]
    else:
        with pytest.raises(IndexError):
            worktime.setup(start, changeover)


@given(hours(), st.integers(0, HORIZON))
def test_work_and_changeover_of_no_duration_take_no_time(
    case: tuple[WorkTime, list[int]], t: int
) -> None:
    worktime, _ = case

    assert worktime.end(t, 0) == t
    assert worktime.setup(t, 0) == t


@pytest.mark.parametrize("i", [-1, 5])
def test_it_refuses_an_open_tick_that_is_not_there(i: int) -> None:
    with pytest.raises(IndexError, match=f"no open tick {i} among 5"):
        WorkTime([(0, 3), (6, 8)], [], 20).tick(i)


def test_a_calendar_ends_at_the_horizon() -> None:
    worktime = WorkTime([(2, 6), (8, 12), (14, 20)], [], 10)

    assert worktime.windows == ((2, 6), (8, 10))


def test_closed_intervals_may_overlap_and_come_in_any_order() -> None:
    worktime = WorkTime(None, [(7, 9), (1, 3), (2, 5), (3, 3)], 10)

    assert worktime.windows == ((0, 1), (5, 7), (9, 10))


def test_a_union_joins_what_touches() -> None:
    assert union([(4, 6), (0, 2), (2, 3), (5, 9), (7, 7)]) == [(0, 3), (4, 9)]


def test_equal_working_hours_are_shared() -> None:
    def resource(name: str, calendar: str | None, *closed: Interval) -> Resource:
        return Resource(name, "site", calendar=calendar, closed=closed)

    problem = Problem(
        horizon=20,
        members=(Member("member"),),
        sites=(Site("site", "member"),),
        resources=(
            resource("day", "day"),
            resource("like day", "also day"),
            resource("always", None),
            resource("shut at night", None, (5, 20)),
        ),
        opportunities=(),
        calendars=(
            Calendar("day", ((0, 5),)),
            Calendar("also day", ((0, 5), (30, 40))),
        ),
    )

    hours = worktimes(problem)

    assert hours["day"] is hours["like day"] is hours["shut at night"]
    assert hours["always"].windows == ((0, 20),)
