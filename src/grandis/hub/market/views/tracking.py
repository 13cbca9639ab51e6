"""What a customer without an account sees: its own opportunity, and nothing else."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from grandis.hub.core.http import HubRequest
from grandis.hub.market.domain import tracking
from grandis.hub.market.enums import State
from grandis.hub.market.sections import Place, sections_for
from grandis.hub.market.views.opportunity import asked
from grandis.hub.market.views.privacy import followed, private


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HubRequest, cluster: str, secret: str) -> HttpResponse:
    """Follow a private link; the first time, confirm the e-mail address.

    Opening the link changes nothing: programs that look through mail open it too.
    """
    follower, found = followed(cluster, secret)
    if request.method == "POST":
        if found.state == State.UNCONFIRMED:
            tracking.confirm(secret)
            said = _("Thank you. The cluster has your enquiry now.")
            messages.success(request, said)
        return private(redirect("market:track", cluster, secret))
    page = {
        "opportunity": found,
        "secret": secret,
        "waits": found.state == State.UNCONFIRMED,
        "sections": list(sections_for(Place.TRACKING, follower, found)),
        **asked(follower, found),
    }
    return private(render(request, "market/track.html", page))
