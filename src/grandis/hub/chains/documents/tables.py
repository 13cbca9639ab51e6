"""Rows as a spreadsheet."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def spreadsheet(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], zone: str
) -> bytes:
    """A workbook of one sheet; moments are on the cluster's clock.

    Text is never a formula, whatever it begins with.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title[:31]
    clock = ZoneInfo(zone)
    for number, row in enumerate([heads, *rows], 1):
        for column, value in enumerate(row, 1):
            if isinstance(value, datetime):
                value = value.astimezone(clock).replace(tzinfo=None)
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            elif isinstance(value, datetime):
                cell.number_format = "yyyy-mm-dd hh:mm"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for column in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 24
    out = BytesIO()
    book.save(out)
    return out.getvalue()
