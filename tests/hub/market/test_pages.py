"""The pages of opportunities: written, changed, ended, listed and taken out."""

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests.hub.market.asking import CAP, enter
from tests.hub.ui.validity import faults

from grandis.hub.core.domain import personal
from grandis.hub.core.models import Person
from grandis.hub.core.viewer import Viewer
from grandis.hub.market.domain import enquirers, opportunities
from grandis.hub.market.enums import Ending, Source, State
from grandis.hub.market.models import Enquirer, ExchangeRate, Opportunity, Part
from grandis.hub.market.pipeline.speed import in_words, speed_for
from grandis.hub.market.views import pipeline

WRITTEN = {
    "title": "Sensor housing",
    "material": "abs",
    "shape": "open",
    "length": "60",
    "width": "40",
    "height": "25",
    "wall": "2",
    "mass": "0.03 kg",
    "yearly_volume": "50000",
}


@pytest.fixture
def at(cast):
    def address(page, opportunity=None, **more):
        if opportunity is not None:
            more["key"] = opportunity.key
        given = {"cluster": cast.cluster.slug, **more}
        return reverse(f"market:{page}", kwargs=given)

    return address


def form_of(client, address):
    """All values of the page's form, as a browser would send them back."""
    page = client.get(address).context["form"]
    return {
        bound.html_name: bound.value() for bound in page if bound.value() is not None
    }


def text_of(answer):
    return answer.content.decode()


def test_the_office_enters_for_a_customer(cast, as_, at):
    carl = cast.organisation(cast.carl)
    answer = as_(cast.rasa).post(
        at("enter"),
        WRITTEN | {"customer": carl.pk, "name": "Inge", "email": "inge@example.org"},
    )
    found = Opportunity.objects.get()
    assert answer.url == at("opportunity", found)
    assert (found.customer, found.state) == (carl, State.RECEIVED)
    assert Part.objects.get().values["mass"] == 30.0
    assert Enquirer.objects.get().name == "Inge"


def test_a_member_enters_an_idea_and_hands_it_in(cast, as_, at):
    browser = as_(cast.ona)
    browser.post(at("enter"), WRITTEN)
    idea = Opportunity.objects.get()
    assert idea.state == State.DRAFT
    assert as_(cast.rasa).get(at("opportunity", idea)).status_code == 404
    browser.post(at("hand_in", idea))
    page = text_of(as_(cast.rasa).get(at("opportunity", idea)))
    assert "Sensor housing" in page


def test_the_form_shows_again_what_was_written(cast, as_, at):
    browser = as_(cast.rasa)
    browser.post(at("enter"), WRITTEN | {"length": "2.5 in"})
    found = Opportunity.objects.get()
    shown = form_of(browser, at("edit", found))
    assert shown["length"] == "2.5 in"
    assert browser.post(at("edit", found), shown).status_code == 302
    assert Opportunity.objects.get().version == found.version  # nothing changed


def test_both_versions_stand_side_by_side_after_a_conflict(cast, as_, at, asked):
    browser = as_(cast.rasa)
    mine = form_of(browser, at("edit", asked.offices))
    rasa = cast.viewer(cast.rasa)
    opportunities.change(asked.offices, by=rasa, part=CAP | {"mass": 6.5})

    answer = browser.post(at("edit", asked.offices), mine | {"mass": "7 g"})

    page = text_of(answer)
    assert answer.status_code == 422
    assert "Both versions" in page
    assert re.search(r"6.5 g.*?7 g", page, re.DOTALL)
    assert Part.objects.get(opportunity=asked.offices).values["mass"] == 6.5
    again = {bound.html_name: bound.value() for bound in answer.context["form"]}
    sent = {name: value for name, value in again.items() if value is not None}
    assert browser.post(at("edit", asked.offices), sent).status_code == 302
    assert Part.objects.get(opportunity=asked.offices).values["mass"] == 7.0


def test_a_revision_takes_its_place_on_the_page(cast, as_, at, asked):
    browser = as_(cast.carl)
    mine = form_of(browser, at("revise", asked.customers))
    answer = browser.post(at("revise", asked.customers), mine | {"mass": "6.6"})
    new = Opportunity.objects.get(revises=asked.customers)
    assert answer.url == at("opportunity", new)
    assert "earlier version" in text_of(browser.get(answer.url))


def test_large_deliveries_are_read_at_a_glance(cast, as_, at, asked):
    delivery = {"due": timezone.localdate() + timedelta(weeks=12), "quantity": 80_000}
    rasa = cast.viewer(cast.rasa)
    opportunities.change(asked.public, by=rasa, version=None, call_offs=[delivery])
    page = as_(cast.rasa).get(at("opportunity", asked.public)).content.decode()
    assert ">80\N{NO-BREAK SPACE}000<" in page


def test_it_ends_after_a_look_at_the_answers(cast, as_, at, asked):
    browser = as_(cast.rasa)
    said = {"state": State.DECLINED, "ending": Ending.CAPABILITY, "note": "Too large"}
    page = text_of(browser.post(at("end", asked.public), said))
    assert "Nobody in the cluster can make it" in page
    assert Opportunity.objects.get(pk=asked.public.pk).state == State.RECEIVED
    browser.post(at("end", asked.public), said | {"confirmed": "yes"})
    assert Opportunity.objects.get(pk=asked.public.pk).ending == Ending.CAPABILITY
    wrong = browser.post(at("end", asked.offices), {"state": State.LOST})
    assert wrong.status_code == 422


def test_conditions_come_back_in_words(cast, as_, at, asked):
    ona, darius = cast.organisation(cast.ona), cast.organisation(cast.darius)
    browser = as_(cast.rasa)
    sent = form_of(browser, at("policy", asked.customers)) | {
        "largest_share": 60,
        "least_reliability": 90,
        "required_members": [ona.key],
        "late_cents_per_day": "120.50",
        "first_0": ona.key,
        "second_0": darius.key,
    }
    assert browser.post(at("policy", asked.customers), sent).status_code == 302
    stored = Opportunity.objects.get(pk=asked.customers.pk)
    assert stored.policy == {
        "largest_share": 60,
        "apart": [[ona.key, darius.key]],
        "required": [ona.key],
        "least_reliability": 0.9,
    }
    assert stored.late_cents_per_day == 12_050
    page = text_of(browser.get(at("opportunity", asked.customers)))
    assert "UAB Kamštūna and UAB Detalinga do not work on it together." in page
    assert form_of(browser, at("policy", asked.customers))["first_0"] == ona.key
    twice = sent | {"second_0": ona.key, "version": stored.version}
    assert browser.post(at("policy", asked.customers), twice).status_code == 422


def test_alike_enquiries_of_one_customer_are_shown(cast, as_, at, asked):
    rasa, carl = cast.viewer(cast.rasa), cast.organisation(cast.carl)
    again = enter(cast, rasa, Source.COORDINATOR, "Something", customer=carl)
    page = text_of(as_(cast.rasa).get(at("opportunity", again)))
    assert "This may be here already" in page
    assert at("opportunity", asked.customers) in page
    assert at("opportunity", asked.public) not in page
    Opportunity.objects.filter(pk=asked.customers.pk).update(
        created_at=timezone.now() - timedelta(days=91)
    )
    later = text_of(as_(cast.rasa).get(at("opportunity", again)))
    assert "This may be here already" not in later
    assert "This may be here already" not in text_of(
        as_(cast.carl).get(at("opportunity", again))
    )


@pytest.mark.parametrize(
    ("asked_for", "found"),
    [
        ({"text": "TELEPHONE"}, {"Cap by telephone"}),
        ({"text": "ingrid"}, {"Cap from the form"}),
        ({"state": "received", "text": "idea"}, {"Idea of Darius"}),
        ({"since": "2099-01-01"}, set()),
        ({"until": "2001-01-01"}, set()),
        ({"state": "nonsense"}, {"Cap from the form", "Cap of Carl"}),
    ],
)
def test_the_table_is_filtered(cast, as_, at, asked, asked_for, found):
    page = as_(cast.rasa).get(at("opportunities"), asked_for)
    titles = {row.title for row in page.context["page"]}
    assert titles >= found
    assert titles or not found
    if asked_for.get("state") != "nonsense":
        assert titles == found


def test_the_table_is_sorted_either_way(cast, as_, at, asked):
    def titles(sort):
        page = as_(cast.rasa).get(at("opportunities"), {"sort": sort})
        return [row.title for row in page.context["page"]]

    assert titles("title") == sorted(titles("title"))
    assert titles("-title") == titles("title")[::-1]
    assert titles("pk;drop") == titles("-entered")


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (
            "coordinator",
            "Cap from the form|Cap of Carl|Cap by telephone|Idea of Darius",
        ),
        ("customer", "Cap of Carl"),
        ("member", "Idea of Ona"),
        ("competitor", "Idea of Darius"),
        ("research", ""),
    ],
)
@pytest.mark.parametrize("form", ["page", "json", "xlsx"])
def test_each_sees_and_takes_out_its_own(cast, as_, at, asked, who, seen, form):
    browser = as_(cast.everybody[who])
    if form == "page":
        rows = browser.get(at("opportunities")).context["page"]
        titles = {row.title for row in rows}
    elif form == "json":
        told = json.loads(browser.get(at("export", form="json")).content)
        titles = {row["title"] for row in told["opportunities"]}
    else:
        content = browser.get(at("export", form="xlsx")).content
        rows = load_workbook(BytesIO(content)).active.iter_rows(
            min_row=2, values_only=True
        )
        titles = {row[0] for row in rows}
    assert titles == set(filter(None, seen.split("|")))


def test_the_board_shows_the_newest_and_leads_to_the_rest(cast, as_, at, monkeypatch):
    monkeypatch.setattr(pipeline, "MOST_CARDS", 2)
    rasa = cast.viewer(cast.rasa)
    for number in range(3):
        enter(cast, rasa, Source.COORDINATOR, f"Cap {number}")
    page = text_of(as_(cast.rasa).get(at("board")))
    assert "Cap 2" in page
    assert "Cap 0" not in page
    assert "1 more in the table" in page


def test_the_time_to_a_quotation_is_measured(cast, as_, at):
    rasa = cast.viewer(cast.rasa)
    now = timezone.now()
    for minutes in (10, 20, 90):
        found = enter(cast, rasa, Source.COORDINATOR, "Cap")
        opportunities.mark_quoted(found, by=rasa)
        Opportunity.objects.filter(pk=found.pk).update(
            quoted_at=now, received_at=now - timedelta(minutes=minutes)
        )
    assert speed_for(rasa).time == timedelta(minutes=20)
    assert speed_for(rasa).number == 3
    assert "20 minutes" in text_of(as_(cast.rasa).get(at("board")))
    home = reverse("core:home", args=[cast.cluster.slug])
    assert "20 minutes" in text_of(as_(cast.rasa).get(home))
    assert "20 minutes" not in text_of(as_(cast.ona).get(home))
    assert [in_words(timedelta(hours=n)) for n in (1, 5, 72)] == [
        "60 minutes",
        "5 hours",
        "3 days",
    ]


def test_home_says_what_waits(cast, as_, asked):
    home = reverse("core:home", args=[cast.cluster.slug])
    assert "4 enquiries wait for a quotation" in text_of(as_(cast.rasa).get(home))
    assert "1 idea is a draft" in text_of(as_(cast.ona).get(home))
    assert "draft" not in text_of(as_(cast.darius).get(home))


def test_rates_are_set_and_offered(cast, as_, at):
    sent = {
        "currency": "dkk",
        "day": "2026-11-20",
        "per_euro": "7.4601",
        "source": "European Central Bank, reference rate",
    }
    as_(cast.rasa).post(at("rates"), sent)
    assert str(ExchangeRate.objects.get()) == "DKK 2026-11-20"
    page = text_of(as_(None).get(at("ask")))
    assert '<option value="DKK">' in page
    assert (
        as_(cast.rasa).post(at("rates"), sent | {"currency": "EUR"}).status_code == 422
    )


def test_the_person_who_asked_is_erased_on_their_wish(cast, as_, at, asked):
    rasa = cast.viewer(cast.rasa)
    opportunities.revise(asked.public, by=rasa)
    assert Enquirer.objects.filter(email="ingrid@example.org").count() == 3
    as_(cast.rasa).post(at("erase", asked.public), {"once": "e"})
    assert not Enquirer.objects.exists()
    track = reverse("market:track", args=[cast.cluster.slug, asked.secret])
    assert as_(None).get(track).status_code == 404


def test_personal_data_of_enquiries_are_told_and_forgotten(cast, asked):
    carl = Person.objects.get(pk=cast.carl.pk)
    Enquirer.objects.filter(opportunity=asked.public).update(email=carl.email)
    told = personal.tell_all(carl, by=Viewer(None, carl))
    assert [row["title"] for row in told["enquiries"]] == ["Cap from the form"]
    enquirers.forget(carl)
    assert not Enquirer.objects.filter(email=carl.email).exists()


def filled_in(template, **changes):
    """The template with a part in its first row."""
    book = load_workbook(BytesIO(template))
    page = book.worksheets[-1]
    names = [cell.value for cell in page[1]]
    for name, value in (WRITTEN | {"country": "Denmark"} | changes).items():
        page.cell(4, names.index(name) + 1, value)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def send_file(browser, at, content, name="parts.xlsx"):
    return browser.post(at("import"), {"parts": SimpleUploadedFile(name, content)})


def test_a_workbook_comes_in_after_a_look(cast, as_, at):
    browser = as_(cast.rasa)
    template = browser.get(at("template")).content
    content = filled_in(
        template,
        shape="Open: a cap, a lid, a box, a housing",
        material="ABS",
        length=60,
        certificates="ISO 9001, UL 94",
        deliveries="2027-03-31 5000",
        prototype="yes",
    )
    look = send_file(browser, at, content)
    assert look.status_code == 200, text_of(look)
    assert not Opportunity.objects.exists()
    confirm = {bound.html_name: bound.value() for bound in look.context["form"]}
    for _twice in range(2):
        browser.post(at("import"), confirm)
    found = Opportunity.objects.get()
    assert (found.source, found.country) == (Source.SPREADSHEET, "DK")
    values = Part.objects.get().values
    assert values["certificates"] == ["ISO 9001", "UL 94"]
    assert values["prototype"] is True


def test_faults_of_a_workbook_name_their_cells(cast, as_, at):
    browser = as_(cast.rasa)
    template = browser.get(at("template")).content
    shape = "Open: a cap, a lid, a box, a housing"
    content = filled_in(template, shape=shape, material="gold", length="wide")
    answer = send_file(browser, at, content)
    assert answer.status_code == 422
    assert "not one of the choices" in text_of(answer)
    content = filled_in(template, shape=shape, material="ABS", length="wide")
    page = text_of(send_file(browser, at, content))
    assert "is not a quantity" in page
    assert re.search(r">[A-Z]+4<", page)
    assert not Opportunity.objects.exists()


def test_a_json_file_comes_in_after_a_look(cast, as_, at):
    browser = as_(cast.rasa)
    content = json.dumps([CAP | {"name": "Cap", "mass": "0.006 kg"}]).encode()
    look = send_file(browser, at, content, "parts.json")
    confirm = {bound.html_name: bound.value() for bound in look.context["form"]}
    browser.post(at("import"), confirm)
    assert Opportunity.objects.get().source == Source.FILE
    part = Part.objects.get()
    assert (part.values["mass"], part.entered["mass"]) == (6.0, [0.006, "kg"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no json",
        b"[]",
        b"[1]",
        b'{"name": "Cap"}',
        b'[{"x": NaN}]',
        b"PK\x03\x04",
    ],
)
def test_a_broken_file_brings_nothing(cast, as_, at, content):
    answer = send_file(as_(cast.rasa), at, content, "parts.json")
    assert answer.status_code == 422
    assert not Opportunity.objects.exists()


def more(cast, number):
    """Many opportunities like Carl's, with parts."""
    first = Opportunity.objects.get(title="Cap of Carl")
    part = Part.objects.get(opportunity=first)
    rows = Opportunity.objects.bulk_create(
        Opportunity(
            cluster=first.cluster,
            issuer=first.issuer,
            customer=first.customer,
            enquiry=f"e{n}",
            title=f"Cap no. {n}",
            source=Source.CUSTOMER,
            state=State.RECEIVED,
            received_at=first.received_at,
        )
        for n in range(number)
    )
    Part.objects.bulk_create(Part(opportunity=row, values=part.values) for row in rows)


def test_pages_take_few_queries_and_stay_small(cast, as_, at, asked):
    def opened(who, address):
        browser = as_(who)
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(address)
        assert answer.status_code == 200
        assert len(answer.content) <= 100_000, address
        assert (address, faults(text_of(answer))) == (address, [])
        return len(queries)

    pages = [
        (cast.rasa, at("opportunities")),
        (cast.rasa, at("board")),
        (cast.rasa, at("opportunity", asked.customers)),
        (cast.carl, at("opportunities")),
        (cast.rasa, at("enter")),
        (cast.rasa, at("policy", asked.customers)),
        (None, at("ask")),
        (None, at("track", secret=asked.secret)),
    ]
    few = [opened(*page) for page in pages]
    more(cast, 60)
    many = [opened(*page) for page in pages]
    assert max(many) <= 15, list(zip(pages, many, strict=True))
    assert few == many
