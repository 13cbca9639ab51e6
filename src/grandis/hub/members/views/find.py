"""Find: one box, some filters, and the reason for each hit."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from grandis.hub.core.http import HubRequest
from grandis.hub.members.find import search
from grandis.hub.members.forms.find import FindForm
from grandis.hub.members.views.directory import page_of_list
from grandis.hub.members.views.reasons import Hit, hit

#: Each comes with its reasons, so fewer than rows of a list are read at once.
HITS = 15


@require_GET
@vary_on_headers("HX-Request")
def find(request: HubRequest, cluster: str) -> HttpResponse:
    """Look for members; a page in itself, or only the hits for htmx."""
    form = FindForm(request.GET or None)
    hits: list[Hit] = []
    if form.is_valid():
        found = search.find(request.viewer, form.wanted)
        page = page_of_list(request, found, HITS)
        hits = [hit(request.viewer, one) for one in page]
    else:
        page = None
    context = {"form": form, "page": page, "hits": hits, "asked": form.is_bound}
    only_hits = request.htmx and not request.htmx.history_restore_request
    template = "members/hits.html" if only_hits else "members/find.html"
    return render(request, template, context)
