"""Quotations on the pages of an opportunity, and what they need somebody for."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grandis.hub.chains.enums import QuotationState
from grandis.hub.chains.forms.quotations import QuoteForm
from grandis.hub.chains.models import Quotation
from grandis.hub.chains.rules import may_answer
from grandis.hub.chains.views.offers import offer_told
from grandis.hub.chains.views.seen_quotations import seen_quotations
from grandis.hub.core import home
from grandis.hub.core.home import HomeItem
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.market.enums import OPEN
from grandis.hub.market.models import Opportunity
from grandis.hub.market.rules import may_quote
from grandis.hub.market.sections import Place, register

#: Offers that end within these days are told of.
SOON = timedelta(days=7)
MOST = 20
#: What is read of quotations for a list, and to tell of them.
LISTED = (
    *("key", "revision", "state", "unit_price", "currency", "price_pieces"),
    *("delivery", "valid_until"),
)
TOLD = (
    *("key", "state", "valid_until", "opportunity__title"),
    *("opportunity__issuer", "opportunity__customer"),
)
#: How long an accepted offer stands among what needs the coordinator.
FRESH = timedelta(days=14)


def register_quotations() -> None:
    """Register sections and home items; the app calls this when it starts."""
    register(
        Place.OPPORTUNITY, "chains/quotation_section.html", of_opportunity, order=20
    )
    register(Place.TRACKING, "chains/offer_section.html", of_follower, order=20)
    home.register(needs_of)


def of_opportunity(viewer: Viewer, opportunity: Opportunity) -> Mapping[str, Any]:
    """The quotations of an opportunity that the viewer may see, the newest first."""
    rows = see(viewer, Quotation).filter(opportunity=opportunity).only(*LISTED)
    may = may_quote(viewer, opportunity) and opportunity.state in OPEN
    return {
        "opportunity": opportunity,
        "rows": list(rows.order_by("-revision")[:MOST]),
        "form": QuoteForm(members={}) if may else None,
    }


def of_follower(viewer: Viewer, opportunity: Opportunity) -> Mapping[str, Any]:
    """The newest offer, for whoever follows a private link.

    The page's own `secret` leads to the document and to the answers.
    """
    rows = seen_quotations(viewer).filter(opportunity=opportunity)
    newest = rows.order_by("-revision").first()
    return {"offer": offer_told(viewer, newest) if newest else None}


def needs_of(viewer: Viewer) -> Iterator[HomeItem]:
    """Offers that wait for an answer, end soon, or were accepted."""
    if viewer.organisation is None or viewer.cluster is None:
        return
    if viewer.is_coordinator:
        yield from _of_office(viewer)
        return
    rows = _told_of(viewer).filter(
        state=QuotationState.SENT, valid_until__gte=timezone.localdate()
    )
    for row in rows.order_by("valid_until")[:MOST]:
        if may_answer(viewer, row.opportunity):
            text = _("Answer the offer for “%(title)s”.")
            yield _item(viewer, row, text)


def _told_of(viewer: Viewer) -> QuerySet[Quotation]:
    return see(viewer, Quotation).select_related("opportunity").only(*TOLD)


def _of_office(viewer: Viewer) -> Iterator[HomeItem]:
    today = timezone.localdate()
    ends = Q(state=QuotationState.SENT, valid_until__range=(today, today + SOON))
    fresh = timezone.now() - FRESH
    accepted = Q(state=QuotationState.ACCEPTED, decided_at__gte=fresh)
    rows = _told_of(viewer).filter(ends | accepted)
    rows = rows.order_by("state", "valid_until")
    for row in rows[: 2 * MOST]:
        if row.state == QuotationState.SENT:
            text = _("The offer for “%(title)s” ends; ask the customer.")
            yield _item(viewer, row, text)
        else:
            text = _("The customer accepted the offer for “%(title)s”: plan it.")
            yield _item(viewer, row, text, weight=8)


def _item(viewer: Viewer, row: Quotation, text: str, weight: int = 0) -> HomeItem:
    assert viewer.cluster is not None
    return HomeItem(
        text % {"title": row.opportunity.title},
        reverse("chains:quotation", args=[viewer.cluster.slug, row.key]),
        due=None if weight else row.valid_until,
        weight=weight,
    )
