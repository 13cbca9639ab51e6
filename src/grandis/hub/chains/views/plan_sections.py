"""Where an opportunity stands in the plans, on its own page.

The coordinator sees the plans with it, a member its own work in published ones; a
customer reads in its offer when the part is ready, and nothing of plans.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Case, Value, When
from django.db.models.fields.json import KeyTransform

from grandis.hub.chains.domain.plans import PLANNABLE
from grandis.hub.chains.models import Plan, Work
from grandis.hub.chains.rules import may_plan
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.market.models import Opportunity
from grandis.hub.market.sections import Place, register

#: Plans that the page names; the one in force comes first, then the newest.
MOST = 5


class Planned(NamedTuple):
    """An opportunity in a plan: who makes it from when to when, and how surely."""

    plan: Plan
    members: list[str]
    begin: datetime
    end: datetime
    percent: int | None


def register_plan_sections() -> None:
    """Register the sections; the app calls this when it starts."""
    register(Place.OPPORTUNITY, "chains/plan_section.html", of_office, order=30)
    register(Place.OPPORTUNITY, "chains/work_section.html", of_maker, order=30)


def of_office(viewer: Viewer, opportunity: Opportunity) -> Mapping[str, Any] | None:
    """The plans that take an opportunity, for the coordinator."""
    if not may_plan(viewer):
        return None
    works = see(viewer, Work).filter(opportunity=opportunity)
    rows = see(viewer, Plan).filter(pk__in=works.values("plan"))
    published = When(published_at__isnull=False, withdrawn_at=None, then=Value(0))
    risks = KeyTransform("opportunities", KeyTransform("risk", "values"))
    plans = list(
        rows.select_related("run")
        .defer("values", "run__trail", "run__asked")
        .annotate(place=Case(published, default=Value(1)), risks=risks)
        .order_by("place", "-made_at", "-pk")[:MOST]
    )
    return {
        "opportunity": opportunity,
        "rows": list(_planned(viewer, plans, opportunity)) if plans else [],
        "may_plan": opportunity.state in PLANNABLE and opportunity.part is not None,
    }


def _planned(
    viewer: Viewer, plans: Sequence[Plan], opportunity: Opportunity
) -> Iterator[Planned]:
    works = see(viewer, Work).filter(plan__in=plans, opportunity=opportunity)
    rows = works.select_related("member").order_by("plan", "start", "pk")
    found = {key: list(each) for key, each in groupby(rows, lambda work: work.plan_id)}
    for plan in plans:
        mine = found[plan.pk]
        yield Planned(
            plan,
            list(dict.fromkeys(work.member.name for work in mine)),
            mine[0].start,
            max(work.end for work in mine),
            _percent(plan.risks, opportunity.key),  # type: ignore[attr-defined]
        )


def _percent(risks: list[dict[str, Any]] | None, key: str) -> int | None:
    """In how many of a hundred futures it is on time."""
    found = (each["on_time"] for each in risks or () if each["key"] == key)
    chance = next(found, None)
    return None if chance is None else round(100 * chance)


def of_maker(viewer: Viewer, opportunity: Opportunity) -> Mapping[str, Any] | None:
    """What a member itself does for its own idea, in published plans."""
    if not viewer.is_member:
        return None
    mine = see(viewer, Work).filter(opportunity=opportunity, member=viewer.organisation)
    works = list(mine.order_by("start", "pk"))
    return {"works": works} if works else None
