"""Downloads of plans hold what the coordinator may see, and open."""

import json
from io import BytesIO
from xml.etree import ElementTree

from django.urls import reverse
from openpyxl import load_workbook

from grandis.hub.chains.models import Work


def fetch(planned, as_, kind):
    address = reverse("chains:plan_file", args=["plastics", planned.run.key, kind])
    return as_(planned.cast.rasa).get(address)


def test_the_picture_stands_alone(planned, as_):
    root = ElementTree.fromstring(fetch(planned, as_, "svg").content)
    assert root.tag.endswith("svg")


def test_the_document_is_a_pdf(planned, as_):
    answer = fetch(planned, as_, "pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_spreadsheet_has_a_row_for_each_step(planned, as_):
    sheet = load_workbook(BytesIO(fetch(planned, as_, "xlsx").content)).active
    assert sheet.max_row - 1 == Work.objects.filter(plan=planned.plan).count()


def test_the_values_hold_neither_load_nor_cost(planned, as_):
    text = fetch(planned, as_, "json").content.decode()
    values = json.loads(text)
    assert values["value"] == planned.plan.value
    for secret in ('"cost"', '"load"', '"calendar"', '"closed"', '"late_cost"'):
        assert secret not in text


def test_there_are_no_other_files(planned, as_):
    assert fetch(planned, as_, "exe").status_code == 404
