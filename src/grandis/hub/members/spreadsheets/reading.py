"""Taking a workbook apart, cell by cell, without believing anything in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from grandis.hub.core.errors import Broken
from grandis.hub.members.spreadsheets.cells import UnreadableCell, sent
from grandis.hub.members.spreadsheets.columns import (
    FIRST_ROW,
    LABELS_ROW,
    MARK,
    NAMES_ROW,
    Column,
    Sheet,
)

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
MOST_ROWS = 2_000


@dataclass(frozen=True)
class Fault:
    """What is wrong, and in which cell."""

    sheet: str
    cell: str
    text: str


@dataclass
class Line:
    """A row of a sheet: what its form is sent, and the cell of each value."""

    sheet: Sheet
    number: int
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    is_readable: bool = True

    def fault(self, name: str, text: str) -> Fault:
        """A fault of one of its values, or of the row as a whole."""
        cell = self.cells.get(name) or self.cells.get(MARK) or f"A{self.number}"
        return Fault(self.sheet.title, cell, text)


def open_workbook(content: bytes) -> Any:
    """The workbook in a file that somebody sent; `Broken` if it is none."""
    if len(content) > MOST_BYTES:
        raise Broken(_("The file is larger than 5 MB; send a smaller one."))
    wrong = _("This is no Excel workbook (.xlsx); save it as one and try again.")
    try:
        with ZipFile(BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
            names = packed.namelist()
    except (BadZipFile, ValueError, OSError):
        raise Broken(wrong) from None
    if size > MOST_UNPACKED:
        raise Broken(_("The workbook is too large when it is unpacked."))
    if any("vbaProject" in name for name in names):
        raise Broken(_("The workbook holds macros; save it as .xlsx without them."))
    try:
        return load_workbook(BytesIO(content))
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise Broken(wrong) from error


def lines_of(book: Any, sheets: list[Sheet], faults: list[Fault]) -> list[Line]:
    """The filled rows of all known sheets; what cannot be read goes to `faults`."""
    known = {sheet.title: sheet for sheet in sheets}
    found = [page.title for page in book.worksheets if page.title in known]
    if not found:
        raise Broken(
            _("The workbook has none of these sheets: %(titles)s. Use the template.")
            % {"titles": ", ".join(known)}
        )
    return [
        line for title in found for line in _lines(book[title], known[title], faults)
    ]


def _lines(page: Worksheet, sheet: Sheet, faults: list[Fault]) -> Iterator[Line]:
    columns = _columns(page, sheet, faults)
    if columns is None:
        return
    for merged in page.merged_cells.ranges:
        if merged.max_row >= FIRST_ROW:
            text = _("These cells are merged; split them and fill in each.")
            faults.append(Fault(sheet.title, str(merged), text))
    if page.max_row > FIRST_ROW + MOST_ROWS + 1_000:
        faults.append(
            Fault(
                sheet.title,
                f"A{FIRST_ROW + MOST_ROWS}",
                _("There are more than %(most)d rows; send them in parts.")
                % {"most": MOST_ROWS},
            )
        )
        return
    for cells in page.iter_rows(min_row=FIRST_ROW):
        if any(cell.value not in (None, "") for cell in cells):
            yield _line(cells, sheet, columns, faults)


def _columns(
    page: Worksheet, sheet: Sheet, faults: list[Fault]
) -> dict[int, Column] | None:
    """The columns by their place; None where they cannot be made out."""
    known = {column.name: column for column in sheet.columns}
    found: dict[int, Column] = {}
    before = len(faults)
    for number in range(1, page.max_column + 1):
        name = str(page.cell(NAMES_ROW, number).value or "").strip()
        place = f"{get_column_letter(number)}{LABELS_ROW}"
        if not name and page.cell(LABELS_ROW, number).value in (None, ""):
            continue
        if name not in known:
            text = _("There is no column “%(name)s”; use those of the template.")
            label = name or page.cell(LABELS_ROW, number).value
            faults.append(Fault(sheet.title, place, text % {"name": label}))
        elif known[name] in found.values():
            text = _("The column “%(name)s” stands here a second time.")
            faults.append(Fault(sheet.title, place, text % {"name": name}))
        else:
            found[number] = known[name]
    return found if len(faults) == before else None


def _line(
    cells: Any, sheet: Sheet, columns: dict[int, Column], faults: list[Fault]
) -> Line:
    line = Line(sheet, cells[0].row)
    for cell in cells:
        column = columns.get(cell.column)
        if column is None:
            continue
        line.cells[column.name] = cell.coordinate
        if cell.data_type == "f":
            text = _("This is a formula; write the value itself.")
        elif cell.data_type == "e":
            text = _("This cell holds an error; write the value itself.")
        else:
            try:
                line.values[column.name] = sent(column, cell.value)
                continue
            except UnreadableCell as wrong:
                text = str(wrong)
        line.is_readable = False
        faults.append(Fault(sheet.title, cell.coordinate, text))
    return line
