"""What membership costs, in money and in hours."""

from typing import Annotated

from ninja import Router, Schema
from pydantic import Field

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.fields import Cents, Day, text
from grandis.hub.api.v1.members.figures import FigureYear
from grandis.hub.api.v1.rows import Collection, Shown, collect
from grandis.hub.members.domain import membership
from grandis.hub.members.enums import Activity
from grandis.hub.members.models import HoursLogged, MembershipFee

router = Router(tags=["Membership"])


class FeeFields(Schema):
    """What an organisation owes its cluster for a year."""

    year: FigureYear
    amount_cents: Cents
    due_on: Day
    paid_on: Day | None = None


class FeeOut(FeeFields, Shown):
    """What an organisation owes its cluster for a year."""

    is_overdue: bool


class HoursFields(Schema):
    """Time that an organisation put into cooperation."""

    day: Day
    minutes: Annotated[int, Field(strict=True, ge=1, le=10_000)]
    activity: Activity
    note: str = text(300)


class HoursOut(HoursFields, Shown):
    """Time that an organisation put into cooperation."""


collect(
    router,
    Collection(
        model=MembershipFee,
        one="fee",
        many="fees",
        fields=FeeFields,
        shows=FeeOut,
        add=membership.set_fee,
        edit=membership.edit_fee,
        remove=membership.remove_fee,
        who="For the coordinator.",
        reads=Scope.CONFIDENTIAL_READ,
        writes=Scope.CONFIDENTIAL_WRITE,
    ),
)
collect(
    router,
    Collection(
        model=HoursLogged,
        one="logged_hours",
        many="logged_hours",
        fields=HoursFields,
        shows=HoursOut,
        add=membership.log_hours,
        edit=membership.edit_hours,
        remove=membership.remove_hours,
        who="For everybody who acts for the organisation.",
        reads=Scope.CONFIDENTIAL_READ,
        writes=Scope.CONFIDENTIAL_WRITE,
    ),
)
