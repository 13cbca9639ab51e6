"""Out and in through the browser: every change is seen before it is saved."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.hub.members.spreadsheets.books import Book
from tests.hub.ui.validity import faults

from grandis.hub.members.models import Site


@pytest.fixture
def company(cast, filled):
    """The address of Kamštūna's own pages."""
    return f"/c/plastics/company/{cast.organisation(cast.ona).key}"


def sent(client, company, content):
    file = SimpleUploadedFile("book.xlsx", content)
    return client.post(f"{company}/spreadsheet/", {"workbook": file})


def hidden(page):
    """The hidden values of the form that saves."""
    return dict(re.findall(r'name="(once|upload|fingerprint)" value="([^"]+)"', page))


def test_a_change_is_shown_and_then_saved_once(cast, as_, company):
    client = as_(cast.ona)
    book = Book(client.get(f"{company}/spreadsheet/workbook/").content)
    book.write("Sites", "town", "Alytus")

    shown = sent(client, company, book.content).content.decode()
    assert "Alytus" in shown
    assert faults(shown) == []
    assert Site.objects.get(name="Main works", town="Kaunas")
    first = client.post(f"{company}/spreadsheet/", hidden(shown))
    second = client.post(f"{company}/spreadsheet/", hidden(shown))

    assert (first.status_code, second.status_code) == (302, 302)
    assert Site.objects.get(town="Alytus").version == 2


def test_faults_are_shown_by_cell_and_cannot_be_saved(cast, as_, company):
    client = as_(cast.ona)
    book = Book(client.get(f"{company}/spreadsheet/workbook/").content)
    cell = book.write("Sites", "nuts", "Kaunas")

    answer = sent(client, company, book.content)

    assert answer.status_code == 422
    assert cell in answer.content.decode()
    assert "fingerprint" not in answer.content.decode()


def test_a_file_that_is_no_workbook_gets_one_sentence(cast, as_, company):
    answer = sent(as_(cast.ona), company, b"nothing of the kind")

    assert answer.status_code == 422
    assert "no Excel workbook" in answer.content.decode()


def test_the_workbook_of_one_is_not_another_s_to_save(cast, as_, company):
    client = as_(cast.ona)
    book = Book(client.get(f"{company}/spreadsheet/workbook/").content)
    book.write("Sites", "town", "Alytus")
    shown = sent(client, company, book.content).content.decode()

    as_(cast.rasa).post(f"{company}/spreadsheet/", hidden(shown))

    assert not Site.objects.filter(town="Alytus").exists()


def test_a_competitor_finds_no_such_page(cast, as_, company):
    assert as_(cast.darius).get(f"{company}/spreadsheet/workbook/").status_code == 404
