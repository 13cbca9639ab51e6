"""The workbook of an organisation: a sheet for each kind of row, with drop-downs."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from grandis.hub.core.models import Organisation, Versioned
from grandis.hub.core.viewer import Viewer
from grandis.hub.members.spreadsheets.cells import shown
from grandis.hub.members.spreadsheets.columns import (
    FIRST_ROW,
    HINTS_ROW,
    LABELS_ROW,
    MARK,
    NAMES_ROW,
    Column,
    Sheet,
    sheets_for,
)

#: Where the words of drop-downs stand; hidden.
WORDS = "grandis-words"
#: Rows below the last one in which drop-downs are offered.
ROOM = 200
HEAD = PatternFill("solid", fgColor="E7EDF3")
QUIET = Font(italic=True, color="5A6572")
FORMATS = {"date": "yyyy-mm-dd", "time": "hh:mm"}


def workbook_of(viewer: Viewer, organisation: Organisation, *, empty: bool) -> bytes:
    """The workbook of what a viewer may change of an organisation.

    An `empty` one is the template: headings, hints and drop-downs without rows.
    """
    book = Workbook()
    assert book.active is not None
    _explain(book.active, organisation)
    words = book.create_sheet(WORDS)
    words.sheet_state = "hidden"
    for sheet in sheets_for(viewer, organisation):
        rows = [] if empty else list(_rows(viewer, organisation, sheet))
        fill(book.create_sheet(sheet.title), sheet, rows, words)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _explain(page: Worksheet, organisation: Organisation) -> None:
    page.title = _("Read me")[:31]
    page.column_dimensions["A"].width = 100
    for text in (
        _("What %(name)s keeps in Grandis") % {"name": organisation.name},
        _("Each sheet holds one kind of row. Change cells, add rows below the last."),
        _("Leave the first column as it is: it says which row is meant."),
        _("A row that is missing from a sheet stays; write yes under Remove."),
        _("Before anything is saved, you see every change and can still say no."),
    ):
        page.append([text])
    page["A1"].font = Font(bold=True, size=14)


def _rows(
    viewer: Viewer, organisation: Organisation, sheet: Sheet
) -> Iterator[dict[str, Any]]:
    """The values of each row, by column."""
    for row in sheet.rows(viewer, organisation):
        yield values_of(sheet, row, viewer, organisation)


def values_of(
    sheet: Sheet, row: Versioned, viewer: Viewer, organisation: Organisation
) -> dict[str, Any]:
    """A row's values as its form shows them."""
    form = sheet.kind.form(viewer=viewer, organisation=organisation, row=row)
    values = {name: form[name].value() for name in form.fields}
    for column in sheet.columns:  # where a row stands is not in the form to change it
        if column.name not in values and hasattr(row, column.name):
            values[column.name] = getattr(row, column.name)
    return values | {MARK: mark_of(row)}


def mark_of(row: Versioned) -> str:
    """What names a row and the version that was exported."""
    return f"{row.key}:{row.version}"


def fill(
    page: Worksheet, sheet: Sheet, rows: list[dict[str, Any]], words: Worksheet
) -> None:
    """Write a sheet's heading, its rows by column, and drop-downs from `words`."""
    last = FIRST_ROW + len(rows) + ROOM
    for number, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        _head(page, number, column)
        for offset, row in enumerate(rows):
            cell = page.cell(FIRST_ROW + offset, number)
            cell.value = shown(column, row.get(column.name))
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text that begins with = is no formula
            cell.number_format = FORMATS.get(column.kind, "General")
        if column.choices and not column.several:
            _offer(page, f"{letter}{FIRST_ROW}:{letter}{last}", column, words)
    page.row_dimensions[NAMES_ROW].hidden = True
    page.freeze_panes = f"B{FIRST_ROW}"


def _head(page: Worksheet, number: int, column: Column) -> None:
    page.cell(NAMES_ROW, number, column.name)
    label = page.cell(LABELS_ROW, number, column.label)
    label.font, label.fill = Font(bold=True), HEAD
    hint = page.cell(HINTS_ROW, number, column.hint)
    hint.font = QUIET
    for head in (label, hint):
        head.alignment = Alignment(wrap_text=True, vertical="top")
    width = 16 if column.name == MARK else min(34, max(14, len(column.label) + 2))
    page.column_dimensions[get_column_letter(number)].width = width


def _offer(page: Worksheet, cells: str, column: Column, words: Worksheet) -> None:
    """A drop-down; its words stand in a column of the hidden sheet."""
    taken = 0 if words.max_row == 1 and words["A1"].value is None else words.max_column
    letter = get_column_letter(taken + 1)
    for number, (_value, word) in enumerate(column.choices, 1):
        words.cell(number, taken + 1, word)
    offered = DataValidation(
        type="list",
        formula1=f"'{WORDS}'!${letter}$1:${letter}${len(column.choices)}",
        allow_blank=True,
    )
    offered.error = _("Choose one from the list.")
    offered.add(cells)
    page.add_data_validation(offered)
