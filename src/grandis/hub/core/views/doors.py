"""Who is let into a page at all; what they see there is `visibility`'s business."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.http.response import HttpResponseBase

from grandis.hub.core.enums import Role
from grandis.hub.core.errors import Refused
from grandis.hub.core.http import HubRequest

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """For people with an account; visitors are asked to sign in first."""

    @wraps(view)
    def opened(request: HubRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.viewer.person is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return opened


def inside(view: View) -> View:
    """For people who act for an organisation of the cluster, confirmed or not."""

    @wraps(view)
    def opened(request: HubRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.viewer.organisation is None:
            raise Http404("not of this cluster")
        return view(request, *args, **kwargs)

    return signed_in(opened)


def for_roles(*roles: Role) -> Callable[[View], View]:
    """For some roles; others who belong to the cluster are told that it is not."""

    def door(view: View) -> View:
        @wraps(view)
        def opened(request: HubRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.viewer.role not in roles:
                raise Refused(f"{request.viewer.role} may not open {request.path}")
            return view(request, *args, **kwargs)

        return inside(opened)

    return door
