import json

import msgspec
import pytest
from tests.processes.cluster import cluster

from grandis.processes import Figure, quotation_json, quote, trace_text
from grandis.processes.archetypes import CASES, HOUSING
from grandis.processes.figures import FromRow, entered
from grandis.processes.rendering import range_text, rounded

PART = msgspec.structs.replace(HOUSING, yearly_volume=20_000, secondary=("painting",))
QUOTATION = quote(PART, cluster())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.01234, "0.012"),
        (0.5, "0.50"),
        (1.26, "1.3"),
        (99.4, "99"),
        (1234, "1 200"),
        (1_250_000, "1 200 000"),
        (-3.14, "-3.1"),
    ],
)
def test_numbers_show_two_digits(value, text):
    assert rounded(value) == text


def test_a_range_shows_its_bounds_and_a_certain_figure_none():
    row = FromRow("t.csv", "r", "c", "read")

    assert range_text(Figure(1, 2, 4, "EUR", row)) == "2.0 EUR (1.0 to 4.0)"
    assert range_text(entered(3, "mm", "customer", "wall")) == "3.0 mm"
    assert range_text(entered(3, "-", "customer", "cavities")) == "3.0"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.part.name)
def test_the_json_holds_every_figure_once_and_every_reference(case):
    values = json.loads(json.dumps(quotation_json(quote(case.made, cluster()))))

    figures = values["figures"]
    for figure in figures.values():
        assert figure["low"] <= figure["expected"] <= figure["high"]
        assert figure["source"]["kind"] in ("formula", "row", "entry")
        assert (figure["source"]["kind"] == "formula") == bool(figure["inputs"])
        assert all(each["figure"] in figures for each in figure["inputs"])
    for route in values["routes"]:
        assert route["unit"] in figures
    for step in values["steps"]:
        for option in step["options"]:
            assert option["price"] in figures


def test_the_json_says_sentences_beside_codes():
    values = quotation_json(QUOTATION)

    refused = next(p for p in values["processes"] if p["process"] == "extrusion")
    assert refused["reasons"][0]["code"] == "shape"
    assert refused["reasons"][0]["sentence"].startswith("extrusion makes")
    assert values["missing_in_network"][0]["code"] == "step_outside"


def test_a_trace_goes_down_to_the_rows():
    text = trace_text(QUOTATION.routes[0].unit)

    assert text.splitlines()[0].endswith(
        "formula full_unit_price: u = lot/quantity + tools/lifetime"
    )
    assert "materials.csv, abs: ASSUMPTION" in text
    assert "entered by the customer: mass" in text
