"""Pages behind a private link: who follows it, and that nobody else learns of it."""

from typing import TypeVar

from django.http import Http404
from django.http.response import HttpResponseBase

from grandis.hub.market.domain import tracking
from grandis.hub.market.followers import Follower
from grandis.hub.market.models import Opportunity

Response = TypeVar("Response", bound=HttpResponseBase)


def followed(cluster: str, secret: str) -> tuple[Follower, Opportunity]:
    """Who follows a private link of the cluster, and to what; 404 for all others."""
    found = tracking.viewer_for(secret)
    if found is None or found[1].cluster.slug != cluster:
        raise Http404("no such link")
    return found


def private(response: Response) -> Response:
    """Search engines keep away, and no other site learns of the address.

    Not `no-referrer`: browsers then send forms without an origin, and Django's
    protection against forged requests refuses them.
    """
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
