"""The figures behind a price have names in the reader's language."""

from django.urls import reverse
from django.utils.translation import override

from grandis.hub.chains.models import Workings
from grandis.hub.chains.telling.figures import OF_MATERIAL, ROWS, figure_name
from grandis.hub.core.models import Person
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
