"""What a customer without an account sees: its own opportunity, and nothing else."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from grandis.hub.core.http import HubRequest
from grandis.hub.market.domain import tracking
from grandis.hub.market.enums import State
from grandis.hub.market.sections import Place, sections_for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HubRequest, cluster: str, secret: str) -> HttpResponse:
    """Follow a private link; the first time, confirm the e-mail address.

    Opening the link changes nothing: programs that look through mail open it too.
    """
    found = tracking.viewer_for(secret)
    if found is None or found[1].cluster.slug != cluster:
        raise Http404("no such link")
    follower, opportunity = found
    if request.method == "POST" and opportunity.state == State.UNCONFIRMED:
        tracking.confirm(secret)
        messages.success(request, _("Thank you. The cluster has your enquiry now."))
        return _private(redirect("market:track", cluster, secret))
    page = {
        "opportunity": opportunity,
        "secret": secret,
        "sections": list(sections_for(Place.TRACKING, follower, opportunity)),
    }
    return _private(render(request, "market/track.html", page))


def _private(response: HttpResponse) -> HttpResponse:
    """Search engines keep away, and no other site learns of the address."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
