"""The coordinator invites many organisations with one workbook, none of them twice."""

import pytest
from django.core import mail
from tests.hub.members.spreadsheets.books import Book

from grandis.hub.core.models import Organisation
from grandis.hub.members.spreadsheets.importing import carry_out, look
from grandis.hub.members.spreadsheets.writing import workbook_of

NEW = {
    "name": "UAB Naujoji",
    "country": "Lithuania",
    "role": "Member",
    "email": "vadovas@example.org",
    "language": "Lithuanian",
}


@pytest.fixture
def by(cast):
    return cast.viewer(cast.rasa)


@pytest.fixture
def office(cast):
    return cast.organisation(cast.rasa)


@pytest.fixture
def book(office, by):
    return Book(workbook_of(by, office, empty=False))


def write(book, values, row):
    for name, value in values.items():
        book.write("Organisations", name, value, row=row)


def below(book):
    """The first free row."""
    page = book.book["Organisations"]
    return page.max_row - 3


def test_it_changes_nothing_as_it_is(book, office, by):
    report = look(book.content, organisation=office, by=by)

    assert (report.changes, report.faults) == ([], [])


def test_it_invites_an_organisation_with_its_first_person(
    book, office, by, django_capture_on_commit_callbacks
):
    write(book, NEW, below(book))
    report = look(book.content, organisation=office, by=by)
    assert report.faults == []

    with django_capture_on_commit_callbacks(execute=True):
        carry_out(
            book.content, organisation=office, by=by, fingerprint=report.fingerprint
        )

    assert Organisation.objects.get(name="UAB Naujoji").role == "member"
    assert [message.to for message in mail.outbox] == [["vadovas@example.org"]]


def test_a_look_mails_nobody(book, office, by, django_capture_on_commit_callbacks):
    write(book, NEW, below(book))

    with django_capture_on_commit_callbacks(execute=True):
        look(book.content, organisation=office, by=by)

    assert mail.outbox == []


def test_a_company_that_is_there_already_is_named_by_its_cell(book, office, by):
    row = below(book)
    write(book, NEW | {"name": "uab kamštūna"}, row)

    (fault,) = look(book.content, organisation=office, by=by).faults

    assert fault.cell == book.place("Organisations", "name", row).coordinate
    assert "in the cluster already" in fault.text


def test_a_company_that_stands_twice_is_named_by_its_cell(book, office, by):
    row = below(book)
    write(book, NEW, row)
    write(book, NEW, row + 1)

    (fault,) = look(book.content, organisation=office, by=by).faults

    assert fault.cell == book.place("Organisations", "name", row + 1).coordinate
