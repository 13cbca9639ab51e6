"""What goes out comes back without a change, and one edit is one change."""

import pytest
from django.utils.translation import override
from tests.hub.members.spreadsheets.books import Book, saved_by_libreoffice

from grandis.hub.core.models import JournalHead
from grandis.hub.members.domain import resources
from grandis.hub.members.models import Resource, Site
from grandis.hub.members.spreadsheets.importing import carry_out, look
from grandis.hub.members.spreadsheets.writing import workbook_of


@pytest.fixture
def kamstuna(cast, filled):
    """The company of the tests, with a row of every kind."""
    return cast.organisation(cast.ona)


@pytest.fixture
def by(cast):
    return cast.viewer(cast.ona)


@pytest.fixture
def content(kamstuna, by):
    return workbook_of(by, kamstuna, empty=False)


def test_an_unchanged_workbook_changes_nothing(content, kamstuna, by):
    report = look(content, organisation=kamstuna, by=by)

    assert (report.changes, report.faults) == ([], [])


@pytest.mark.parametrize("language", ["en", "lt", "da"])
def test_words_with_a_comma_in_them_come_back(filled, kamstuna, by, language):
    estimated = ["clamp", "shot", "tie_bar_long", "tie_bar_short"]
    resources.edit_resource(filled.ona["resource"], by=by, assumed=estimated)

    with override(language):
        content = workbook_of(by, kamstuna, empty=False)
        report = look(content, organisation=kamstuna, by=by)

    assert (report.changes, report.faults) == ([], [])


def test_numbers_without_an_end_come_back(filled, kamstuna, by, tmp_path):
    limits = {"clamp": 2000 / 3, "shot": 100 / 7}
    resources.edit_resource(filled.ona["resource"], by=by, limits=limits)
    resources.edit_site(filled.ona["site"], by=by, latitude=164 / 3, longitude=24 / 7)
    content = saved_by_libreoffice(workbook_of(by, kamstuna, empty=False), tmp_path)

    report = look(content, organisation=kamstuna, by=by)

    assert (report.changes, report.faults) == ([], [])


def test_a_workbook_saved_again_by_libreoffice_changes_nothing(
    content, kamstuna, by, tmp_path
):
    again = saved_by_libreoffice(content, tmp_path)

    report = look(again, organisation=kamstuna, by=by)

    assert (report.changes, report.faults) == ([], [])


def test_one_edit_is_exactly_that_change(content, kamstuna, by, tmp_path):
    book = Book(saved_by_libreoffice(content, tmp_path))
    book.write("Sites", "town", "Alytus")

    (change,) = look(book.content, organisation=kamstuna, by=by).changes

    assert (change.sheet, change.what) == ("Sites", "changed")
    assert [after for _label, _before, after in change.fields] == ["Alytus"]


def test_looking_changes_nothing_and_saving_does(content, kamstuna, by):
    book = Book(content)
    book.write("Sites", "town", "Alytus")
    before = JournalHead.objects.get().size

    report = look(book.content, organisation=kamstuna, by=by)
    assert JournalHead.objects.get().size == before
    carry_out(
        book.content, organisation=kamstuna, by=by, fingerprint=report.fingerprint
    )

    assert Site.objects.get(organisation=kamstuna).town == "Alytus"
    assert JournalHead.objects.get().size == before + 1


def test_a_machine_may_stand_at_a_site_of_the_same_workbook(content, kamstuna, by):
    book = Book(content)
    book.write("Sites", "name", "Second works", row=1)
    book.write("Sites", "town", "Alytus", row=1)
    book.write("Sites", "country", "Lithuania", row=1)
    sheet = "Machines, lines and teams"
    for name, value in {
        "process": "Injection moulding",
        "site": "Second works",
        "name": "New press",
        "kind": "Machine",
        "capacity": 1,
        "limit_clamp": 1500,
    }.items():
        book.write(sheet, name, value, row=2)

    report = look(book.content, organisation=kamstuna, by=by)
    assert report.faults == []
    carry_out(
        book.content, organisation=kamstuna, by=by, fingerprint=report.fingerprint
    )

    new = Resource.objects.get(name="New press")
    assert (new.site.name, new.limits) == ("Second works", {"clamp": 1500.0})


def test_a_row_is_removed_where_it_says_so_and_missing_rows_stay(content, kamstuna, by):
    book = Book(content)
    book.write("Products", "remove", "yes")
    del book.book["Markets"]

    (change,) = look(book.content, organisation=kamstuna, by=by).changes

    assert (change.sheet, change.what) == ("Products", "removed")


def test_the_template_holds_no_rows(kamstuna, by):
    template = Book(workbook_of(by, kamstuna, empty=True))

    assert template.place("Sites", "town").value is None
    assert template.book["Sites"].data_validations.dataValidation


def test_the_coordinator_s_workbook_holds_nothing_confidential(cast, kamstuna):
    book = Book(workbook_of(cast.viewer(cast.rasa), kamstuna, empty=False)).book

    titles = set(book.sheetnames)
    assert {"Sites", "Certificates"} <= titles
    assert not titles & {
        "Hourly rates",
        "Working week",
        "Closures",
        "Booked hours",
        "Yearly figures",
    }
    assert "Machines, lines and teams" not in titles
