"""Who may use an operation: a token with its scope, or a signed-in person."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, AuthorizationError, HttpError
from ninja.security import APIKeyCookie
from ninja.security.http import HttpAuthBase
from ninja.throttling import BaseThrottle
from ninja.utils import check_csrf

from grandis.hub.api.enums import Scope
from grandis.hub.api.sessions import secret_of
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Person


class Token(HttpAuthBase):
    """A token in the header `Authorization: Bearer …`."""

    openapi_scheme = "bearer"
    openapi_description = "A token made on the page *Tokens* of a cluster."

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        if secret_of(request) is None:
            return None
        token = getattr(request, "api_token", None)
        if token is None:
            raise AuthenticationError
        viewer = request.viewer  # type: ignore[attr-defined]
        if viewer.organisation != token.appointment.organisation:
            raise AuthorizationError(message=_("This token is for another cluster."))
        if self.scope not in token.as_scopes:
            raise AuthorizationError(
                message=_("This token may not be used here: it lacks %(scope)s.")
                % {"scope": self.scope.value}
            )
        return token


class Session(APIKeyCookie):
    """The session of a person who signed in with a browser."""

    param_name = "sessionid"
    openapi_description = "The browser's session; changes need the CSRF token too."

    def __call__(self, request: HttpRequest) -> Any:
        if not request.user.is_authenticated:
            return None
        if check_csrf(request):
            raise HttpError(403, _("The CSRF token is missing or wrong."))
        return request.user

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        """Unused: `__call__` asks Django."""
        raise NotImplementedError


class Rate(BaseThrottle):
    """So many requests a minute for each token and person, over all processes."""

    PER_MINUTE = 600

    def allow_request(self, request: HubRequest) -> bool:  # type: ignore[override]
        """Count the request in this minute's counter."""
        now = timezone.now()
        key = f"api:{request.auth._meta.model_name}:{request.auth.pk}:{now:%H%M}"  # type: ignore[attr-defined]
        self.seconds_left = 60 - now.second
        cache.add(key, 0, 120)
        try:
            return cache.incr(key) <= self.PER_MINUTE
        except ValueError:  # another process emptied the cache in between
            return True

    def wait(self) -> float:
        """The seconds until the next minute."""
        return self.seconds_left
