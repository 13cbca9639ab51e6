"""Broken workbooks: each fault by its cell, and nothing of them is saved."""

from io import BytesIO

import pytest
from openpyxl import Workbook
from tests.hub.members.spreadsheets.books import Book

from grandis.hub.core.errors import Broken
from grandis.hub.core.models import JournalHead
from grandis.hub.members.domain.resources import edit_site
from grandis.hub.members.spreadsheets.importing import carry_out, look
from grandis.hub.members.spreadsheets.writing import workbook_of

MACHINES = "Machines, lines and teams"
#: A sheet, a column, what somebody writes into its first row, and what is said.
WRITTEN = {
    "a formula": ("Sites", "town", "=A1", "formula"),
    "a foreign date": ("Certificates", "issued_on", "31.03.2024", "2026-03-31"),
    "a word for a number": (MACHINES, "limit_clamp", "two hundred", "not a number"),
    "a number with its unit": (MACHINES, "limit_clamp", "200 t", "not a number"),
    "an unknown choice": (MACHINES, "process", "Alchemy", "not one of the choices"),
    "a region that is none": ("Sites", "nuts", "9LT", "NUTS"),
    "a required cell left empty": ("Sites", "name", None, "required"),
    "a row that does not exist": ("Sites", "mark", "abcdefghjkmn:1", "no such row"),
    "a latitude beyond the pole": ("Sites", "latitude", 99, "90"),
    "an hour that is none": ("Working week", "start", "six o'clock", "06:00"),
}


@pytest.fixture
def kamstuna(cast, filled):
    return cast.organisation(cast.ona)


@pytest.fixture
def by(cast):
    return cast.viewer(cast.ona)


@pytest.fixture
def book(kamstuna, by):
    return Book(workbook_of(by, kamstuna, empty=False))


@pytest.mark.parametrize("case", WRITTEN)
def test_a_fault_names_its_cell(book, kamstuna, by, case):
    sheet, column, value, said = WRITTEN[case]
    cell = book.write(sheet, column, value)

    (fault,) = look(book.content, organisation=kamstuna, by=by).faults

    assert (fault.sheet, fault.cell) == (sheet, cell)
    assert said in fault.text


def test_merged_cells_are_named(book, kamstuna, by):
    book.book["Sites"].merge_cells("B4:C4")

    faults = look(book.content, organisation=kamstuna, by=by).faults

    assert "B4:C4" in {fault.cell for fault in faults}


def test_a_row_that_stands_twice_is_named(book, kamstuna, by):
    mark = book.place("Sites", "mark").value
    cell = book.write("Sites", "mark", mark, row=1)

    (fault,) = look(book.content, organisation=kamstuna, by=by).faults

    assert fault.cell == cell
    assert "A4" in fault.text


def test_a_second_machine_of_the_same_name_is_named(book, kamstuna, by):
    cell = book.write(MACHINES, "name", book.place(MACHINES, "name", 1).value)

    (fault,) = look(book.content, organisation=kamstuna, by=by).faults

    assert fault.sheet == MACHINES
    assert fault.cell.endswith("4"), cell


def test_an_unknown_column_is_named(book, kamstuna, by):
    page = book.book["Sites"]
    page.cell(1, page.max_column + 1, "colour")

    (fault,) = look(book.content, organisation=kamstuna, by=by).faults

    assert "colour" in fault.text


def test_a_row_that_somebody_changed_meanwhile_is_a_conflict(
    book, kamstuna, by, filled
):
    edit_site(filled.ona["site"], by=by, street="New street 1")
    book.write("Sites", "town", "Alytus")

    (fault,) = look(book.content, organisation=kamstuna, by=by).faults

    assert (fault.cell, "after the export" in fault.text) == ("A4", True)


def test_a_workbook_with_one_fault_saves_nothing(book, kamstuna, by):
    book.write("Sites", "town", "Alytus")
    book.write("Certificates", "issued_on", "yesterday")
    report = look(book.content, organisation=kamstuna, by=by)
    before = JournalHead.objects.get().size

    with pytest.raises(Broken, match="nothing was saved"):
        carry_out(
            book.content, organisation=kamstuna, by=by, fingerprint=report.fingerprint
        )

    assert JournalHead.objects.get().size == before


def test_what_was_not_looked_at_is_not_saved(book, kamstuna, by):
    report = look(book.content, organisation=kamstuna, by=by)
    book.write("Sites", "town", "Alytus")

    with pytest.raises(Broken, match="look again"):
        carry_out(
            book.content, organisation=kamstuna, by=by, fingerprint=report.fingerprint
        )


def foreign_workbook():
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"key;name\n1;a", "no Excel workbook"),
        (b"PK\x03\x04 broken", "no Excel workbook"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "no Excel workbook"),
        (bytes(5_000_001), "larger than 5 MB"),
        (foreign_workbook(), "none of these sheets"),
    ],
)
def test_what_is_no_workbook_of_ours_is_refused(kamstuna, by, content, said):
    with pytest.raises(Broken, match=said):
        look(content, organisation=kamstuna, by=by)
