"""The figures behind a price have names in the reader's language."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from tests.processes.cluster import CERTIFICATES, problem

from grandis.hub.chains.domain.workings import kept
from grandis.hub.chains.models import Workings
from grandis.hub.chains.telling.figures import OF_MATERIAL, ROWS, figure_name
from grandis.hub.core.models import Person
from grandis.processes import quote, read_part
from grandis.processes.demo import demo_network
from grandis.processes.tables import table

TABLES = ("assumptions", "cost_parameters", "processes")


def leaves(quotation):
    values = Workings.objects.get(quotation=quotation).values["leaves"]
    return [leaf for of_route in values for leaf in of_route]


def test_every_figure_of_a_quotation_has_one(quotation):
    named = [leaf for leaf in leaves(quotation) if leaf["name"]]
    lacking = {
        leaf["name"] for leaf in named if not figure_name(leaf["name"], leaf["source"])
    }
    assert named
    assert lacking == set()


OPEN = {
    "material": "abs",
    "shape": "open",
    "length": "120 mm",
    "width": "80 mm",
    "height": "40 mm",
    "wall": "2 mm",
    "mass": "55 g",
}
BOTTLE = {
    "material": "pet",
    "shape": "hollow",
    "length": "80 mm",
    "width": "80 mm",
    "height": "220 mm",
    "wall": "0.5 mm",
    "mass": "30 g",
    "container": "1 l",
}
PROFILE = {
    "material": "pp-homo",
    "shape": "constant_section",
    "length": "2000 mm",
    "width": "60 mm",
    "height": "40 mm",
    "wall": "2 mm",
    "mass": "400 g",
}


@pytest.mark.parametrize("shape", [OPEN, BOTTLE, PROFILE])
@pytest.mark.parametrize("pieces", [20, 300, 20_000, 2_000_000])
@pytest.mark.parametrize("design", ["ready", "idea"])
def test_every_figure_of_any_process_has_one(shape, pieces, design):
    asked = {"name": "part", "secondary": ["assembly"], "design": design} | shape
    part = read_part(asked | {"yearly_volume": pieces, "lot_size": pieces})
    values = kept(quote(part, demo_network(problem(), CERTIFICATES)), ())

    named = [leaf for way in values["leaves"] for leaf in way if leaf["name"]]
    assert {
        leaf["name"] for leaf in named if not figure_name(leaf["name"], leaf["source"])
    } == set()


def test_every_name_belongs_to_a_row_of_the_tables():
    rows = {".".join(id_.split(".")[:2]) for name in TABLES for id_ in table(name)}
    assert ROWS.keys() <= rows
    assert all(
        row.text(name)
        for row in [table("materials")["pp-homo"]]
        for name in OF_MATERIAL
    )


def test_a_figure_that_nobody_named_keeps_its_english():
    source = {"kind": "row", "file": "assumptions.csv", "id": "fdm.wall", "column": "x"}
    assert figure_name("least wall", source) == ""


def test_the_page_says_them_in_the_readers_language(cast, quotation, as_):
    Person.objects.filter(pk=cast.rasa.pk).update(language="da")
    where = reverse("chains:quotation", args=["plastics", quotation.key])
    page = as_(cast.rasa).get(where).content.decode()
    with override("da"):
        markup = str(ROWS["price.markup"])
    assert markup == "Faste omkostninger og fortjeneste"
    assert markup in page
    assert "overhead and profit on the cost" not in page
