"""What one organisation keeps: who may open it, and the page that shows it all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from grandis.hub.core.enums import MEMBERS, Role
from grandis.hub.core.guard import GuardedModel
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Organisation
from grandis.hub.core.rules import coordinates
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.doors import inside
from grandis.hub.core.visibility import declaration_of, see_of, seen_or_404
from grandis.hub.members import models
from grandis.hub.members.domain.rows import HANDLING
from grandis.hub.members.views.kinds import GROUPS, Kind


@dataclass(frozen=True)
class Section:
    """One kind of rows on the page: how many there are and what may be done."""

    kind: Kind
    count: int
    may_change: bool


@dataclass(frozen=True)
class Step:
    """Something that a complete entry in the directory has."""

    text: str
    link: str
    done: bool


def organisation_of(viewer: Viewer, key: str) -> Organisation:
    """The organisation whose records are opened: the own one or, for its
    coordinator, any of the cluster. For others there is no such page."""
    found = seen_or_404(viewer, Organisation, key=key)
    if not (viewer.acts_for(found) or coordinates(viewer, found)):
        raise Http404("the records of another organisation")
    return found


def reads(
    viewer: Viewer, organisation: Organisation, model: type[GuardedModel]
) -> bool:
    """Whether a viewer sees rows of this kind of an organisation, as declared."""
    declared = declaration_of(model)
    if viewer.acts_for(organisation):
        return declared.owns_by_duty(viewer)
    return viewer.role in declared.shows


def kinds_for(viewer: Viewer, organisation: Organisation) -> Iterator[Kind]:
    """The kinds of rows that an organisation keeps and the viewer sees."""
    for _title, kinds in GROUPS:
        for kind in kinds:
            if organisation.role in kind.roles and reads(
                viewer, organisation, kind.model
            ):
                yield kind


def may_change(viewer: Viewer, organisation: Organisation, kind: Kind) -> bool:
    """Whether a viewer adds, changes and removes such rows."""
    return HANDLING[kind.model].may(viewer, organisation)


@require_GET
@inside
def own_company(request: HubRequest, cluster: str) -> HttpResponse:
    """The way to one's own records."""
    assert request.viewer.organisation is not None
    key = request.viewer.organisation.key
    return redirect("members:company", cluster=cluster, organisation=key)


@require_GET
@inside
def company(request: HubRequest, cluster: str, organisation: str) -> HttpResponse:
    """Everything that an organisation keeps, and how complete it is."""
    viewer = request.viewer
    shown = organisation_of(viewer, organisation)
    kinds = list(kinds_for(viewer, shown))
    counts = _counts(viewer, shown, kinds)
    profile = see_of(viewer, models.Profile, shown).first()
    steps = _steps(viewer, shown, profile, counts) if shown.role in MEMBERS else []
    page = {
        "organisation": shown,
        "profile": profile,
        "groups": _groups(viewer, shown, kinds, counts),
        "steps": steps,
        "done": sum(step.done for step in steps),
        "may_change_profile": HANDLING[models.Profile].may(viewer, shown),
        "keeps_profile": shown.role in MEMBERS,
        "may_exchange": any(may_change(viewer, shown, kind) for kind in kinds),
    }
    return render(request, "members/company.html", page)


def _groups(
    viewer: Viewer, shown: Organisation, kinds: list[Kind], counts: dict[str, int]
) -> list[tuple[Any, list[Section]]]:
    groups = []
    for title, members in GROUPS:
        sections = [
            Section(kind, counts[kind.slug], may_change(viewer, shown, kind))
            for kind in members
            if kind in kinds
        ]
        if sections:
            groups.append((title, sections))
    return groups


def _counts(
    viewer: Viewer, organisation: Organisation, kinds: Iterable[Kind]
) -> dict[str, int]:
    """How many rows of each kind the viewer sees, in one query."""
    rows: dict[str, QuerySet[Any]] = {
        kind.slug: see_of(viewer, kind.model, organisation) for kind in kinds
    }
    sites = see_of(viewer, models.Site, organisation)
    rows["located"] = sites.exclude(latitude=None).exclude(longitude=None)
    machines = see_of(viewer, models.Resource, organisation)
    rows["published"] = machines.filter(published=True)
    first, *others = (_number(name, each) for name, each in rows.items())
    return dict.fromkeys(rows, 0) | dict(first.union(*others, all=True))


def _number(name: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """How many rows there are, beside their name."""
    named = rows.order_by().annotate(named=Value(name)).values_list("named")
    counted: QuerySet[Any, Any] = named.annotate(number=Count("pk"))
    return counted


def _steps(
    viewer: Viewer,
    organisation: Organisation,
    profile: models.Profile | None,
    counts: dict[str, int],
) -> list[Step]:
    """What a complete entry has; the first that is missing is the next to do."""
    research = organisation.role == Role.RESEARCH
    offers = ("offers", _("Offer a test, a course or advice."), counts.get("offers"))
    machine = ("resources", _("Publish a machine."), counts["published"])
    wanted = [
        ("profile", _("Say what the company does."), bool(profile and profile.summary)),
        ("profile", _("Give the head office."), bool(profile and profile.town)),
        ("sites", _("Add a site with its place on the map."), counts["located"]),
        offers if research else machine,
        ("expertise", _("Say what you know well."), counts["expertise"]),
        ("contacts", _("Name a contact person."), counts["contacts"]),
    ]
    if not research:
        wanted += [
            ("certificates", _("State a certificate."), counts["certificates"]),
            ("products", _("Name a product."), counts["products"]),
            ("markets", _("Name a market."), counts["markets"]),
        ]
    if "figures" in counts:
        wanted.append(("figures", _("Enter the figures of a year."), counts["figures"]))
    return [
        Step(text, _where(viewer, organisation, slug), bool(done))
        for slug, text, done in wanted
    ]


def _where(viewer: Viewer, organisation: Organisation, slug: str) -> str:
    assert viewer.cluster is not None
    place = {"cluster": viewer.cluster.slug, "organisation": organisation.key}
    if slug == "profile":
        return reverse("members:profile", kwargs=place)
    return reverse("members:rows", kwargs=place | {"kind": slug})
