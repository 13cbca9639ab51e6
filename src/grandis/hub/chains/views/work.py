"""A member's own work in published plans, and the hand-overs next to it."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from grandis.hub.chains.documents.calendar import calendar_of
from grandis.hub.chains.documents.tables import XLSX, spreadsheet
from grandis.hub.chains.domain import feeds
from grandis.hub.chains.models import CalendarFeed, HandOver, Work
from grandis.hub.chains.telling import plans as telling
from grandis.hub.chains.telling.words import step_name
from grandis.hub.chains.views.plan_runs import read_and_send
from grandis.hub.core.domain.people import hash_of
from grandis.hub.core.enums import MEMBERS
from grandis.hub.core.forms import HubForm
from grandis.hub.core.http import HubRequest
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.acting import carry_out, sent
from grandis.hub.core.views.doors import for_roles
from grandis.hub.core.views.lists import page_of
from grandis.hub.core.visibility import see, seen_or_404

FILES = ("json", "xlsx")
#: Where a new address waits for the page that shows it, once.
NEW_FEED = "new_feed"
#: Hand-overs that the page shows; the next ones come first.
MOST_HAND_OVERS = 50


def works_of(viewer: Viewer) -> QuerySet[Work]:
    """The own work; what stands in the same plan is no business of the reader."""
    return see(viewer, Work).filter(member=viewer.organisation).order_by("start", "pk")


def hand_overs_of(viewer: Viewer) -> QuerySet[HandOver]:
    """What comes to the own organisation and goes from it."""
    return see(viewer, HandOver).select_related("giver", "taker").order_by("leaves")


@require_GET
@for_roles(*MEMBERS)
def own_work(request: HubRequest, cluster: str) -> HttpResponse:
    """What the own organisation is to do, and when; the past on request."""
    viewer = request.viewer
    works, roads = works_of(viewer), hand_overs_of(viewer)
    past = "past" in request.GET
    if not past:
        works = works.filter(end__gte=timezone.now())
        roads = roads.filter(arrives__gte=timezone.now())
    context = {
        "page": page_of(request, works),
        "hand_overs": roads[:MOST_HAND_OVERS],
        "past": past,
        "own": viewer.organisation,
        "feed": _feed(viewer),
    }
    return render(request, "chains/work.html", context)


def _feed(viewer: Viewer) -> CalendarFeed | None:
    mine = see(viewer, CalendarFeed).filter(
        organisation=viewer.organisation, revoked_at=None
    )
    return mine.first()


@require_GET
@for_roles(*MEMBERS)
def work_file(request: HubRequest, cluster: str, kind: str) -> HttpResponse:
    """The own work as JSON or as a spreadsheet."""
    if kind not in FILES:
        raise Http404("no such file")
    works = list(works_of(request.viewer))
    if kind == "json":
        rows = [_row(work) for work in works]
        answer: HttpResponse = JsonResponse({"work": rows})
    else:
        assert request.viewer.cluster is not None
        heads = [_("Step"), _("Stage"), _("Part"), _("Resource"), _("From"), _("To")]
        cells = [
            (
                step_name(work.step),
                telling.stage(work.stage),
                telling.kind_of_part(work.part),
                work.resource,
                work.start,
                work.end,
            )
            for work in works
        ]
        zone = request.viewer.cluster.time_zone
        answer = HttpResponse(spreadsheet(_("Work"), heads, cells, zone), XLSX)
    answer["Content-Disposition"] = f'attachment; filename="work.{kind}"'
    return answer


def _row(work: Work) -> dict[str, Any]:
    return {
        "step": work.step,
        "stage": work.stage,
        "part": work.part,
        "resource": work.resource,
        "resource_key": work.resource_key,
        "start": work.start.isoformat(),
        "end": work.end.isoformat(),
    }


@read_and_send
@for_roles(*MEMBERS)
def feed_page(request: HubRequest, cluster: str) -> HttpResponse:
    """Make the private address of a calendar; it is shown this once."""
    viewer = request.viewer
    form = HubForm(sent(request))
    secret = secrets.token_urlsafe(32)
    made = carry_out(form, viewer, feeds.make_feed, viewer.organisation, secret=secret)
    if made:
        if made.secret_hash == hash_of(secret):  # not of a second click
            request.session[NEW_FEED] = secret
        return redirect("chains:work_feed", cluster)
    new = request.session.pop(NEW_FEED, "")
    address = reverse("chains:feed", args=[cluster, new]) if new else ""
    context = {
        "form": form,
        "feed": _feed(viewer),
        "address": settings.ADDRESS + address if new else "",
    }
    return render(request, "chains/work_feed.html", context)


@require_POST
@for_roles(*MEMBERS)
def revoke_feed(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Make a private address worth nothing."""
    feeds.revoke_feed(
        seen_or_404(request.viewer, CalendarFeed, key=key), by=request.viewer
    )
    messages.success(request, _("The address is worth nothing any more."))
    return redirect("chains:work_feed", cluster)


@require_GET
@never_cache
def feed(request: HubRequest, cluster: str, secret: str) -> HttpResponse:
    """The calendar behind a private address: who has it needs not sign in."""
    viewer = feeds.reader_of(cluster, secret)
    if viewer is None or viewer.organisation is None:
        raise Http404("no calendar here")
    calendar = calendar_of(
        viewer.organisation, works_of(viewer), hand_overs_of(viewer), timezone.now()
    )
    answer = HttpResponse(calendar, "text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="work.ics"'
    return answer
