"""People: their appointments, and invitations to more of them."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import carry_out, found, shown
from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.core.organisations import ONE as ORGANISATION
from grandis.hub.api.v1.fields import (
    Email,
    Key,
    Language,
    RowKey,
    Slug,
    Values,
    text,
)
from grandis.hub.api.v1.operations import changing, reading
from grandis.hub.api.v1.paging import Page, Window, page_of
from grandis.hub.api.v1.representations import represent
from grandis.hub.core.domain import people
from grandis.hub.core.enums import Duty
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Appointment, Invitation, Organisation

router = Router(tags=["People"])
APPOINTMENTS = CLUSTER + "/appointments"
INVITATIONS = CLUSTER + "/invitations"

Duties = Annotated[list[Duty], Field(min_length=1, max_length=len(Duty))]


class PersonOut(Schema):
    """A person."""

    key: str
    name: str
    email: str


class AppointmentOut(Schema):
    """A person who acts for an organisation."""

    key: str
    organisation: RowKey
    person: PersonOut
    duties: list[Duty]
    since: datetime
    ended_at: datetime | None


class InvitationOut(Schema):
    """A person who was asked by e-mail to act for an organisation."""

    key: str
    organisation: RowKey
    email: str
    name: str
    language: str
    duties: list[Duty]
    is_open: bool
    sent_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None


class NewInvitation(Values):
    """A person to invite."""

    email: Email
    name: str = text(120)
    language: Language = "en"
    duties: Duties


class NewDuties(Values):
    """What a person does from now on."""

    duties: Duties


class AppointmentsAsked(Window):
    """Which appointments to send."""

    running: bool = Field(True, description="Leave out those that have ended.")


represent(Appointment, AppointmentOut, related=("organisation", "person"))
represent(Invitation, InvitationOut, related=("organisation",))


@reading(
    router,
    APPOINTMENTS,
    gives=Page[AppointmentOut],
    scope=Scope.CONFIDENTIAL_READ,
)
def list_appointments(
    request: HubRequest, cluster: Slug, asked: Annotated[AppointmentsAsked, Query()]
) -> Any:
    """List who acts for your organisation and for the coordinator's office."""
    running = True if asked.running else None
    return page_of(request, Appointment, asked, ended_at__isnull=running)


@reading(
    router,
    APPOINTMENTS + "/{key}",
    gives=AppointmentOut,
    scope=Scope.CONFIDENTIAL_READ,
)
def read_appointment(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read an appointment."""
    return found(request, Appointment, key=key)


@changing(
    router,
    "PUT",
    APPOINTMENTS + "/{key}/duties",
    scope=Scope.PEOPLE_WRITE,
    gives=AppointmentOut,
)
def change_duties(request: HubRequest, cluster: Slug, key: Key, body: NewDuties) -> Any:
    """Change what a person does for the organisation.

    For its owners; one owner must remain.
    """
    row = found(request, Appointment, key=key)
    changed = carry_out(request, people.change_duties, row, duties=body.duties)
    return shown(request, changed)


@changing(router, "DELETE", APPOINTMENTS + "/{key}", scope=Scope.PEOPLE_WRITE)
def end_appointment(request: HubRequest, cluster: Slug, key: Key) -> None:
    """End what a person does for the organisation.

    For its owners and the person; one owner must remain. Tokens end with it.
    """
    row = found(request, Appointment, key=key)
    carry_out(request, people.end_appointment, row)


@reading(
    router,
    INVITATIONS,
    gives=Page[InvitationOut],
    scope=Scope.CONFIDENTIAL_READ,
)
def list_invitations(
    request: HubRequest, cluster: Slug, asked: Annotated[Window, Query()]
) -> Any:
    """List the invitations into your organisation.

    The coordinator sees those into organisations without people too.
    """
    return page_of(request, Invitation, asked)


@reading(
    router,
    INVITATIONS + "/{key}",
    gives=InvitationOut,
    scope=Scope.CONFIDENTIAL_READ,
)
def read_invitation(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read an invitation."""
    return found(request, Invitation, key=key)


@changing(
    router,
    "POST",
    ORGANISATION + "/invitations",
    scope=Scope.PEOPLE_WRITE,
    gives=InvitationOut,
    status=201,
)
def invite_person(
    request: HubRequest, cluster: Slug, key: Key, body: NewInvitation
) -> Any:
    """Ask a person by e-mail to act for an organisation.

    For its owners; for the coordinator as long as nobody acts for it.
    """
    row = found(request, Organisation, key=key)
    return shown(request, carry_out(request, people.invite_person, row, **body.given()))


@changing(router, "DELETE", INVITATIONS + "/{key}", scope=Scope.PEOPLE_WRITE)
def withdraw_invitation(request: HubRequest, cluster: Slug, key: Key) -> None:
    """Make an invitation's link worthless."""
    row = found(request, Invitation, key=key)
    carry_out(request, people.withdraw_invitation, row)
