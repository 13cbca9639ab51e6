"""Answers to what cannot be answered: one page, one sentence, a way back."""

from typing import Any

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from grandis.hub.core.errors import Refused

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """There is no such page, or not for this viewer: both look the same."""
    said = _("This page does not exist, or is not yours to see.")
    return _answer(request, 404, said)


def refused(request: HttpRequest, exception: Refused | None = None) -> HttpResponse:
    """The viewer sees the page's object but may not do this."""
    return _answer(request, 403, _("You may not do this."))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came from another page, or from too long ago."""
    said = _("This form has expired. Go back, reload the page and send it again.")
    return _answer(request, 403, said)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """The request itself makes no sense, or is too much of it."""
    if isinstance(exception, TOO_MUCH):
        said = _("This is too large. Send a smaller file, or less text at once.")
        return _answer(request, 413, said)
    return _answer(request, 400, _("This request could not be understood."))


def too_many(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Somebody tries too often, maybe to guess a password."""
    said = _("Too many attempts. Wait a few minutes and try again.")
    return _answer(request, 429, said)


def failed(request: HttpRequest) -> HttpResponse:
    """Our fault; rendered without a context so that it cannot fail again."""
    return render(None, "core/failed.html", status=500)


def _answer(request: HttpRequest, status: int, said: str) -> HttpResponse:
    return render(
        request, "core/error.html", {"said": said, "status": status}, status=status
    )
