"""Bringing an opportunity in, changing it and revising it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandis.hub.core.domain.verbs import require
from grandis.hub.core.enums import MEMBERS, Role
from grandis.hub.core.http import HubRequest
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.acting import carry_out, sent
from grandis.hub.core.views.doors import for_roles
from grandis.hub.core.visibility import see
from grandis.hub.market import rules
from grandis.hub.market.domain import opportunities
from grandis.hub.market.enums import Source
from grandis.hub.market.forms.entering import ChangeForm, EntryForm, RevisionForm
from grandis.hub.market.models import CallOff, Opportunity, Part
from grandis.hub.market.views.opening import asks_or_offers, back_to, opened


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.COORDINATOR, *MEMBERS)
def enter(request: HubRequest, cluster: str) -> HttpResponse:
    """The coordinator enters what a customer asks for, a member its own idea."""
    viewer = request.viewer
    source = Source.COORDINATOR if viewer.is_coordinator else Source.IDEA
    require(rules.may_enter(viewer, source), viewer, "enter opportunities")
    form = EntryForm(sent(request), viewer=viewer)
    if request.method == "POST":
        found = carry_out(
            form, viewer, opportunities.enter, viewer.cluster, source=source
        )
        if found is not None:
            messages.success(request, _("The opportunity is entered."))
            return back_to(cluster, found)
    return _page(request, form, is_idea=source == Source.IDEA)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_or_offers
def edit(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Change what is asked for."""
    viewer = request.viewer
    found = opened(viewer, key)
    require(rules.may_change(viewer, found), viewer, "change this opportunity")
    form = ChangeForm(sent(request), viewer=viewer, **_rows(viewer, found))
    if request.method == "POST":
        if carry_out(form, viewer, opportunities.change, found) is not None:
            messages.success(request, _("The changes are saved."))
            return back_to(cluster, found)
        if form.conflict is not None:
            again = _rows(viewer, found)
            form.meet(form.conflict, again["part"], again["call_offs"])
    return _page(request, form, opportunity=found, is_idea=rules.is_idea(found))


@require_http_methods(["GET", "HEAD", "POST"])
@asks_or_offers
def revise(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Replace what was asked for by a revision; the earlier one stays readable."""
    viewer = request.viewer
    found = opened(viewer, key)
    require(rules.may_revise(viewer, found), viewer, "revise this opportunity")
    form = RevisionForm(sent(request), viewer=viewer, **_rows(viewer, found))
    if request.method == "POST":
        new = carry_out(form, viewer, opportunities.revise, found)
        if new is not None:
            messages.success(request, _("The revision takes its place."))
            return back_to(cluster, new)
    return _page(request, form, opportunity=found, is_revision=True)


def _rows(viewer: Viewer, found: Opportunity) -> dict[str, Any]:
    """What the form of an opportunity starts from, as it is now."""
    return {
        "row": found,
        "part": see(viewer, Part).get(opportunity=found),
        "call_offs": list(see(viewer, CallOff).filter(opportunity=found)),
    }


def _page(request: HubRequest, form: EntryForm, **more: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "market/entry.html", {"form": form, **more}, status=status)
