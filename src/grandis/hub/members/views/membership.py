"""What membership costs: the fees of a year, and the hours that all put in."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.db.models.functions import ExtractYear
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from grandis.hub.core.enums import MEMBERS, Role
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.doors import for_roles
from grandis.hub.core.views.lists import page_of
from grandis.hub.core.visibility import see
from grandis.hub.members.enums import Activity
from grandis.hub.members.find.search import members_of
from grandis.hub.members.forms.figures import YearForm
from grandis.hub.members.models import HoursLogged, MembershipFee
from grandis.hub.members.views.directory import page_of_list
from grandis.hub.members.views.kinds import HOURS


@dataclass(frozen=True)
class Line:
    """A line of the sums: a name, minutes for each year, and those of all years."""

    name: str
    minutes: list[int]

    @property
    def total(self) -> int:
        """The minutes of all years."""
        return sum(self.minutes)


@require_GET
@for_roles(Role.COORDINATOR)
def fees(request: HubRequest, cluster: str) -> HttpResponse:
    """What each member owes for a year, and who has paid."""
    this_year = timezone.localdate().year
    form = YearForm(request.GET or None, initial={"year": this_year})
    year = form.cleaned_data["year"] if form.is_valid() else this_year
    found = see(request.viewer, MembershipFee).filter(year=year)
    owed = {fee.organisation_id: fee for fee in found}
    members = members_of(request.viewer)
    page = page_of_list(request, [(member, owed.get(member.pk)) for member in members])
    context = {
        "form": form,
        "year": year,
        "page": page,
        "asked": sum(fee.amount_cents for fee in owed.values()),
        "paid": sum(fee.amount_cents for fee in owed.values() if fee.paid_on),
    }
    return render(request, "members/fees.html", context)


@require_GET
@for_roles(Role.COORDINATOR, *MEMBERS)
def hours(request: HubRequest, cluster: str) -> HttpResponse:
    """The hours that the viewer sees: sums by activity and year, then each entry."""
    rows = see(request.viewer, HoursLogged).select_related("organisation")
    years, activities = _by_activity(rows)
    context: dict[str, Any] = {
        "page": page_of(request, rows),
        "kind": HOURS,
        "years": years,
        "activities": activities,
        "organisations": _by_organisation(request.viewer, rows, years),
        "own": request.viewer.organisation,
    }
    return render(request, "members/hours.html", context)


def _by_activity(rows: Any) -> tuple[list[int], list[Line]]:
    summed: dict[str, dict[int, int]] = defaultdict(dict)
    for activity, year, minutes in _sums(rows, "activity"):
        summed[activity][year] = minutes
    years = sorted({year for by_year in summed.values() for year in by_year})[-5:]
    lines = [
        Line(str(activity.label), [summed[activity].get(year, 0) for year in years])
        for activity in Activity
        if activity in summed
    ]
    return years, lines


def _by_organisation(viewer: Viewer, rows: Any, years: list[int]) -> list[Line]:
    """Who put in how much: what only the coordinator has to compare."""
    if not viewer.is_coordinator:
        return []
    summed: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, year, minutes in _sums(rows, "organisation"):
        summed[pk][year] = minutes
    names = see(viewer, Organisation).filter(pk__in=summed)
    return [
        Line(each.name, [summed[each.pk].get(year, 0) for year in years])
        for each in names
    ]


def _sums(rows: Any, by: str) -> Any:
    return (
        rows.order_by()
        .annotate(year=ExtractYear("day"))
        .values_list(by, "year")
        .annotate(minutes=Sum("minutes"))
    )
