"""Working hours: weekly shifts in local time, less public holidays, as ticks.

People agree on hours by the clock on their wall, and that clock moves twice a
year; a `Problem` counts ticks on a UTC grid. This is the way from the one to
the other. A tick is working time only if all of it is, and closed if any of it
is, so rounding never promises an hour that nobody works.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from grandis.errors import InputError
from grandis.planning.problem import Calendar, Grid, Id, Interval, Tick

Weekday = Annotated[int, msgspec.Meta(ge=0, le=6)]
Span = tuple[datetime, datetime]

WORKDAYS: tuple[Weekday, ...] = (0, 1, 2, 3, 4)
EVERY_DAY: tuple[Weekday, ...] = (0, 1, 2, 3, 4, 5, 6)

ONE_DAY = timedelta(days=1)


class Shift(msgspec.Struct, frozen=True):
    """Hours worked on some days of the week (0 is Monday), in local time.

    An `end` that is not after `start` is on the next day: 22:00 to 06:00 is a
    night, 06:00 to 06:00 a day of 24 hours (23 or 25 when the clock moves).
    """

    days: tuple[Weekday, ...]
    start: time
    end: time


def working_calendar(
    calendar_id: Id,
    shifts: Iterable[Shift],
    *,
    grid: Grid,
    horizon: Tick,
    zone: str,
    country: str | None = None,
) -> Calendar:
    """Expand weekly shifts into the open ticks of a calendar.

    Parameters
    ----------
    calendar_id
        The id of the calendar.
    shifts
        Weekly shifts in the local time of `zone`; they may overlap or follow
        each other without a break.
    grid, horizon
        The grid that ticks are counted on, and how many to cover.
    zone
        Name in the IANA time zone database, such as ``Europe/Vilnius``.
    country
        ISO 3166 code, such as ``LT`` or ``DK``: no shift begins on a public
        holiday there; a night shift begun the evening before is worked to its
        end. Without it holidays are working days.

    Raises
    ------
    InputError
        When the time zone or the country is not known.
    """
    clock = _clock(zone)
    shifts = tuple(shifts)
    days = tuple(_local_days(grid, horizon, clock))
    holidays = _holidays(country, days)
    worked = (
        _span(day, shift, clock)
        for day in days
        if day not in holidays
        for shift in shifts
        if day.weekday() in shift.days
    )
    intervals = (_inner_ticks(span, grid, horizon) for span in _joined(worked))
    return Calendar(calendar_id, tuple((a, b) for a, b in intervals if a < b))


def closure(
    first: date, last: date, *, grid: Grid, horizon: Tick, zone: str
) -> Interval:
    """Ticks from the local midnight before `first` to the one after `last`.

    For a shutdown or any other stretch of whole days, as `Resource.closed`
    takes it. Ticks only partly inside are part of it; those before the grid
    begins or after `horizon` are not, so it may be empty (both ends equal).

    Raises
    ------
    InputError
        When the time zone is not known, or `last` is before `first`.
    """
    if last < first:
        raise InputError(
            f"closure from {first} to {last}: the last day is before the first;"
            " exchange them"
        )
    clock = _clock(zone)
    begin = _instant(first, time(), clock) - grid.origin
    end = _instant(last + ONE_DAY, time(), clock) - grid.origin
    tick = timedelta(minutes=grid.minutes)
    return _within(begin // tick, horizon), _within(-(-end // tick), horizon)


def _clock(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(
            f"time zone {zone!r} is not known here; use a name such as"
            " Europe/Vilnius, and install tzdata if that one is missing too"
        ) from error


def _local_days(grid: Grid, horizon: Tick, clock: ZoneInfo) -> Iterator[date]:
    """Every local date on which a shift could reach into the grid."""
    day = grid.time(0).astimezone(clock).date() - ONE_DAY
    last = grid.time(horizon).astimezone(clock).date()
    while day <= last:
        yield day
        day += ONE_DAY


def _holidays(country: str | None, days: tuple[date, ...]) -> frozenset[date]:
    if country is None:
        return frozenset()
    # Imported here: it takes longer than the rest of this package.
    from holidays import country_holidays

    years = range(days[0].year, days[-1].year + 1)
    try:
        return frozenset(country_holidays(country, years=years))
    except NotImplementedError as error:
        raise InputError(
            f"no public holidays are known for country {country!r};"
            " use a two-letter code such as LT or DK, or none"
        ) from error


def _span(day: date, shift: Shift, clock: ZoneInfo) -> Span:
    last = day if shift.end > shift.start else day + ONE_DAY
    return _instant(day, shift.start, clock), _instant(last, shift.end, clock)


def _instant(day: date, local: time, clock: ZoneInfo) -> datetime:
    return datetime.combine(day, local, clock).astimezone(UTC)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in order, those that overlap or touch made one."""
    current: Span | None = None
    for begin, end in sorted(spans):
        if current and begin <= current[1]:
            current = current[0], max(current[1], end)
        else:
            if current:
                yield current
            current = begin, end
    if current:
        yield current


def _inner_ticks(span: Span, grid: Grid, horizon: Tick) -> Interval:
    """The ticks that lie wholly inside a span."""
    tick = timedelta(minutes=grid.minutes)
    first = -(-(span[0] - grid.origin) // tick)
    last = (span[1] - grid.origin) // tick
    return _within(first, horizon), _within(last, horizon)


def _within(tick: int, horizon: Tick) -> Tick:
    return max(0, min(tick, horizon))
