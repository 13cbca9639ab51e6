"""When resources work and what is booked on them, in the planner's ticks.

Members say how many hours are booked within some days, not when. The planner
never works across existing load, so booked hours come in blocks: each fortnight
(ASSUMPTION) has its share of them, from its first open hour on.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from grandis.errors import InputError
from grandis.hub.members.models import Closure, Load, Shift
from grandis.planning import Calendar, Grid, Problem
from grandis.planning import Load as PlannedLoad
from grandis.planning.problem import Interval
from grandis.planning.shifts import WORKDAYS, closure, working_calendar
from grandis.planning.shifts import Shift as WeeklyShift
from grandis.planning.worktime import WorkTime

#: The planner looks half a year ahead, in hours.
HORIZON = 26 * 7 * 24
#: Bookings that began earlier than this before today, or end later after the
#: horizon, are cut there.
MARGIN = timedelta(days=366)
STRETCH = timedelta(days=14)
#: ASSUMPTION: hours of a site that has told none.
USUAL = (WeeklyShift(WORKDAYS, time(7), time(15)),)


def tick_at(problem: Problem, moment: datetime) -> int:
    """The first tick that begins at a moment or after it, within the horizon."""
    since = moment.astimezone(UTC) - problem.grid.origin
    tick = -(-since // timedelta(minutes=problem.grid.minutes))
    return min(max(tick, problem.now), problem.horizon)


class Clock:
    """The planner's time: whole hours from today's midnight in UTC.

    Bookings reach into the past, so hours are counted on a longer grid, of which
    the planner sees the ticks from `offset` on.
    """

    def __init__(self, today: date, zone: str) -> None:
        self.zone = zone
        self.grid = _grid(today)
        self.long_grid = _grid(today - MARGIN)
        self.offset = MARGIN.days * 24
        self.long_horizon = self.offset + HORIZON + MARGIN.days * 24

    def stretch(self, first: date, last: date) -> Interval:
        """The ticks of some days on the long grid."""
        return closure(
            first,
            last,
            grid=self.long_grid,
            horizon=self.long_horizon,
            zone=self.zone,
        )

    def planned(self, interval: Interval) -> Interval:
        """A stretch of the long grid as the planner sees it; it may be empty."""
        start, end = (min(max(0, t - self.offset), HORIZON) for t in interval)
        return start, end


def _grid(day: date) -> Grid:
    return Grid(f"{datetime.combine(day, time(), UTC):%Y-%m-%dT%H:%M:%SZ}", 60)


class Hours:
    """Calendars of the cluster; equal ones are made once."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._made: dict[tuple[tuple[WeeklyShift, ...], str], Calendar] = {}

    def calendar(self, shifts: Iterable[Shift], country: str) -> Calendar:
        """The open hours of some shifts on the long grid, without holidays."""
        weekly = tuple(
            sorted(
                (WeeklyShift(tuple(s.weekdays), s.start, s.end) for s in shifts),
                key=lambda shift: (shift.start, shift.end, shift.days),
            )
        )
        key = weekly or USUAL, country
        if key not in self._made:
            self._made[key] = self._open(f"hours {len(self._made) + 1}", *key)
        return self._made[key]

    @property
    def planned(self) -> tuple[Calendar, ...]:
        """The calendars as the planner takes them."""
        return tuple(
            Calendar(calendar.id, opened)
            for calendar in self._made.values()
            if (opened := tuple(self._shown(calendar)))
        )

    def _shown(self, calendar: Calendar) -> Iterator[Interval]:
        for interval in calendar.open:
            start, end = self.clock.planned(interval)
            if start < end:
                yield start, end

    def _open(self, id_: str, weekly: tuple[WeeklyShift, ...], land: str) -> Calendar:
        clock = self.clock
        for country in (land, None):  # some countries' holidays are not known
            try:
                return working_calendar(
                    id_,
                    weekly,
                    grid=clock.long_grid,
                    horizon=clock.long_horizon,
                    zone=clock.zone,
                    country=country,
                )
            except InputError:
                if country is None:
                    raise
        raise AssertionError("unreachable")


def closed(clock: Clock, closures: Iterable[Closure]) -> tuple[Interval, ...]:
    """Days without work, on the long grid."""
    stretches = (clock.stretch(c.first_day, c.last_day) for c in closures)
    return tuple((start, end) for start, end in stretches if start < end)


def booked(
    clock: Clock, worktime: WorkTime, loads: Iterable[Load], capacity: int
) -> tuple[PlannedLoad, ...]:
    """The booked hours of a resource as the planner takes them."""
    level: dict[int, int] = {}
    for load in sorted(loads, key=lambda load: (load.first_day, load.last_day)):
        _book(clock, worktime, load, capacity, level)
    return tuple(_blocks(clock, level))


def _book(
    clock: Clock, worktime: WorkTime, load: Load, capacity: int, level: dict[int, int]
) -> None:
    """Give each fortnight of a booking its share of the hours.

    What finds no room goes to the next; what finds none at all is left out: the
    resource is full in those days anyway.
    """
    fortnights = list(_fortnights(clock, load))
    opened = [worktime.opened_before(end) for _, end in fortnights]
    first = worktime.opened_before(fortnights[0][0])
    total = max(1, opened[-1] - first)
    rest, begin = 0, first
    for end in opened:
        share = (
            load.hours * (end - first) // total - load.hours * (begin - first) // total
        )
        ticks = [worktime.tick(i) for i in range(begin, end)]
        rest = _fill(ticks, share + rest, capacity, level)
        begin = end


def _fortnights(clock: Clock, load: Load) -> Iterator[Interval]:
    day = load.first_day
    while day <= load.last_day:
        last = min(day + STRETCH - timedelta(days=1), load.last_day)
        yield clock.stretch(day, last)
        day = last + timedelta(days=1)


def _fill(ticks: list[int], hours: int, capacity: int, level: dict[int, int]) -> int:
    """Book hours on the least booked ticks, the first ones first; the rest."""
    for least in range(capacity):
        for tick in ticks:
            if hours and level.get(tick, 0) == least:
                level[tick] = least + 1
                hours -= 1
    return hours


def _blocks(clock: Clock, level: dict[int, int]) -> Iterator[PlannedLoad]:
    """Ticks in a row with the same amount, as one load each."""
    ticks = sorted(level)
    runs = groupby(enumerate(ticks), key=lambda at: (at[1] - at[0], level[at[1]]))
    for (_, amount), run in runs:
        row = [tick for _, tick in run]
        start, end = clock.planned((row[0], row[-1] + 1))
        if start < end:
            yield PlannedLoad(start, end, amount)
