"""Workbooks to try: written by the hub, changed as people do."""

import shutil
import subprocess
from io import BytesIO

from openpyxl import load_workbook

from grandis.hub.members.spreadsheets.columns import FIRST_ROW, NAMES_ROW


class Book:
    """A workbook whose cells are found by sheet, column name and row."""

    def __init__(self, content):
        self.book = load_workbook(BytesIO(content))

    def place(self, sheet, name, row=0):
        """The cell of a column, in the row of data so far down."""
        page = self.book[sheet]
        for number in range(1, page.max_column + 1):
            if page.cell(NAMES_ROW, number).value == name:
                return page.cell(FIRST_ROW + row, number)
        raise LookupError(name)

    def write(self, sheet, name, value, row=0):
        """Write a cell and return where it is."""
        cell = self.place(sheet, name, row)
        cell.value = value
        return cell.coordinate

    @property
    def content(self):
        out = BytesIO()
        self.book.save(out)
        return out.getvalue()


def saved_by_libreoffice(content, folder):
    """The workbook as LibreOffice writes it after reading it."""
    source, target = folder / "in" / "book.xlsx", folder / "out"
    source.parent.mkdir()
    source.write_bytes(content)
    command = [shutil.which("soffice") or "soffice", "--headless", "--norestore"]
    subprocess.run(
        [
            *command,
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(target),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return (target / "book.xlsx").read_bytes()
