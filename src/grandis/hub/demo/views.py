"""The demo's own way in; outside of a demo there is no such page."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from grandis.hub.core.models import Person


@require_POST
def sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the demo's people."""
    if not settings.DEMO:
        raise Http404("this is no demo")
    person = Person.objects.filter(key=key, is_demo=True, is_active=True).first()
    if person is None:
        raise Http404("the demo has no such person")
    login(request, person, settings.AUTHENTICATION_BACKENDS[0])
    return redirect("core:start")
