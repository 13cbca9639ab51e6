"""A small cluster that can mould caps, and customers that ask for them."""

from datetime import time, timedelta

from django.utils import timezone

from grandis.hub.core.viewer import Viewer
from grandis.hub.market.domain import opportunities
from grandis.hub.market.enums import Source
from grandis.hub.market.models import Opportunity
from grandis.hub.members.domain import calendars, resources
from grandis.hub.members.enums import Process, ResourceKind
from grandis.hub.members.models import Resource

#: What each member has: process, name, kind, jobs at a time, limits.
PRESS = {
    "clamp": 2000.0,
    "shot": 400.0,
    "tie_bar_long": 560.0,
    "tie_bar_short": 560.0,
    "mould_low": 150.0,
    "mould_high": 600.0,
    "opening": 900.0,
    "injection_rate": 150.0,
    "thin_wall": 0.8,
    "dry_cycle": 2.0,
}
CAP = {
    "name": "Dosing cap",
    "material": "pp-homo",
    "shape": "open",
    "length": 60,
    "width": 60,
    "height": 25,
    "wall": 1.6,
    "mass": 14,
    "yearly_volume": 60_000,
    "lot_size": 20_000,
}


def equip(
    by: Viewer, town: str, latitude: float, longitude: float
) -> dict[str, Resource]:
    """Give a member a site with a press, a tool room and packers."""
    site = resources.add_site(
        by.organisation,
        by=by,
        name=f"{town} plant",
        town=town,
        latitude=latitude,
        longitude=longitude,
    )
    calendars.add_shift(
        site,
        by=by,
        weekdays=[0, 1, 2, 3, 4],
        start=time(6),
        end=time(22),
    )
    add = {
        "press": (Process.INJECTION_MOULDING, ResourceKind.MACHINE, 1, PRESS),
        "tool room": (Process.MOULD_MAKING, ResourceKind.TEAM, 2, {}),
        "packers": (Process.PACKING, ResourceKind.TEAM, 3, {}),
    }
    return {
        name: resources.add_resource(
            site,
            by=by,
            name=f"{town} {name}",
            process=process,
            kind=kind,
            capacity=capacity,
            limits=limits,
            published=True,
        )
        for name, (process, kind, capacity, limits) in add.items()
    }


def ask_for(
    by: Viewer, title: str, *, weeks: int = 14, part: dict | None = None, **fields
) -> Opportunity:
    """A received opportunity for a cap."""
    assert by.cluster is not None
    found = opportunities.enter(
        by.cluster,
        by=by,
        title=title,
        part={**CAP, **(part or {})},
        source=Source.COORDINATOR,
        call_offs=[
            {
                "due": timezone.localdate() + timedelta(weeks=weeks),
                "quantity": (part or CAP).get("lot_size", 20_000),
            }
        ],
        **fields,
    )
    found.refresh_from_db()
    return found
