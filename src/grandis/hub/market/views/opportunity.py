"""The page of an opportunity, and what its issuer does with it."""

from typing import Any

import msgspec
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from grandis.hub.core.domain.verbs import require
from grandis.hub.core.errors import Broken
from grandis.hub.core.forms import HubForm
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.acting import done, sent
from grandis.hub.core.visibility import see
from grandis.hub.market import rules
from grandis.hub.market.domain import enquirers, opportunities, tracking
from grandis.hub.market.duplicates import duplicates_of
from grandis.hub.market.enums import ENDED, OPEN, State
from grandis.hub.market.forms.files import FilesForm
from grandis.hub.market.forms.handling import EndForm, PolicyForm
from grandis.hub.market.models import Attachment, CallOff, Enquirer, Opportunity
from grandis.hub.market.sections import Place, sections_for
from grandis.hub.market.telling import part_in_words
from grandis.hub.market.views.opening import asks_or_offers, back_to, opened
from grandis.hub.market.views.tools import standing, tool_of
from grandis.hub.members.forms.names import country_name
from grandis.planning import Policy


@require_GET
@asks_or_offers
def opportunity(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Everything about an opportunity that the viewer may see."""
    viewer = request.viewer
    found = opened(viewer, key)
    enquirer = see(viewer, Enquirer).filter(opportunity=found).first()
    page: dict[str, Any] = {
        "opportunity": found,
        "enquirer": enquirer,
        "relatives": list(_relatives(viewer, found)),
        "sections": list(sections_for(Place.OPPORTUNITY, viewer, found)),
        "conditions": list(conditions(viewer, found)),
        "may": abilities(viewer, found),
        "tool": tool_of(found),
    }
    if viewer.is_coordinator:
        page["duplicates"] = duplicates_of(viewer, found, enquirer)
        page["standing"] = standing(viewer, found) if page["tool"] else None
    return render(request, "market/opportunity.html", page | asked(viewer, found))


def asked(viewer: Viewer, found: Opportunity) -> dict[str, Any]:
    """What is asked for: part, deliveries and files, for either page."""
    return {
        "told": list(part_in_words(found.part)),
        "country": country_name(found.country),
        "call_offs": see(viewer, CallOff).filter(opportunity=found),
        "attachments": see(viewer, Attachment).filter(opportunity=found),
        "files": FilesForm() if rules.may_attach(viewer, found) else None,
    }


def abilities(viewer: Viewer, found: Opportunity) -> dict[str, bool]:
    """What the page offers to this viewer."""
    running = found.state not in ENDED
    return {
        "change": running and rules.may_change(viewer, found),
        "revise": found.state in OPEN and rules.may_revise(viewer, found),
        "hand_in": found.state == State.DRAFT and rules.issues(viewer, found),
        "end": running and (rules.issues(viewer, found) or rules.serves(viewer, found)),
        "serve": _may_serve(viewer, found),
        "place": rules.may_place(viewer, found),
        "detach": rules.may_change(viewer, found) or rules.serves(viewer, found),
    }


def _may_serve(viewer: Viewer, found: Opportunity) -> bool:
    """Whether there is a customer behind it, for whom the coordinator cares."""
    return rules.serves(viewer, found) and not rules.is_idea(found)


def _relatives(viewer: Viewer, found: Opportunity) -> Any:
    """The other parts of the enquiry, and what this revises or is revised by."""
    return (
        see(viewer, Opportunity)
        .filter(Q(enquiry=found.enquiry), cluster=found.cluster)
        .exclude(pk=found.pk)
        .only("key", "title", "state", "revises")
        .order_by("created_at", "pk")[:50]
    )


def conditions(viewer: Viewer, found: Opportunity) -> Any:
    """The conditions for the chain, in words."""
    policy = msgspec.convert(found.policy, Policy)
    if policy.largest_share < 100:
        yield _("One member makes %(share)d %% of the work's value at most.") % {
            "share": policy.largest_share
        }
    if policy.least_reliability:
        yield _("Each member's reliability is %(least)d %% at least.") % {
            "least": round(policy.least_reliability * 100)
        }
    keys = {*policy.required, *(key for pair in policy.apart for key in pair)}
    if not keys:
        return
    rows = see(viewer, Organisation).filter(key__in=keys)
    names = dict(rows.values_list("key", "name"))
    for key in policy.required:
        yield _("%(name)s takes part.") % {"name": names.get(key, "–")}
    for one, other in policy.apart:
        yield _("%(one)s and %(other)s do not work on it together.") % {
            "one": names.get(one, "–"),
            "other": names.get(other, "–"),
        }


@require_POST
@asks_or_offers
def hand_in(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Hand a draft in."""
    found = opened(request.viewer, key)
    if done(HubForm(request.POST), request.viewer, opportunities.receive, found):
        messages.success(request, _("Handed in: the coordinator sees it now."))
    return back_to(cluster, found)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_or_offers
def policy(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """The customer's conditions for the chain."""
    viewer = request.viewer
    found = opened(viewer, key)
    require(rules.may_change(viewer, found), viewer, "set conditions")
    form = PolicyForm(sent(request), viewer=viewer, opportunity=found)
    if request.method == "POST" and done(form, viewer, opportunities.change, found):
        messages.success(request, _("The conditions are saved."))
        return back_to(cluster, found)
    page = {"form": form, "opportunity": found}
    status = 422 if form.errors else 200
    return render(request, "market/policy.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_or_offers
def end(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """End an opportunity, after a look at the answers."""
    viewer = request.viewer
    found = opened(viewer, key)
    allowed = rules.issues(viewer, found) or rules.serves(viewer, found)
    require(allowed, viewer, "end this opportunity")
    form = EndForm(sent(request))
    page: dict[str, Any] = {"form": form, "opportunity": found}
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        if "confirmed" not in request.POST:
            page["title"] = _("End this opportunity?")
            page["warning"] = _("This cannot be undone.")
            page["confirm"] = _("End it")
            return render(request, "ui/check_answers.html", page)
        if done(form, viewer, opportunities.end, found):
            messages.success(request, _("The opportunity has ended."))
            return back_to(cluster, found)
    status = 422 if form.errors else 200
    return render(request, "market/end.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_or_offers
def link(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Make a private link for a customer without an account, or withdraw all."""
    viewer = request.viewer
    found = opened(viewer, key)
    require(_may_serve(viewer, found), viewer, "make private links")
    page: dict[str, Any] = {"opportunity": found}
    if "withdraw" in request.POST:
        tracking.withdraw_links(found, by=viewer)
        messages.success(request, _("All private links are worthless now."))
        return back_to(cluster, found)
    if request.method == "POST":
        try:
            page["address"] = tracking.link_for(found, by=viewer)
        except Broken as broken:
            messages.error(request, str(broken))
    response = render(request, "market/link.html", page)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@asks_or_offers
def erase(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Forget who asked, on their wish."""
    viewer = request.viewer
    found = opened(viewer, key)
    require(_may_serve(viewer, found), viewer, "erase the person who asked")
    form = HubForm(sent(request))
    if request.method == "POST" and done(form, viewer, enquirers.erase, found):
        messages.success(request, _("The person is erased."))
        return back_to(cluster, found)
    page = {
        "form": form,
        "title": _("Erase the person who asked?"),
        "consequences": [
            _("Name, company, address and telephone are removed from all enquiries."),
            _("Private links no longer work. What was asked for stays."),
        ],
        "confirm": _("Erase the person"),
        "cancel": reverse("market:opportunity", args=[cluster, key]),
    }
    return render(request, "ui/confirm.html", page)
