"""The way in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def start(request: HttpRequest) -> HttpResponse:
    """The installation's front page."""
    return render(request, "core/start.html")


def home(request: HttpRequest, cluster: str) -> HttpResponse:
    """What needs the viewer now."""
    return render(request, "core/home.html")


def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation."""
    return render(request, "core/invitation.html")
