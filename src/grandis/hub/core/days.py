"""Days as points in time: to filter by a moment as the database keeps it."""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db.models import Field, Func
from django.utils import timezone


def start_of(day: date, zone: tzinfo | None = None) -> datetime:
    """Midnight in a zone, or where the hub is."""
    return timezone.make_aware(datetime.combine(day, time.min), zone)


def end_of(day: date, zone: tzinfo | None = None) -> datetime:
    """The midnight after it; what happens on the day is before."""
    return start_of(day + timedelta(days=1), zone)


class Epoch(Func):
    """The seconds of a moment since 1970; for many rows cheaper than its digits.

    A number as the database gives it: to make each a float would take as long again.
    """

    output_field = Field()
    template = "EXTRACT(EPOCH FROM %(expressions)s)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same of text, by way of the Julian day 2440587.5."""
        template = "(julianday(%(expressions)s) - 2440587.5) * 86400.0"
        return self.as_sql(compiler, connection, template=template, **context)
