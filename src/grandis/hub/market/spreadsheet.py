"""The workbook of opportunities: the fields of the form as columns, with drop-downs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

from django import forms
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from grandis.hub.core.viewer import Viewer
from grandis.hub.market.forms.entering import EntryForm
from grandis.hub.market.forms.part import PartForm
from grandis.hub.members.spreadsheets.columns import NO, YES, Column, Sheet
from grandis.hub.members.spreadsheets.writing import WORDS, fill


@dataclass(frozen=True)
class PartsSheet(Sheet):
    """The sheet with one part in each row."""

    def sent(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What a row's form is sent; a box that says no is not sent."""
        ticked = {column.name for column in self.columns if column.choices == _yes_no()}
        return {
            name: value
            for name, value in values.items()
            if value is not None and not (name in ticked and value == "no")
        }


def sheet_for(viewer: Viewer) -> PartsSheet:
    """The sheet as a viewer fills it in."""
    form = EntryForm(viewer=viewer)
    names = [*PartForm.BASICS.split(), *PartForm.SIZES.split()]
    names += [name for _heading, part in PartForm.SECTIONS for name in part.split()]
    names += [name for name in form.fields if name not in names]
    columns = tuple(_columns(form, names))
    return PartsSheet(cast("Any", None), _("Parts"), columns)


def _columns(form: EntryForm, names: Iterable[str]) -> Iterator[Column]:
    for name in names:
        if name in form.fields and name != "once":
            yield _column(name, form.fields[name])


def _column(name: str, field: forms.Field) -> Column:
    hints = [str(field.help_text)] if field.help_text else []
    if field.required:
        hints.insert(0, _("Must be filled in."))
    several = isinstance(field, forms.MultipleChoiceField)
    if several:
        hints.append(_("Several with commas between them."))
    kind = "choice" if isinstance(field, forms.ChoiceField) else "text"
    if isinstance(field, forms.DateField):
        kind = "date"
    elif isinstance(field, forms.IntegerField):  # a float's and a decimal's too
        kind = "number"
    return Column(
        name, str(field.label), " ".join(hints), tuple(_choices(field)), several, kind
    )


def _choices(field: forms.Field) -> Iterator[tuple[str, str]]:
    if isinstance(field, forms.BooleanField):
        yield from _yes_no()
    elif isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        pairs: list[tuple[Any, Any]] = list(flatten_choices(choices))
        for value, word in pairs:
            if str(value):
                yield str(value), str(word)


def _yes_no() -> tuple[tuple[str, str], ...]:
    return ("yes", str(YES)), ("no", str(NO))


def template_for(viewer: Viewer) -> bytes:
    """The empty workbook: headings, hints and drop-downs."""
    book = Workbook()
    assert book.active is not None
    page: Any = book.active
    page.title = _("Read me")[:31]
    page.column_dimensions["A"].width = 100
    for text in (
        _("Parts that somebody asks for"),
        _("Each row of the next sheet is one part; all rows belong to one enquiry."),
        _("A quantity may have its unit: 38 mm, 1.5 in, 0.2 kg, 0.5 l."),
        _("Before anything is saved, you see every part and can still say no."),
    ):
        page.append([text])
    page["A1"].font = Font(bold=True, size=14)
    words = book.create_sheet(WORDS)
    words.sheet_state = "hidden"
    sheet = sheet_for(viewer)
    fill(book.create_sheet(sheet.title), sheet, [], words)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
