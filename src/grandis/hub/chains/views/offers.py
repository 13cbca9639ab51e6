"""Offers as customers read and answer them: with an account, or by a private link.

Nothing on these pages names a member or tells how a price came about.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from grandis.hub.chains.domain import quotations as domain
from grandis.hub.chains.enums import QuotationState
from grandis.hub.chains.forms.quotations import DeclineForm
from grandis.hub.chains.models import Quotation
from grandis.hub.chains.rules import may_answer
from grandis.hub.chains.views.quotations import workbench
from grandis.hub.chains.views.seen_quotations import seen_quotations
from grandis.hub.core.forms import HubForm
from grandis.hub.core.http import HubRequest
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.acting import ask_to_check, done, is_checked, sent
from grandis.hub.core.views.doors import inside
from grandis.hub.core.visibility import seen_or_404
from grandis.hub.market.domain.tracking import viewer_for
from grandis.hub.market.models import Opportunity

either = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@inside
def quotation(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """A quotation: for the coordinator with its workings, else the offer."""
    viewer = request.viewer
    row = seen_or_404(viewer, seen_quotations(viewer), key=key)
    if viewer.is_coordinator:
        return workbench(request, row)
    offer = offer_told(viewer, row) | {"links": _links(row)}
    shown = {"opportunity": row.opportunity, "offer": offer}
    return render(request, "chains/offer.html", shown)


def offer_told(viewer: Viewer, row: Quotation) -> dict[str, Any]:
    """What a customer is shown of an offer, and whether it can be answered."""
    is_open = row.state == QuotationState.SENT
    expired = is_open and row.valid_until < timezone.localdate()
    return {
        "row": row,
        "expired": expired,
        "may_answer": is_open and not expired and may_answer(viewer, row.opportunity),
    }


def _links(row: Quotation) -> dict[str, str]:
    place = [row.opportunity.cluster.slug, row.key]
    ways = ("pdf", "accept", "decline")
    return {name: reverse(f"chains:quotation_{name}", args=place) for name in ways}


@either
@inside
def accept(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Take an offer, after a last look."""
    row = _answerable(request.viewer, key)
    back = reverse("chains:quotation", args=[cluster, key])
    return _accept(request, request.viewer, row, back)


@either
@inside
def decline(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Say no to an offer, and why."""
    row = _answerable(request.viewer, key)
    back = reverse("chains:quotation", args=[cluster, key])
    return _decline(request, request.viewer, row, back)


@never_cache
@either
def tracked_accept(
    request: HubRequest, cluster: str, secret: str, key: str
) -> HttpResponse:
    """Take an offer by private link."""
    viewer, row = _tracked(cluster, secret, key)
    back = reverse("market:track", args=[cluster, secret])
    return private(_accept(request, viewer, row, back))


@never_cache
@either
def tracked_decline(
    request: HubRequest, cluster: str, secret: str, key: str
) -> HttpResponse:
    """Say no to an offer by private link."""
    viewer, row = _tracked(cluster, secret, key)
    back = reverse("market:track", args=[cluster, secret])
    return private(_decline(request, viewer, row, back))


def _accept(
    request: HubRequest, viewer: Viewer, row: Quotation, back: str
) -> HttpResponse:
    form = HubForm(sent(request))
    if request.method == "POST" and done(form, viewer, domain.accept, row):
        messages.success(request, _("Thank you. The cluster knows that you accept."))
        return redirect(back)
    shown = {"form": form, "offer": offer_told(viewer, row), "back": back}
    return render(request, "chains/offer_accept.html", shown)


def _decline(
    request: HubRequest, viewer: Viewer, row: Quotation, back: str
) -> HttpResponse:
    form = DeclineForm(sent(request))
    if request.method == "POST":
        page = {
            "title": _("Check your answer"),
            "warning": _("The offer ends with it; you can always send a new enquiry."),
            "action": _("Decline the offer"),
            "tone": "danger",
        }
        if check := ask_to_check(request, form, **page):
            return check
        if is_checked(request) and done(form, viewer, domain.decline, row):
            messages.success(request, _("The cluster has your answer. Thank you."))
            return redirect(back)
    shown = {"form": form, "offer": offer_told(viewer, row), "back": back}
    return render(request, "chains/offer_decline.html", shown)


def _answerable(viewer: Viewer, key: str) -> Quotation:
    """An offer that is the viewer's to answer; others have no such page."""
    row = seen_or_404(viewer, seen_quotations(viewer), key=key)
    if not may_answer(viewer, row.opportunity):
        raise Http404("not this viewer's to answer")
    return row


def tracked_opportunity(cluster: str, secret: str) -> tuple[Viewer, Opportunity]:
    """Who follows a private link, and to what; there is no page for others."""
    found = viewer_for(secret)
    if found is None or found[1].cluster.slug != cluster:
        raise Http404("no such link")
    return found


def _tracked(cluster: str, secret: str, key: str) -> tuple[Viewer, Quotation]:
    viewer, opportunity = tracked_opportunity(cluster, secret)
    rows = seen_quotations(viewer).filter(opportunity=opportunity)
    return viewer, seen_or_404(viewer, rows, key=key)


def private(response: HttpResponse) -> HttpResponse:
    """Search engines keep away, and no other site learns of the address."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
