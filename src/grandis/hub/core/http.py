"""Requests as the hub's views get them."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from grandis.hub.core.viewer import Viewer


class HubRequest(HttpRequest):
    """A request with its viewer (see `core.middleware`); for type annotations."""

    viewer: Viewer
    htmx: HtmxDetails
