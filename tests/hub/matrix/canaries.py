"""A value of its own in every field of every guarded row, to be found if it leaks.

Texts become words that stand nowhere else; numbers, dates and times become
values that do. `found_in` says whose values an answer holds, however a page has
formatted them.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, time
from io import BytesIO
from typing import Any, NamedTuple

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.errors import PdfReadError
from tests.cast import Cast

from grandis.hub.core.models import Appointment, Cluster, Person
from grandis.hub.core.sessions import viewer_of
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import declarations, see
from grandis.hub.members.find import index

#: Fields that address rows or carry no secret of their own.
LEFT = {"key", "slug", "version", "country", "currency", "time_zone", "language"}
#: A number of a place in another field of its row.
LEFT |= {"route"}
#: Rows that are hashes of what others hold.
LEFT_MODELS = {"core.JournalEntry", "members.SearchEntry", "api.ApiToken"}
#: What canaries look like, wherever they begin.
WORD = re.compile(r"qx\d{4,}zj|\b[0-9a-f]{64}\b")
TIME = re.compile(r"(?<![\d:])\d{1,2}:\d\d")
YEAR = re.compile(r"\b(\d{4})\b")
STARTS = (910_000_000, 150_000)
NUMBERS = [re.compile(f"(?=({str(start)[:-4]}\\d{{4}}))") for start in STARTS]
APART = re.compile(r"[\s.,'’\u00a0\u202f]")
#: Hashes and moments of a calendar: a number of a canary is there by chance.
CHANCE = re.compile(r"\b[0-9a-f]{16,}\b|\b\d{8}T\d{6}")


class Canary(NamedTuple):
    """A value and the row that it was planted in."""

    value: str
    row: models.Model
    field: str


class Flock:
    """All canaries of a test."""

    def __init__(self, cast: Cast) -> None:
        self.number = 0
        self.moments = _moments()
        self.canaries: list[Canary] = []
        self.seen: dict[tuple[Person | None, models.Model], bool] = {}
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

    def _value_for(self, row: Any, field: Any) -> Iterator[tuple[object, str]]:
        """A value for a field and what to look for; nothing where none fits."""
        self.number += 1
        number = self.number
        word = f"qx{number:04}zj"
        match field:
            case _ if field.choices or field.is_relation or field.primary_key:
                return
            case _ if field.name == "secret_hash":  # it must stay what it is
                yield row.secret_hash, row.secret_hash
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
                moment = next(self.moments)
                yield moment, f"{moment:%H:%M}"

    def _numbers_for(self, field: Any) -> Iterator[tuple[int, str]]:
        """A number that the field allows; none where it is too short to be told."""
        most = min(
            validator.limit_value
            for validator in field.validators
            if isinstance(validator, MaxValueValidator)
        )
        for start in STARTS:
            if start + 10_000 < most:
                yield start + self.number, str(start + self.number)
                return

    def found_in(self, answer: str) -> list[Canary]:
        """The canaries whose values an answer holds."""
        text = answer
        if answer.startswith(("{", "[")):
            text = json.dumps(json.loads(answer), ensure_ascii=False)
        digits = APART.sub("", CHANCE.sub("|", text))
        values = {f"year {year}" for year in YEAR.findall(text)}
        values.update(each.zfill(5) for each in TIME.findall(text))
        values.update(*(pattern.findall(digits) for pattern in NUMBERS))
        values.update(WORD.findall(text))
        return [canary for canary in self.canaries if canary.value in values]

    def leaks(self, answer: str, viewer: Viewer) -> set[tuple[str, str]]:
        """The kinds of rows and fields of which an answer tells too much."""
        return {
            (canary.row._meta.label, canary.field)
            for canary in self.found_in(answer)
            if not self._may_see(viewer, canary.row)
        }

    def _may_see(self, viewer: Viewer, row: models.Model) -> bool:
        """What `may_see` says, asked once."""
        if (viewer.person, row) not in self.seen:
            self.seen[viewer.person, row] = may_see(viewer, row)
        return self.seen[viewer.person, row]


def _moments() -> Iterator[time]:
    """Times of a day, never twice, that no clock shows and nothing begins at.

    They are half a day from now, so neither the time in UTC nor that of a cluster
    comes near; and all that is planned or worked by default changes on the hour.
    """
    hour = (timezone.now().hour + 12) % 24
    return (time(hour, minute) for minute in range(1, 60))


def may_see(viewer: Viewer, row: models.Model) -> bool:
    """Whether a viewer sees a row, here or on the public pages of the other cluster."""
    if isinstance(row, Person):
        return row == viewer.person or any(
            each.person_id == row.pk for each in see(viewer, Appointment)
        )
    elsewhere = viewer_of(viewer.person, Cluster.objects.get(slug="abroad"))
    return any(
        see(reader, type(row)).filter(pk=row.pk).exists()
        for reader in (viewer, elsewhere)
    )


def text_of(answer: Any) -> str:
    """All that an answer tells, also in a document, a workbook or an archive."""
    content = answer.getvalue()
    kind = answer.headers.get("Content-Type", "")
    if kind == "application/pdf":
        with suppress(PdfReadError):  # what a customer sends need not be one
            return _document(PdfReader(BytesIO(content)))
    if "spreadsheetml" in kind:
        return "\n".join(_cells_of(content))
    if kind == "application/zip":
        with zipfile.ZipFile(BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return str(content.decode("utf-8", errors="replace"))


def _document(reader: PdfReader) -> str:
    """The text of a document's pages, with its title and the like."""
    pages = [page.extract_text() for page in reader.pages]
    return "\n".join([*pages, *map(str, (reader.metadata or {}).values())])


def _cells_of(content: bytes) -> Iterator[str]:
    """The values of a workbook, hidden sheets included, with its comments."""
    for sheet in load_workbook(BytesIO(content)):
        for row in sheet.iter_rows():
            for cell in row:
                yield from (str(each) for each in (cell.value, cell.comment) if each)
