"""Which opportunities a list shows, and in which order."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from grandis.hub.core.days import end_of, start_of
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.market.models import Opportunity

#: The orders that the table knows, by the word in the address.
ORDERS = {
    "entered": ("created_at", "pk"),
    "title": ("title", "pk"),
    "state": ("state", "-created_at"),
    "customer": ("customer__name", "-created_at"),
    "quoted": ("quoted_at", "pk"),
}
FIRST_ORDER = "-entered"
#: What a list says of each.
SAID = (
    *("key", "title", "reference", "source", "state"),
    *("created_at", "received_at", "quoted_at", "customer__name", "issuer__name"),
)


def listed(viewer: Viewer, wanted: Mapping[str, Any], sort: str = "") -> QuerySet[Any]:
    """The opportunities that a viewer sees and asks for, in an order."""
    rows = see(viewer, Opportunity)
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    if wanted.get("customer"):
        rows = rows.filter(customer=wanted["customer"])
    if since := wanted.get("since"):
        rows = rows.filter(created_at__gte=start_of(since))
    if until := wanted.get("until"):
        rows = rows.filter(created_at__lt=end_of(until))
    for word in str(wanted.get("text") or "").split():
        rows = rows.filter(_holding(viewer, word))
    return rows.order_by(*_order(sort))


def said(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """What a list says of opportunities: values, for rows of models take longer."""
    return rows.values_list(*SAID, named=True)


def _holding(viewer: Viewer, word: str) -> Q:
    """Rows with a word in what the viewer sees of them."""
    found = Q(title__icontains=word) | Q(reference__icontains=word)
    if viewer.is_coordinator:
        found |= (
            Q(customer__name__icontains=word)
            | Q(enquirer__name__icontains=word)
            | Q(enquirer__company__icontains=word)
            | Q(enquirer__email__icontains=word)
        )
    return found


def _order(sort: str) -> list[str]:
    """The fields of an order; a minus in front turns it round."""
    known = sort if sort.removeprefix("-") in ORDERS else FIRST_ORDER
    fields = ORDERS[known.removeprefix("-")]
    if not known.startswith("-"):
        return list(fields)
    return [f.removeprefix("-") if f.startswith("-") else f"-{f}" for f in fields]


def counts_by_state(viewer: Viewer) -> dict[str, int]:
    """How many opportunities the viewer sees in each state."""
    rows = see(viewer, Opportunity).order_by().values_list("state")
    return dict(rows.annotate(Count("pk")))
