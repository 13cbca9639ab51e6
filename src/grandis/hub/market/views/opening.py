"""How a page finds its opportunity."""

from django.http import HttpResponse
from django.shortcuts import redirect

from grandis.hub.core.enums import MEMBERS, Role
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.doors import for_roles
from grandis.hub.core.visibility import see, seen_or_404
from grandis.hub.market.models import Opportunity

#: Who has opportunities at all.
asks_or_offers = for_roles(Role.COORDINATOR, *MEMBERS, Role.CUSTOMER)


def opened(viewer: Viewer, key: str) -> Opportunity:
    """An opportunity with its part and whose it is, or 404."""
    rows = see(viewer, Opportunity).select_related(
        "cluster", "issuer", "customer", "part"
    )
    return seen_or_404(viewer, rows, key=key)


def back_to(cluster: str, opportunity: Opportunity) -> HttpResponse:
    """The page of an opportunity."""
    return redirect("market:opportunity", cluster, opportunity.key)
