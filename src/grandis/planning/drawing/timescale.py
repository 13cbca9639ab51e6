"""From ticks to places on paper, and the months, weeks or days between them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from grandis.planning.drawing.language import Language
from grandis.planning.problem import Grid

#: The first moment of the unit that holds a moment, and the first of the next.
Floor = Callable[[datetime], datetime]
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Division:
    """One unit of time on an axis: where it begins and ends, and its name."""

    left: float
    right: float
    label: str


@dataclass(frozen=True)
class TimeScale:
    """Ticks `begin` to `end` laid out over `width`, from `left`."""

    grid: Grid
    begin: float
    end: float
    left: float
    width: float
    language: Language

    def x(self, tick: float) -> float:
        """Where a tick begins."""
        return self.left + (tick - self.begin) * self.width / (self.end - self.begin)

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def days(self) -> float:
        return (self.end - self.begin) / self.grid.ticks_per_day

    def divisions(self) -> tuple[list[Division], list[Division]]:
        """The coarse and the fine units that suit the span and the width."""
        coarse, fine = _units(self.width / self.days, self.language)
        return list(self._divide(*coarse)), list(self._divide(*fine))

    def _divide(
        self, floor: Floor, stride: timedelta, label: Callable[[datetime], str]
    ) -> Iterator[Division]:
        first = self.grid.origin + timedelta(minutes=self.begin * self.grid.minutes)
        marks = [floor(self.language.local(first).replace(tzinfo=None))]
        while self._place(marks[-1]) < self.right:
            marks.append(floor(marks[-1] + stride))
        for here, after in pairwise(marks):
            left, right = max(self.left, self._place(here)), self._place(after)
            if right > left:
                yield Division(left, min(self.right, right), label(here))

    def _place(self, wall: datetime) -> float:
        return self.x(_tick(self.grid, self.language, wall))


def enclosing_days(
    grid: Grid, begin: int, end: int, language: Language
) -> tuple[float, float]:
    """The ticks at which the days begin and end that hold [begin, end)."""
    first = datetime.combine(language.local(grid.time(begin)).date(), time())
    last = datetime.combine(
        language.local(grid.time(max(begin, end - 1))).date(), time()
    )
    return _tick(grid, language, first), _tick(grid, language, last + _DAY)


def _tick(grid: Grid, language: Language, wall: datetime) -> float:
    """The tick, or part of one, when clocks on the wall show `wall`."""
    moment = wall.replace(tzinfo=language.zone).astimezone(UTC)
    return (moment - grid.origin) / timedelta(minutes=grid.minutes)


def _units(
    day: float, language: Language
) -> tuple[
    tuple[Floor, timedelta, Callable[[datetime], str]],
    tuple[Floor, timedelta, Callable[[datetime], str]],
]:
    """Coarse and fine units for a day `day` wide, as (floor, stride, label)."""

    def date(wall: datetime) -> str:
        return language.day(wall.replace(tzinfo=language.zone))

    def month(wall: datetime) -> str:
        name = language.months[wall.month - 1]
        return language.month_and_year.format(month=name, year=wall.year)

    years = _year, timedelta(days=366), lambda wall: str(wall.year)
    months = _month, timedelta(days=31), month
    days = _midnight, _DAY, date
    for hours in (1, 2, 3, 6, 12):
        if day * hours / 24 >= 34:
            clock = _clock(hours), timedelta(hours=hours), lambda wall: f"{wall:%H:%M}"
            return days, clock
    if day >= 16:
        return months, (_midnight, _DAY, lambda wall: str(wall.day))
    if day * 7 >= 26:
        number = lambda wall: language.week.format(week=wall.isocalendar().week)  # noqa: E731
        return months, (_monday, timedelta(weeks=1), number)
    if day * 30 >= 28:
        short = lambda wall: language.months[wall.month - 1]  # noqa: E731
        return years, (_month, timedelta(days=31), short)
    return years, years


def _midnight(wall: datetime) -> datetime:
    return wall.replace(hour=0, minute=0, second=0, microsecond=0)


def _monday(wall: datetime) -> datetime:
    return _midnight(wall) - wall.weekday() * _DAY


def _month(wall: datetime) -> datetime:
    return _midnight(wall).replace(day=1)


def _year(wall: datetime) -> datetime:
    return _month(wall).replace(month=1)


def _clock(hours: int) -> Floor:
    def floor(wall: datetime) -> datetime:
        return wall.replace(
            hour=wall.hour // hours * hours, minute=0, second=0, microsecond=0
        )

    return floor
