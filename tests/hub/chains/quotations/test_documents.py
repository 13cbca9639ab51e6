"""The document speaks the customer's language, currency and notation."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.hub.chains.quotations.scene import ask, draft

from grandis.hub.chains.documents.offer import document_of, text_of
from grandis.hub.chains.domain import quotations
from grandis.hub.chains.models import Quotation
from grandis.hub.market.domain.rates import set_rate
from grandis.hub.market.models import CallOff


def whole(quotation):
    """A quotation read as for its document, and its deliveries."""
    found = Quotation.objects.select_related(
        *("opportunity__cluster", "opportunity__customer", "opportunity__issuer"),
        *("opportunity__part", "opportunity__enquirer"),
    ).get(pk=quotation.pk)
    return found, list(CallOff.objects.filter(opportunity=found.opportunity))


def shown(quotation):
    """The text of a document, without marks."""
    page = re.sub(r"<style>.*?</style>", "", text_of(*whole(quotation)), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())


@pytest.fixture
def crowns(cast, works):
    """An offer to Denmark, in two deliveries."""
    set_rate(
        cast.cluster,
        by=cast.viewer(cast.rasa),
        currency="DKK",
        day=timezone.localdate(),
        per_euro=Decimal("7.4602"),
        source="A bank",
    )
    day = timezone.localdate().replace(year=timezone.localdate().year + 1)
    deliveries = [{"due": day, "quantity": 100_000}, {"due": day, "quantity": 50_000}]
    opportunity = ask(
        cast,
        currency="DKK",
        language="da",
        country="DK",
        incoterm="DAP",
        incoterm_place="Aarhus",
        reference="PO-2291",
        call_offs=deliveries,
    )
    quotation = draft(cast, opportunity)
    quotations.offer(
        quotation, by=cast.viewer(cast.rasa), unit_price=12_350, once_price=1_234_500
    )
    return quotation


def test_it_names_customer_price_terms_and_rate(crowns):
    text = shown(crowns)

    for told in ("Plastics cluster", "Carl Caps A/S", "PO-2291", "DAP Aarhus"):
        assert told in text
    assert "123,50 DKK" in text
    assert "7,4602 DKK" in text


def test_the_total_is_that_of_all_deliveries_and_tools(crowns):
    pieces = Decimal(150_000) / crowns.price_pieces * Decimal("123.50")
    total = pieces + Decimal("12345")
    whole_part, _, cents = f"{total:,.2f}".replace(",", ".").rpartition(".")

    assert f"{whole_part},{cents} DKK" in shown(crowns)


def test_it_names_no_member_and_no_rate_of_a_machine(crowns):
    text = shown(crowns)

    assert "Kamštūna" not in text
    assert "Detalinga" not in text


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Quotation"), ("lt", "Kainos pasiūlymas"), ("da", "Tilbud")],
)
def test_it_speaks_the_language_of_the_document(cast, crowns, language, title):
    quotations.offer(crowns, by=cast.viewer(cast.rasa), language=language)

    page = text_of(*whole(crowns))

    assert f'<html lang="{language}">' in page
    assert f"<strong>{title}</strong>" in page


def test_a_draft_says_that_it_is_one(crowns):
    assert 'class="draft"' in text_of(*whole(crowns))


def test_what_a_customer_wrote_stays_text(cast, crowns):
    crowns.opportunity.title = '<img src="http://example.org/x.png">'
    crowns.opportunity.save()

    assert document_of(*whole(crowns)).startswith(b"%PDF-")
    assert "<img" not in text_of(*whole(crowns))
