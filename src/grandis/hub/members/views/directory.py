"""The directory: the cluster's members as a list, on a map, and each on its page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from grandis.hub.core.http import HubRequest
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.lists import ROWS
from grandis.hub.core.visibility import see
from grandis.hub.members import models
from grandis.hub.members.declarations import OF_LISTED
from grandis.hub.members.enums import SizeClass, Stage
from grandis.hub.members.find.asking import Member
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

    organisation: Member
    link: str
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
    viewer, form = request.viewer, FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    chosen = list(_meeting(viewer, wanted, members_of(viewer)))
    page = page_of_list(request, chosen)
    context = {
        "form": form,
        "page": page,
        "members": _listed(viewer, page.object_list),
        "is_filtered": any(wanted.values()),
    }
    return render(request, "members/directory.html", context)


@require_GET
def sites(request: HubRequest, cluster: str) -> HttpResponse:
    """Where the members work, on a map and as a list."""
    viewer = request.viewer
    rows = see(viewer, models.Site).filter(OF_LISTED).order_by()
    listed = list(rows.values_list(*SHOWN_ON_MAP, named=True))
    listed.sort(key=lambda site: (fold(site.organisation__name), fold(site.name)))
    page = {
        "places": [
            place(viewer, site.organisation__name, site.organisation__key, site)
            for site in listed
            if is_on_map(site)
        ],
        "missing": [site for site in listed if not is_on_map(site)],
    }
    return render(request, "members/map.html", page)


def is_on_map(site: Any) -> bool:
    """Whether a site's place on the globe is known."""
    return site.latitude is not None and site.longitude is not None


def place(viewer: Viewer, member: str, key: str, site: Any) -> dict[str, Any]:
    """A site of a member as the map takes it."""
    assert viewer.cluster is not None
    return {
        "name": f"{member}, {site.name}",
        "label": site.town,
        "latitude": site.latitude,
        "longitude": site.longitude,
        "link": page_of_member(viewer.cluster.slug, key),
    }


def page_of_list(request: HttpRequest, rows: Sequence[Any], each: int = ROWS) -> Any:
    """A page of rows that are in memory already, `each` so long."""
    return Paginator(rows, each).get_page(request.GET.get("page"))


def _meeting(
    viewer: Viewer, wanted: dict[str, Any], members: Iterable[Member]
) -> Iterator[Member]:
    """The members that meet every filter; only what is asked for is read."""
    kept = [
        _with_stage(viewer, wanted["stage"]) if wanted.get("stage") else None,
        _in_town(viewer, wanted["town"]) if wanted.get("town") else None,
        _of_size(viewer, wanted["size"]) if wanted.get("size") else None,
    ]
    for member in members:
        if all(pks is None or member.pk in pks for pks in kept):
            yield member


def _with_stage(viewer: Viewer, stage: str) -> set[int]:
    return {
        pk
        for rows in _serving(viewer)
        for pk in rows.filter(stage=stage).values_list("organisation", flat=True)
    }


def _in_town(viewer: Viewer, town: str) -> set[int]:
    towns = see(viewer, models.Profile).values_list("organisation", "town")
    return {pk for pk, name in towns if fold(town) in fold(name)}


def _of_size(viewer: Viewer, size: str) -> set[int]:
    return {
        published.organisation_id
        for published in see(viewer, models.PublishedSize)
        if published.size_class == size
    }


def _listed(viewer: Viewer, members: Sequence[Member]) -> list[Listed]:
    """What the list says of some members, in six queries."""
    assert viewer.cluster is not None
    of_them = {"organisation__in": [member.pk for member in members]}
    profiles = see(viewer, models.Profile).filter(**of_them)
    towns = dict(profiles.values_list("organisation", "town"))
    published = see(viewer, models.PublishedSize).filter(**of_them)
    sizes = dict(published.values_list("organisation", "size_class"))
    stages = _stages(viewer, of_them)
    valid = see(viewer, models.Certificate).filter(
        models.in_force_on(timezone.localdate()), **of_them
    )
    counted = valid.order_by().values_list("organisation").annotate(n=Count("pk"))
    certificates = dict(counted.values_list("organisation", "n"))
    return [
        Listed(
            organisation=member,
            link=page_of_member(viewer.cluster.slug, member.key),
            town=towns.get(member.pk, ""),
            stages=tuple(stage for stage in Stage if stage in stages[member.pk]),
            certificates=certificates.get(member.pk, 0),
            size=sizes.get(member.pk, ""),
        )
        for member in members
    ]


def _stages(viewer: Viewer, of_them: dict[str, Any]) -> dict[int, set[str]]:
    """The stages that each of some members serves."""
    stages: dict[int, set[str]] = defaultdict(set)
    for rows in _serving(viewer):
        pairs = rows.filter(**of_them).values_list("organisation", "stage").distinct()
        for pk, stage in pairs:
            stages[pk].add(stage)
    return stages


def _serving(viewer: Viewer) -> tuple[QuerySet[Any], ...]:
    """What serves a stage, as far as members show it of themselves."""
    return (
        see(viewer, models.Resource).filter(published=True).order_by(),
        see(viewer, models.Expertise).order_by(),
        see(viewer, models.ResearchOffer).order_by(),
    )
