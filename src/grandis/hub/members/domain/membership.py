"""What members pay, and the hours that they and the coordinator put in."""

from datetime import date
from typing import Any

from grandis.hub.core.domain.verbs import verb
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.members.domain import rows
from grandis.hub.members.enums import Activity
from grandis.hub.members.models import HoursLogged, MembershipFee


@verb
def set_fee(
    organisation: Organisation,
    *,
    by: Viewer,
    year: int,
    amount_cents: int,
    due_on: date,
    **more: Any,
) -> MembershipFee:
    """Say what an organisation owes for a year."""
    owed = {"year": year, "amount_cents": amount_cents, "due_on": due_on}
    return rows.add(MembershipFee, organisation, by, **owed, **more)


@verb
def edit_fee(
    fee: MembershipFee, *, by: Viewer, version: int | None = None, **changes: Any
) -> MembershipFee:
    """Change a fee, or note the day on which it was paid."""
    return rows.change(fee, by, version, **changes)


@verb
def remove_fee(fee: MembershipFee, *, by: Viewer, version: int | None = None) -> None:
    """Remove a fee that was set by mistake."""
    rows.remove(fee, by, version)


@verb
def log_hours(
    organisation: Organisation,
    *,
    by: Viewer,
    day: date,
    minutes: int,
    activity: Activity,
    note: str = "",
) -> HoursLogged:
    """Note the time that the organisation put into cooperation on a day."""
    spent = {"day": day, "minutes": minutes, "activity": activity, "note": note}
    return rows.add(HoursLogged, organisation, by, **spent)


@verb
def edit_hours(
    hours: HoursLogged, *, by: Viewer, version: int | None = None, **changes: Any
) -> HoursLogged:
    """Correct logged hours."""
    return rows.change(hours, by, version, **changes)


@verb
def remove_hours(hours: HoursLogged, *, by: Viewer, version: int | None = None) -> None:
    """Remove hours that were logged by mistake."""
    rows.remove(hours, by, version)
