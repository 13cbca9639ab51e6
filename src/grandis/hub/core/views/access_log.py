"""Who read what is confidential, for the owner and for each person."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import AccessEntry
from grandis.hub.core.readings import told
from grandis.hub.core.views.doors import inside
from grandis.hub.core.views.lists import page_of
from grandis.hub.core.visibility import see


@require_GET
@inside
def access_log(request: HubRequest, cluster: str) -> HttpResponse:
    """Readings of the organisation's confidential rows, and one's own requests."""
    viewer = request.viewer
    entries = see(viewer, AccessEntry)
    is_own = request.GET.get("show") == "own"
    if is_own:
        entries = entries.filter(person=viewer.person)
    else:
        entries = entries.filter(owner=viewer.organisation)
    page = page_of(request, entries)
    shown = {"page": page, "entries": told(viewer, page.object_list), "is_own": is_own}
    return render(request, "core/access_log.html", shown)
