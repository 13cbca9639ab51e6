"""The page of one member: all that the viewer may see of it."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Organisation
from grandis.hub.core.rules import coordinates
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.lists import ROWS, page_of
from grandis.hub.core.visibility import see, see_of
from grandis.hub.members import models
from grandis.hub.members.enums import Stage
from grandis.hub.members.views.directory import is_on_map, place


@dataclass(frozen=True)
class Shown:
    """A member in the directory; without a profile it has not written one yet."""

    organisation: Organisation
    profile: models.Profile | None


@require_GET
def member(request: HubRequest, cluster: str, organisation: str) -> HttpResponse:
    """What a member is, what it can and whom to ask."""
    viewer = request.viewer
    shown = _shown(viewer, organisation)
    owner = shown.organisation
    sites = list(see_of(viewer, models.Site, owner))
    for site in sites:
        site.organisation = owner
    machines = list(_machines(viewer, owner)[: ROWS + 1])
    page: dict[str, Any] = {
        "organisation": owner,
        "profile": shown.profile,
        "size": see_of(viewer, models.PublishedSize, owner).first(),
        "sites": sites,
        "places": [
            place(viewer, owner.name, owner.key, site)
            for site in sites
            if is_on_map(site)
        ],
        "stages": by_stage(machines[:ROWS]),
        "has_more_machines": len(machines) > ROWS,
        "may_keep": viewer.acts_for(owner) or coordinates(viewer, owner),
    }
    for name, model in (
        ("expertise", models.Expertise),
        ("products", models.Product),
        ("markets", models.Market),
        ("certificates", models.Certificate),
        ("offers", models.ResearchOffer),
        ("contacts", models.ContactPerson),
    ):
        page[name] = see_of(viewer, model, owner)[:ROWS]
    return render(request, "members/member.html", page)


@require_GET
def machines(request: HubRequest, cluster: str, organisation: str) -> HttpResponse:
    """All machines, lines and teams that a member publishes."""
    viewer = request.viewer
    shown = _shown(viewer, organisation)
    page = page_of(request, _machines(viewer, shown.organisation))
    context = {
        "organisation": shown.organisation,
        "page": page,
        "stages": by_stage(list(page)),
    }
    return render(request, "members/machines.html", context)


def _machines(viewer: Viewer, owner: Organisation) -> QuerySet[models.Resource]:
    """What is published; the others are the company's own business even here."""
    rows = see_of(viewer, models.Resource, owner).filter(published=True)
    return rows.select_related("site").order_by("stage", "process", "name", "pk")


def by_stage(
    rows: list[models.Resource],
) -> list[tuple[Stage, list[models.Resource]]]:
    """Resources under the stages of the value chain, in its order."""
    order = list(Stage)
    rows = sorted(rows, key=lambda row: order.index(Stage(row.stage)))
    grouped = groupby(rows, key=lambda row: Stage(row.stage))
    return [(stage, list(machines)) for stage, machines in grouped]


def _shown(viewer: Viewer, key: str) -> Shown:
    """A member by its key, seen by its profile or as one of the directory."""
    profiles = see(viewer, models.Profile).select_related("organisation")
    profile = profiles.filter(organisation__key=key).first()
    if profile is not None:
        return Shown(profile.organisation, profile)
    organisation = see(viewer, Organisation).filter(key=key).first()
    if organisation is None or not organisation.is_listed:
        raise Http404("no such member")
    return Shown(organisation, None)
