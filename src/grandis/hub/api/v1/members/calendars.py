"""When resources work and what is booked on them: for the owner alone."""

from typing import Annotated

from ninja import Router, Schema
from pydantic import Field

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.fields import MOST, Clock, Day, RowKey, text
from grandis.hub.api.v1.members.resources import PRODUCTION
from grandis.hub.api.v1.rows import Collection, Shown, collect
from grandis.hub.members.domain import calendars
from grandis.hub.members.models import Closure, Load, Resource, Shift, Site

router = Router(tags=["Calendars and load"])

Weekday = Annotated[int, Field(strict=True, ge=0, le=6)]


class Placed(Shown):
    """A row about a whole site, or about one resource."""

    site: RowKey | None
    resource: RowKey | None


class ShiftFields(Schema):
    """Hours worked on some days of the week, in the cluster's local time."""

    weekdays: list[Weekday] = Field(
        min_length=1, max_length=7, description="0 is Monday; none twice."
    )
    start: Clock
    end: Clock = Field(description="Not after `start` means on the next day.")


class ShiftOut(ShiftFields, Placed):
    """Hours worked on some days of the week, in the cluster's local time."""


class ClosureFields(Schema):
    """Days on which a site or a resource does not work."""

    first_day: Day
    last_day: Day
    reason: str = text(120)


class ClosureOut(ClosureFields, Placed):
    """Days on which a site or a resource does not work."""


class LoadFields(Schema):
    """Working hours already booked on a resource within some days."""

    first_day: Day
    last_day: Day
    hours: Annotated[int, Field(strict=True, ge=1, le=MOST)]
    note: str = text(120, description="Your own reference.")


class LoadOut(LoadFields, Shown):
    """Working hours already booked on a resource within some days."""

    resource: RowKey


collect(
    router,
    Collection(
        model=Shift,
        one="shift",
        many="shifts",
        fields=ShiftFields,
        shows=ShiftOut,
        add=calendars.add_shift,
        edit=calendars.edit_shift,
        remove=calendars.remove_shift,
        who=PRODUCTION,
        parents={"site": Site, "resource": Resource},
        reads=Scope.CONFIDENTIAL_READ,
        writes=Scope.CONFIDENTIAL_WRITE,
    ),
)
collect(
    router,
    Collection(
        model=Closure,
        one="closure",
        many="closures",
        fields=ClosureFields,
        shows=ClosureOut,
        add=calendars.add_closure,
        edit=calendars.edit_closure,
        remove=calendars.remove_closure,
        who=PRODUCTION,
        parents={"site": Site, "resource": Resource},
        reads=Scope.CONFIDENTIAL_READ,
        writes=Scope.CONFIDENTIAL_WRITE,
    ),
)
collect(
    router,
    Collection(
        model=Load,
        one="load",
        many="loads",
        fields=LoadFields,
        shows=LoadOut,
        add=calendars.add_load,
        edit=calendars.edit_load,
        remove=calendars.remove_load,
        who=PRODUCTION,
        parents={"resource": Resource},
        reads=Scope.CONFIDENTIAL_READ,
        writes=Scope.CONFIDENTIAL_WRITE,
    ),
)
