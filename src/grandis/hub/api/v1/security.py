"""Who may use an operation: a token with its scope, or a signed-in person."""

from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, AuthorizationError
from ninja.security.base import AuthBase
from ninja.security.http import HttpAuthBase
from ninja.throttling import BaseThrottle
from ninja.utils import check_csrf

from grandis.hub.api.enums import Scope
from grandis.hub.api.sessions import secret_of


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


class Session(AuthBase):
    """The session of a person who signed in with a browser."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = settings.SESSION_COOKIE_NAME
    openapi_description = "The browser's session; changes need the CSRF token too."

    def __call__(self, request: HttpRequest) -> Any:
        if not request.user.is_authenticated:
            return None
        if check_csrf(request):
            raise AuthorizationError(message=_("The CSRF token is missing or wrong."))
        return request.user


class Rate(BaseThrottle):
    """So many requests a minute for each token and person, over all processes.

    Each process counts by itself and tells the others only every `STEP` requests, so
    that reading does not write to the database each time; with w processes up to
    w * `STEP` requests more may pass.
    """

    PER_MINUTE = 600
    STEP = 20

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request in this minute's counters."""
        now = timezone.now()
        who: Model = request.auth  # type: ignore[attr-defined]
        key = f"api:{who._meta.model_name}:{who.pk}:{now:%H%M}"
        self.seconds_left = 60 - now.second
        here, everywhere = caches["process"], caches["default"]
        here.add(key, 0, 120)
        if here.incr(key) % self.STEP == 0:
            # Not atomic, as no cache in a database is: two at once count as one.
            total = everywhere.get(key, 0) + self.STEP
            everywhere.set(key, total, 120)
            here.set(f"{key}:all", total, 120)
        used: int = here.get(f"{key}:all", 0)
        return used < self.PER_MINUTE

    def wait(self) -> float:
        """The seconds until the next minute."""
        return self.seconds_left
