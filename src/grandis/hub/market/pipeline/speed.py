"""The time from an enquiry to its quotation: measured, never estimated."""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.utils import timezone
from django.utils.translation import ngettext

from grandis.hub.core.days import Epoch, start_of
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.market.models import Opportunity

MONTHS = 12
WIDTH, HEIGHT, EDGE = 480, 96, 8


@dataclass(frozen=True)
class Month:
    """The enquiries that were quoted in a month, and their median time."""

    first: date
    number: int
    time: timedelta | None

    @property
    def time_in_words(self) -> str:
        return in_words(self.time) if self.time is not None else "–"


@dataclass(frozen=True)
class Point:
    """A month's place in the picture."""

    month: Month
    x: float
    y: float


@dataclass(frozen=True)
class Speed:
    """How fast enquiries of the last year were quoted."""

    number: int
    time: timedelta | None
    months: list[Month]

    @property
    def time_in_words(self) -> str:
        return in_words(self.time) if self.time is not None else "–"

    @property
    def points(self) -> list[Point]:
        """The months with quotations in a picture of WIDTH × HEIGHT."""
        times = [m.time.total_seconds() for m in self.months if m.time is not None]
        top = max(times, default=0.0) or 1.0
        step = (WIDTH - 2 * EDGE) / (len(self.months) - 1)
        return [
            Point(
                month,
                round(EDGE + number * step, 1),
                round(
                    HEIGHT
                    - EDGE
                    - month.time.total_seconds() / top * (HEIGHT - 2 * EDGE),
                    1,
                ),
            )
            for number, month in enumerate(self.months)
            if month.time is not None
        ]

    @property
    def line(self) -> str:
        """The points as an SVG polyline takes them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def speed_for(viewer: Viewer, today: date | None = None) -> Speed:
    """The speed over all opportunities that a viewer sees, in the last 12 months."""
    firsts = list(_months(today or timezone.localdate()))
    begins = [start_of(first).timestamp() for first in firsts]
    quoted = (
        see(viewer, Opportunity)
        .filter(quoted_at__gte=start_of(firsts[0]), received_at__isnull=False)
        .order_by()
        .values_list(Epoch("received_at"), Epoch("quoted_at"))
    )
    by_month: list[list[float]] = [[] for _ in firsts]
    for received, sent in quoted:
        by_month[bisect(begins, sent) - 1].append(sent - received)
    every = [time for times in by_month for time in times]
    return Speed(
        number=len(every),
        time=_middle(every),
        months=[
            Month(first, len(times), _middle(times))
            for first, times in zip(firsts, by_month, strict=True)
        ],
    )


def _middle(seconds: list[float]) -> timedelta | None:
    """The median to the second: a Julian day tells no more of a moment."""
    return timedelta(seconds=round(median(seconds))) if seconds else None


def _months(today: date) -> Iterator[date]:
    """The first days of the last twelve months, this one last."""
    for back in range(MONTHS - 1, -1, -1):
        months = today.year * 12 + today.month - 1 - back
        yield date(months // 12, months % 12 + 1, 1)


def in_words(time: timedelta) -> str:
    """A time as people say it: minutes, hours or days."""
    minutes = round(time.total_seconds() / 60)
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
