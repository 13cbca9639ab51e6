"""Downloads of a quotation: the document, and JSON for programs."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from grandis.hub.chains.documents.offer import number_of
from grandis.hub.chains.domain import quotations as domain
from grandis.hub.chains.models import Quotation, Workings
from grandis.hub.chains.views.offers import private, tracked_opportunity
from grandis.hub.chains.views.seen_quotations import seen_quotations
from grandis.hub.core.http import HubRequest
from grandis.hub.core.views.doors import inside
from grandis.hub.core.visibility import seen_or_404
from grandis.hub.market.models import Opportunity


@never_cache
@require_GET
@inside
def pdf(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """The document as it was sent; of a draft, as it would be sent now."""
    viewer = request.viewer
    rows = seen_quotations(viewer).defer(None)
    row = seen_or_404(viewer, rows, key=key)
    if row.document is None and viewer.is_coordinator:
        _version, drawn = domain.drawn(row, by=viewer)
        return _document(row, drawn)
    return _sent_document(row)


@never_cache
@require_GET
def tracked_pdf(
    request: HubRequest, cluster: str, secret: str, key: str
) -> HttpResponse:
    """The document, by private link."""
    viewer, opportunity = tracked_opportunity(cluster, secret)
    rows = seen_quotations(viewer).defer(None).filter(opportunity=opportunity)
    return private(_sent_document(seen_or_404(viewer, rows, key=key)))


def _sent_document(row: Quotation) -> HttpResponse:
    if row.document is None:
        raise Http404("it was never sent")
    return _document(row, bytes(row.document))


def _document(row: Quotation, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{number_of(row)}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@never_cache
@require_GET
@inside
def as_json(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """The offer; for the coordinator with its workings."""
    viewer = request.viewer
    row = seen_or_404(viewer, seen_quotations(viewer), key=key)
    told = offer_json(row)
    if viewer.is_coordinator:
        workings = seen_or_404(viewer, Workings, quotation=row)
        told |= {
            "route": workings.route,
            "milliseconds": workings.milliseconds,
            "workings": workings.values,
        }
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    name = f"{number_of(row)}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def offer_json(row: Quotation) -> dict[str, Any]:
    """An offer as its customer may have it; money in cents of `currency`."""
    opportunity: Opportunity = row.opportunity
    fields = (
        *("revision", "state", "language", "quantity", "currency", "per_euro"),
        *("rate_day", "price_pieces", "unit_low", "unit_price", "unit_high"),
        *("once_low", "once_price", "once_high", "delivery_low", "delivery"),
        *("delivery_high", "valid_until", "terms", "assumptions", "sent_at"),
        *("decided_at", "declined_for", "decline_note"),
    )
    return {
        "format": "grandis-offer",
        "version": 1,
        "number": number_of(row),
        "opportunity": opportunity.key,
        "title": opportunity.title,
        **{name: getattr(row, name) for name in fields},
    }
