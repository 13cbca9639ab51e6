"""The directory: the cluster's members as a list, on a map, and each on its page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.lists import ROWS
from grandis.hub.core.visibility import see
from grandis.hub.members import models
from grandis.hub.members.declarations import OF_LISTED
from grandis.hub.members.enums import SizeClass, Stage
from grandis.hub.members.find.folding import fold
from grandis.hub.members.find.search import members_of
from grandis.hub.members.forms.find import FilterForm
from grandis.hub.members.views.addresses import page_of_member

#: What the map tells of a site.
SHOWN_ON_MAP = (
    *("name", "town", "latitude", "longitude"),
    *("organisation__name", "organisation__key"),
)


@dataclass(frozen=True)
class Listed:
    """What the list says of a member."""

    organisation: Organisation
    town: str
    stages: tuple[Stage, ...]
    certificates: int
    size: str

    @property
    def stage_names(self) -> str:
        """The stages in words."""
        return ", ".join(str(stage.label) for stage in self.stages)

    @property
    def size_name(self) -> str:
        """The published size class in words; nothing if none is published."""
        return str(SizeClass(self.size).label) if self.size else ""


@require_GET
def directory(request: HubRequest, cluster: str) -> HttpResponse:
    """The members that the viewer sees, by name, with filters."""
    form = FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    members = _listed(request.viewer)
    chosen = [member for member in members if _meets(member, wanted)]
    page = {
        "form": form,
        "page": page_of_list(request, chosen),
        "is_filtered": any(wanted.values()),
        "total": len(members),
    }
    return render(request, "members/directory.html", page)


@require_GET
def sites(request: HubRequest, cluster: str) -> HttpResponse:
    """Where the members work, on a map and as a list."""
    viewer = request.viewer
    listed = list(
        see(viewer, models.Site)
        .filter(OF_LISTED)
        .select_related("organisation")
        .only(*SHOWN_ON_MAP)
    )
    listed.sort(key=lambda site: (fold(site.organisation.name), fold(site.name)))
    page = {
        "places": places(viewer, listed),
        "missing": [site for site in listed if site.latitude is None],
    }
    return render(request, "members/map.html", page)


def places(viewer: Viewer, sites: Iterable[models.Site]) -> list[dict[str, Any]]:
    """Sites as the map takes them; those without a place on it are left out."""
    assert viewer.cluster is not None
    return [
        {
            "name": f"{site.organisation.name}, {site.name}",
            "label": site.town,
            "latitude": site.latitude,
            "longitude": site.longitude,
            "link": page_of_member(viewer.cluster.slug, site.organisation.key),
        }
        for site in sites
        if site.latitude is not None and site.longitude is not None
    ]


def page_of_list(request: HttpRequest, rows: Sequence[Any]) -> Any:
    """A page of rows that are in memory already."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))


def _listed(viewer: Viewer) -> list[Listed]:
    """All members with what the list says of them, in five queries."""
    towns = dict(see(viewer, models.Profile).values_list("organisation", "town"))
    sizes = {size.organisation_id: size for size in see(viewer, models.PublishedSize)}
    stages = _stages(viewer)
    valid = see(viewer, models.Certificate).filter(
        models.in_force_on(timezone.localdate())
    )
    counted = valid.order_by().values_list("organisation").annotate(n=Count("pk"))
    certificates = dict(counted.values_list("organisation", "n"))
    return [
        Listed(
            organisation=member,
            town=towns.get(member.pk, ""),
            stages=tuple(stage for stage in Stage if stage in stages[member.pk]),
            certificates=certificates.get(member.pk, 0),
            size=sizes[member.pk].size_class if member.pk in sizes else "",
        )
        for member in members_of(viewer)
    ]


def _stages(viewer: Viewer) -> dict[int, set[str]]:
    """The stages that each member serves, by what it shows of itself."""
    stages: dict[int, set[str]] = defaultdict(set)
    kinds: tuple[QuerySet[Any], ...] = (
        see(viewer, models.Resource).filter(published=True),
        see(viewer, models.Expertise),
        see(viewer, models.ResearchOffer),
    )
    for rows in kinds:
        pairs = rows.order_by().values_list("organisation", "stage").distinct()
        for pk, stage in pairs:
            stages[pk].add(stage)
    return stages


def _meets(member: Listed, wanted: dict[str, Any]) -> bool:
    return (
        (not wanted.get("stage") or wanted["stage"] in member.stages)
        and (not wanted.get("town") or fold(wanted["town"]) in fold(member.town))
        and (not wanted.get("size") or wanted["size"] == member.size)
    )
