"""Pages of quotations: short for the coordinator, and nothing of it for others."""

import pytest
from django.core import mail
from tests.hub.chains.quotations.browsing import at, offered, quote, send
from tests.hub.ui.validity import faults

from grandis.hub.chains.enums import Alone, QuotationState
from grandis.hub.chains.models import AloneAnswer, Quotation
from grandis.hub.market.enums import State
from grandis.hub.market.models import Opportunity


@pytest.fixture
def rasa(cast, as_):
    """The coordinator's browser."""
    return as_(cast.rasa)


def test_one_click_quotes_and_shows_what_was_found(cast, rasa, opportunity):
    key = quote(rasa, opportunity)

    page = rasa.get(at("quotation", key))
    text = page.content.decode()

    assert page.status_code == 200
    assert faults(text) == []
    assert len(page.content) < 100_000
    assert "UAB Kamštūna" in text
    assert "UAB Detalinga" in text
    assert "Injection moulding" in text
    assert "assumptions of ours" in text


def test_an_offer_goes_out_after_a_last_look(
    cast, rasa, quotation, django_capture_on_commit_callbacks
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
