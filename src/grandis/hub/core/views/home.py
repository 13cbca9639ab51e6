"""The first page of a cluster: what needs me now, or what the cluster shows."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from grandis.hub.core.enums import Role
from grandis.hub.core.home import facts_for, items_for
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import JournalEntry, Organisation
from grandis.hub.core.public_sections import sections_for
from grandis.hub.core.sentences import told_once
from grandis.hub.core.sessions import organisations_of
from grandis.hub.core.visibility import see

#: Journal entries that are looked at, and those that are told.
LOOKED_AT, RECENT = 40, 8
#: What is said of an entry.
SAID = ("index", "kind", "at", "body")


@require_GET
def home(request: HubRequest, cluster: str) -> HttpResponse:
    """For insiders their work, for everybody else the cluster's public page."""
    viewer = request.viewer
    if viewer.organisation is None:
        offices = see(viewer, Organisation).filter(role=Role.COORDINATOR)
        shown = {"offices": offices, "sections": list(sections_for(viewer))}
        return render(request, "core/public.html", shown)
    assert viewer.person is not None
    assert viewer.cluster is not None
    entries = see(viewer, JournalEntry).only(*SAID)
    return render(
        request,
        "core/home.html",
        {
            "items": items_for(viewer),
            "facts": facts_for(viewer),
            "entries": told_once(entries[:LOOKED_AT])[:RECENT],
            "organisations": organisations_of(viewer.person, viewer.cluster),
        },
    )
