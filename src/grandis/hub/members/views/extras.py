"""What some kinds show above their list: the week, and the size class."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see, see_of
from grandis.hub.members import models
from grandis.hub.members.forms.calendars import WEEKDAYS
from grandis.hub.members.rules import may_consent
from grandis.hub.members.sizes import Scale, class_of, scale_of


@dataclass
class Line:
    """A line of the week: a place, and its shifts on each of the seven days."""

    place: str
    is_resource: bool
    days: list[list[models.Shift]] = field(
        default_factory=lambda: [[] for _day in WEEKDAYS]
    )


def week(
    viewer: Viewer, owner: Organisation, shifts: Iterable[models.Shift]
) -> dict[str, Any]:
    """The shifts of a list as a week: sites, and resources with their own."""
    lines: dict[tuple[int | None, int | None], Line] = {}
    for shift in shifts:
        at = (shift.site_id, shift.resource_id)
        place = str(shift.resource or shift.site)
        line = lines.setdefault(at, Line(place, shift.resource_id is not None))
        for day in shift.weekdays:
            line.days[day].append(shift)
    return {"week": list(lines.values()), "weekdays": [name for _n, name in WEEKDAYS]}


def sizes(viewer: Viewer, owner: Organisation, _rows: Any) -> dict[str, Any]:
    """The size class with the sums that it rests on, and whether it is published."""
    scales = scales_of(viewer, owner)
    return {
        "size": class_of(scales),
        "scales": sorted(scales, reverse=True),
        "published": see(viewer, models.PublishedSize)
        .filter(organisation=owner)
        .first(),
        "may_publish": may_consent(viewer, owner),
    }


def scales_of(viewer: Viewer, owner: Organisation) -> Sequence[Scale]:
    """The years of figures with those of linked companies in them."""
    years = see_of(viewer, models.Figures, owner)
    linked = Prefetch("linked", see(viewer, models.LinkedCompany))
    return [scale_of(row, row.linked.all()) for row in years.prefetch_related(linked)]
