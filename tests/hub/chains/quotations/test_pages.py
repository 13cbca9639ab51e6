"""Pages of quotations: short for the coordinator, and nothing of it for others."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.hub.chains.quotations.browsing import at, quote, send
from tests.hub.chains.quotations.scene import ask, draft, sent
from tests.hub.ui.validity import faults

from grandis.hub.chains.enums import Alone, QuotationState
from grandis.hub.chains.models import AloneAnswer, Quotation
from grandis.hub.market.domain.tracking import make_link
from grandis.hub.market.enums import State
from grandis.hub.market.models import Opportunity

MOST_BYTES, MOST_QUERIES = 100_000, 15


@pytest.fixture
def rasa(cast, as_):
    """The coordinator's browser."""
    return as_(cast.rasa)


@pytest.fixture
def out(cast, quotation):
    """An offer that is out."""
    return sent(cast, quotation)


def read(client, address):
    """A page that is sound: valid, light, few queries; its text."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == 200, address
    assert faults(text) == [], address
    assert len(answer.content) <= MOST_BYTES, address
    assert len(queries) <= MOST_QUERIES, (address, len(queries))
    return text


def test_one_click_quotes_and_shows_what_was_found(rasa, opportunity):
    key = quote(rasa, opportunity)

    text = read(rasa, at("quotation", key))

    assert "UAB Kamštūna" in text
    assert "UAB Detalinga" in text
    assert "Injection moulding" in text
    assert "assumptions of ours" in text


def test_the_picture_says_of_how_many_pieces_its_prices_are(rasa, quotation):
    def caption() -> str:
        page = read(rasa, f"/c/plastics/quotations/{quotation.key}/")
        return " ".join(page.partition("<figcaption")[2].split())

    Quotation.objects.filter(pk=quotation.pk).update(price_pieces=1)
    assert f"Price a piece ({quotation.currency})" in caption()
    Quotation.objects.filter(pk=quotation.pk).update(price_pieces=1000)
    assert "Price of 1 000 pieces (" in caption()


def test_pressing_the_button_twice_makes_one_quotation(rasa, opportunity):
    assert quote(rasa, opportunity) == quote(rasa, opportunity)
    assert Quotation.objects.count() == 1


def test_what_cannot_be_quoted_is_said_on_the_form(cast, rasa):
    page = rasa.post(at("quote", ask(cast).key), {"once": "one"})

    assert page.status_code == 200
    assert "No member that may be asked has entered a resource" in page.content.decode()


def test_an_offer_goes_out_after_a_last_look(
    rasa, quotation, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(rasa, quotation.key, unit_price="222.50")
    quotation.refresh_from_db()

    assert "The offer is sent." in answer.content.decode()
    assert quotation.state == QuotationState.SENT
    assert quotation.unit_price == 22_250
    assert bytes(quotation.document).startswith(b"%PDF-")
    assert Opportunity.objects.get(pk=quotation.opportunity_id).state == State.QUOTED
    assert [letter.to for letter in mail.outbox] == [["carl@example.org"]]
    assert at("quotation", quotation.key) in mail.outbox[0].body


def test_the_last_look_warns_of_what_lies_outside_of_the_range(rasa, quotation):
    page = read(rasa, at("quotation_offer", quotation.key))
    assert "Range of the estimate" in page

    values = {"unit_price": "0.01", "send": "yes"}
    form = rasa.get(at("quotation_offer", quotation.key)).context["form"]
    rest = {n: form[n].value() for n in form.fields if form[n].value() is not None}
    check = rasa.post(at("quotation_offer", quotation.key), rest | values)

    assert "outside of the range of the estimate" in check.content.decode()
    assert "carl@example.org" in check.content.decode()


def test_the_offer_is_refused_where_each_could_have_bid_alone(cast, rasa, quotation):
    members = [cast.organisation(each) for each in (cast.ona, cast.darius)]
    yes = {f"alone_{member.key}": Alone.YES.value for member in members}

    page = send(rasa, quotation.key, **yes).content.decode()
    quotation.refresh_from_db()

    assert "may not quote together" in page
    assert quotation.state == QuotationState.DRAFT


def test_a_draft_keeps_what_was_answered(cast, rasa, quotation):
    ona = cast.organisation(cast.ona)
    values = {
        "version": quotation.version,
        "unit_price": "333.00",
        "once_price": "1000",
        "valid_until": quotation.valid_until.isoformat(),
        "language": "en",
        f"alone_{ona.key}": Alone.YES.value,
        f"why_{ona.key}": "It has all.",
        "save": "yes",
    }

    answer = rasa.post(at("quotation_offer", quotation.key), values, follow=True)
    quotation.refresh_from_db()

    assert "saved as a draft" in answer.content.decode()
    assert quotation.unit_price == 33_300
    assert AloneAnswer.objects.get(quotation=quotation).reason == "It has all."


def test_the_coordinator_reads_what_went_out(cast, rasa, out):
    text = read(rasa, at("quotation", out.key))
    document = rasa.get(at("quotation_pdf", out.key))
    told = rasa.get(at("quotation_json", out.key)).json()

    assert "No, only together" in text
    assert document.content == bytes(Quotation.objects.get(pk=out.pk).document)
    assert told["workings"]["format"] == "grandis-workings"


def test_the_customer_sees_the_offer_and_nothing_of_how_it_came_about(cast, as_, out):
    carl = as_(cast.carl)
    page = read(carl, at("quotation", out.key))
    told = carl.get(at("quotation_json", out.key)).json()
    opportunity = read(
        carl,
        reverse("market:opportunity", args=["plastics", out.opportunity.key]),
    )

    for text in (page, str(told), opportunity):
        assert "Kamštūna" not in text
        assert "Detalinga" not in text
        assert "quote dispersion" not in text
    assert "Accept the offer" in page
    assert "workings" not in told
    assert carl.get(at("quotation_pdf", out.key)).content.startswith(b"%PDF-")


def test_the_customer_sees_no_draft(cast, as_, quotation):
    carl = as_(cast.carl)

    for name in ("quotation", "quotation_pdf", "quotation_json", "quotation_accept"):
        assert carl.get(at(name, quotation.key)).status_code == 404


def test_a_draft_that_was_replaced_stays_unseen(cast, as_, opportunity, quotation):
    draft(cast, opportunity)

    assert as_(cast.carl).get(at("quotation", quotation.key)).status_code == 404


@pytest.mark.parametrize("person", ["ona", "darius", "milda", "tomas", "stranger"])
def test_nobody_else_sees_an_offer(cast, as_, out, person):
    client = as_(getattr(cast, person))

    for name in ("quotation", "quotation_pdf", "quotation_json", "quotation_decline"):
        assert client.get(at(name, out.key)).status_code == 404


def test_the_customer_accepts_after_a_look(cast, as_, out):
    carl = as_(cast.carl)
    read(carl, at("quotation_accept", out.key))

    answer = carl.post(at("quotation_accept", out.key), {"once": "a"}, follow=True)
    out.refresh_from_db()

    assert "The cluster knows that you accept" in answer.content.decode()
    assert out.state == QuotationState.ACCEPTED


def test_a_private_link_shows_and_answers_the_offer(cast, as_, out):
    secret = make_link(out.opportunity, confirmed=True).rstrip("/").split("/")[-1]
    visitor = as_(None)
    page = read(visitor, reverse("market:track", args=["plastics", secret]))
    values = {"reason": "price", "note": "Too dear.", "once": "d"}

    assert "Detalinga" not in page
    assert at("tracked_accept", secret, out.key) in page
    document = visitor.get(at("tracked_pdf", secret, out.key))
    assert document.content.startswith(b"%PDF-")
    assert document["Referrer-Policy"] == "no-referrer"
    check = visitor.post(at("tracked_decline", secret, out.key), values)
    assert "Check your answer" in check.content.decode()
    visitor.post(at("tracked_decline", secret, out.key), values | {"checked": "yes"})
    out.refresh_from_db()
    assert out.state == QuotationState.DECLINED


def test_a_private_link_opens_no_other_opportunity(cast, as_, out):
    other = sent(cast, draft(cast, ask(cast)))
    secret = make_link(out.opportunity, confirmed=True).rstrip("/").split("/")[-1]

    for name in ("tracked_pdf", "tracked_accept", "tracked_decline"):
        assert as_(None).get(at(name, secret, other.key)).status_code == 404


def test_the_home_page_tells_who_has_to_do_something(cast, as_, out):
    Quotation.objects.filter(pk=out.pk).update(
        valid_until=timezone.localdate() + timedelta(days=2)
    )
    home = reverse("core:home", args=["plastics"])

    assert "Answer the offer for “Cap 28 mm”" in as_(cast.carl).get(home).text
    assert "The offer for “Cap 28 mm” ends" in as_(cast.rasa).get(home).text
    assert "Cap 28 mm" not in as_(cast.ona).get(home).text


def test_fifty_revisions_take_no_more_queries(cast, rasa, opportunity):
    for _ in range(6):
        newest = draft(cast, opportunity)

    read(rasa, at("quotation", newest.key))
    read(rasa, at("quotation_offer", newest.key))
    read(rasa, reverse("market:opportunity", args=["plastics", opportunity.key]))
