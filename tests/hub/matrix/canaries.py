"""A value of its own in every field of every guarded row, to be found if it leaks.

Texts become words that stand nowhere else; numbers, dates and times become
values that do. `found_in` says whose values an answer holds, however a page has
formatted them.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any, NamedTuple

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from tests.cast import Cast

from grandis.hub.core.models import Person
from grandis.hub.core.visibility import declarations
from grandis.hub.members.find import index

#: Fields that address rows or carry no secret of their own.
LEFT = {"key", "slug", "version", "country", "currency", "time_zone", "language"}
#: Rows that are hashes of what others hold.
LEFT_MODELS = {"core.JournalEntry", "members.SearchEntry", "api.ApiToken"}
APART = re.compile(r"[\s.,'’\u00a0\u202f]")


class Canary(NamedTuple):
    """A value and the row that it was planted in."""

    value: str
    row: models.Model
    field: str


class Flock:
    """All canaries of a test."""

    def __init__(self, cast: Cast) -> None:
        self.number = 0
        self.canaries: list[Canary] = []
        for model in declarations:
            if model._meta.label not in LEFT_MODELS:
                for row in model._base_manager.order_by("pk"):
                    self._plant(row)
        for person in Person.objects.order_by("pk"):
            self._plant(person, only={"phone"})

    def _plant(self, row: models.Model, only: set[str] | None = None) -> None:
        planted = {}
        for field in row._meta.concrete_fields:
            if field.name in LEFT or (only and field.name not in only):
                continue
            for value, sought in self._value_for(row, field):
                planted[field.name] = value
                self.canaries.append(Canary(sought, row, field.name))
        if planted:
            type(row)._base_manager.filter(pk=row.pk).update(**planted)
            row.refresh_from_db()
            index.keep(row)  # type: ignore[arg-type]

    def _value_for(self, row: models.Model, field: Any) -> Iterator[tuple[object, str]]:
        """A value for a field and what to look for; nothing where none fits."""
        self.number += 1
        number = self.number
        word = f"qx{number:04}zj"
        match field:
            case _ if field.choices or field.is_relation or field.primary_key:
                return
            case models.URLField():
                yield f"https://{word}.example.org", word
            case models.EmailField():
                yield f"{word}@example.org", word
            case models.CharField() | models.TextField() if (
                field.max_length is None or field.max_length >= 10
            ):
                yield word, word
            case models.IntegerField():
                yield from self._numbers_for(field)
            case models.DateTimeField():
                return
            case models.DateField():
                day = date(2300 + number, 3, 4)
                yield day, f"year {day.year}"
            case models.TimeField():
                hour = (timezone.now().hour + 7) % 24  # no time of this test's own
                yield time(hour, number % 60), f"{hour}:{number % 60:02}"

    def _numbers_for(self, field: Any) -> Iterator[tuple[int, str]]:
        """A number that the field allows; none where it is too short to be told."""
        most = min(
            validator.limit_value
            for validator in field.validators
            if isinstance(validator, MaxValueValidator)
        )
        for start in (910_000_000, 150_000):
            if start + 10_000 < most:
                yield start + self.number, str(start + self.number)
                return

    def found_in(self, answer: str) -> list[Canary]:
        """The canaries whose values an answer holds."""
        text = answer
        if answer.startswith(("{", "[")):
            text = json.dumps(json.loads(answer), ensure_ascii=False)
        digits = APART.sub("", text)
        words = set(re.findall(r"\w+", text))
        return [
            canary for canary in self.canaries if _is_in(canary, text, digits, words)
        ]


def _is_in(canary: Canary, text: str, digits: str, words: set[str]) -> bool:
    if canary.value.startswith("year "):
        return canary.value.removeprefix("year ") in words
    return canary.value in (digits if canary.value.isdigit() else text)
