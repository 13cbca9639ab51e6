"""Every request asks by the hub's name, and gets a viewer and a watch over queries."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect
from django.utils import translation

from grandis.hub.core import access
from grandis.hub.core.errors import Refused
from grandis.hub.core.guard import trusted, watching
from grandis.hub.core.models import Cluster, Person
from grandis.hub.core.sessions import viewer_in
from grandis.hub.core.viewer import Viewer

GetResponse = Callable[[HttpRequest], HttpResponse]


class NameMiddleware:
    """Leads readers from other names of this machine to the one of the address.

    Passkeys refuse an IP address, and who has signed in at `localhost` is a stranger
    at `127.0.0.1`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name, port = split_domain_port(request.get_host())
        others = set(settings.LOOPBACK) - {settings.HOST}
        is_local = settings.HOST in settings.LOOPBACK
        if is_local and name in others and request.method in ("GET", "HEAD"):
            host = f"{settings.HOST}:{port}" if port else settings.HOST
            return redirect(f"{request.scheme}://{host}{request.get_full_path()}")
        return self.get_response(request)


class ViewerMiddleware:
    """Finds out who asks, and notes confidential reads and refusals afterwards.

    An address that holds a `cluster` gets the viewer's part in that cluster; a
    cluster that does not exist, or shows itself to none but its own, is 404.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = Viewer.public()  # type: ignore[attr-defined]
        with watching() as watch:
            response = self.get_response(request)
        viewer = request.viewer  # type: ignore[attr-defined]
        if response.status_code in {403, 404}:
            person = viewer.person or _person(request)  # no view, no viewer
            access.note_refusal(replace(viewer, person=person), request.path)
        else:
            access.note_readings(viewer, watch, request.path)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> None:
        person = _person(request)
        request.viewer = Viewer(cluster=None, person=person)  # type: ignore[attr-defined]
        slug = kwargs.get("cluster")
        cluster = None
        if slug is not None:
            with trusted(), suppress(Cluster.DoesNotExist):
                cluster = Cluster.objects.get(slug=slug)
            if cluster is None:
                raise Http404(f"no cluster {slug}")
        viewer = (
            viewer_in(request, cluster, person) if cluster else Viewer(None, person)
        )
        if cluster and not cluster.is_public and viewer.organisation is None:
            raise Http404(f"cluster {slug} has no public page")  # nor tells its name
        request.viewer = viewer  # type: ignore[attr-defined]
        if person:  # the profile decides; the cookie is for visitors
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if isinstance(exception, Refused):
            from grandis.hub.core.views.errors import refused

            return refused(request, exception)
        return None


def _person(request: HttpRequest) -> Person | None:
    return request.user if request.user.is_authenticated else None
