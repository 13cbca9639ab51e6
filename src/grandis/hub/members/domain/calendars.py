"""When an organisation's resources work and what is booked on them."""

from datetime import date, time
from typing import Any

from grandis.hub.core.domain.verbs import verb
from grandis.hub.core.viewer import Viewer
from grandis.hub.members.domain import rows
from grandis.hub.members.models import Closure, Load, Resource, Shift, Site


@verb
def add_shift(
    place: Site | Resource,
    *,
    by: Viewer,
    weekdays: list[int],
    start: time,
    end: time,
) -> Shift:
    """Add weekly hours to a site, or to one resource instead of its site's."""
    times = {"weekdays": weekdays, "start": start, "end": end}
    return rows.add(Shift, place.organisation, by, **_of(place), **times)


@verb
def edit_shift(
    shift: Shift, *, by: Viewer, version: int | None = None, **changes: Any
) -> Shift:
    """Change a shift."""
    return rows.change(shift, by, version, **changes)


@verb
def remove_shift(shift: Shift, *, by: Viewer, version: int | None = None) -> None:
    """Remove a shift."""
    rows.remove(shift, by, version)


@verb
def add_closure(
    place: Site | Resource,
    *,
    by: Viewer,
    first_day: date,
    last_day: date,
    reason: str = "",
) -> Closure:
    """Close a site or one resource for some days."""
    days = {"first_day": first_day, "last_day": last_day, "reason": reason}
    return rows.add(Closure, place.organisation, by, **_of(place), **days)


@verb
def edit_closure(
    closure: Closure, *, by: Viewer, version: int | None = None, **changes: Any
) -> Closure:
    """Change a closure."""
    return rows.change(closure, by, version, **changes)


@verb
def remove_closure(closure: Closure, *, by: Viewer, version: int | None = None) -> None:
    """Remove a closure."""
    rows.remove(closure, by, version)


@verb
def add_load(
    resource: Resource,
    *,
    by: Viewer,
    first_day: date,
    last_day: date,
    hours: int,
    note: str = "",
) -> Load:
    """Book working hours of a resource within some days."""
    booked = {"first_day": first_day, "last_day": last_day, "hours": hours}
    return rows.add(
        Load, resource.organisation, by, resource=resource, note=note, **booked
    )


@verb
def edit_load(
    load: Load, *, by: Viewer, version: int | None = None, **changes: Any
) -> Load:
    """Change booked hours."""
    return rows.change(load, by, version, **changes)


@verb
def remove_load(load: Load, *, by: Viewer, version: int | None = None) -> None:
    """Free booked hours."""
    rows.remove(load, by, version)


def _of(place: Site | Resource) -> dict[str, Site | Resource]:
    return {"site" if isinstance(place, Site) else "resource": place}
