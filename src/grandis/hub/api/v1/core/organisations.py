"""Organisations, and their way into the cluster and out of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Query, Router, Schema

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import carry_out, found, shown, version_of
from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.fields import (
    Changes,
    Country,
    Email,
    Key,
    Language,
    Slug,
    Values,
    needed,
    text,
)
from grandis.hub.api.v1.operations import changing, reading
from grandis.hub.api.v1.paging import Page, Window, page_of
from grandis.hub.api.v1.representations import represent
from grandis.hub.core.domain import joining
from grandis.hub.core.enums import Role, Standing
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Cluster, Organisation

router = Router(tags=["Organisations"])
PATH = CLUSTER + "/organisations"
ONE = PATH + "/{key}"

#: The roles that a coordinator can invite somebody to.
Invited = Literal["member", "research", "customer", "trustee", "agency", "partner"]


class OrganisationFields(Schema):
    """What the directory says of an organisation."""

    name: str = needed(120)
    country: Country
    registration_number: str = text(30)
    vat_number: str = text(20)
    website: str = text(200)


class OrganisationOut(OrganisationFields):
    """An organisation and how far it and the cluster have agreed."""

    key: str
    role: Role
    standing: Standing
    cluster_agreed_at: datetime | None
    organisation_agreed_at: datetime | None
    left_at: datetime | None
    version: int
    updated_at: datetime


class FirstPerson(Values):
    """Who will own the organisation here; they are invited by e-mail."""

    email: Email
    name: str = text(120)
    language: Language = "en"


class NewOrganisation(OrganisationFields, Values):
    """An organisation to invite."""

    role: Invited
    owner: FirstPerson | None = None


class Leaving(Values):
    """Why a membership ends."""

    reason: str = text(300, description="Journalled; name no person.")


class Asked(Window):
    """Which organisations to send."""

    role: Role | None = None


class OrganisationChanges(OrganisationFields, Changes):
    """What is to change of an organisation; what is left out stays as it is."""


represent(Organisation, OrganisationOut)


@reading(router, PATH, gives=Page[OrganisationOut])
def list_organisations(
    request: HubRequest, cluster: Slug, asked: Annotated[Asked, Query()]
) -> Any:
    """List the organisations of the cluster, as far as you see them."""
    return page_of(request, Organisation, asked, role=asked.role)


@reading(router, ONE, gives=OrganisationOut)
def read_organisation(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read an organisation."""
    return found(request, Organisation, key=key)


@changing(
    router,
    "POST",
    PATH,
    scope=Scope.MEMBERSHIP_WRITE,
    gives=OrganisationOut,
    status=201,
)
def invite_organisation(
    request: HubRequest, cluster: Slug, body: NewOrganisation
) -> Any:
    """Invite an organisation into the cluster.

    For the coordinator. The organisation belongs to the cluster once it has agreed.
    """
    asked = body.given()
    verb: Callable[..., Organisation] = joining.invite_organisation
    owner = asked.pop("owner", None)
    if owner is not None:
        verb = joining.invite_with_owner
        asked |= {"email": owner.email, "person": owner.name}
        asked |= {"language": owner.language}
    here = found(request, Cluster, slug=cluster)
    return shown(request, carry_out(request, verb, here, **asked))


@changing(
    router,
    "PATCH",
    ONE,
    scope=Scope.DIRECTORY_WRITE,
    gives=OrganisationOut,
    versioned=True,
)
def edit_organisation(
    request: HubRequest,
    cluster: Slug,
    key: Key,
    body: OrganisationChanges,
) -> Any:
    """Change an organisation's name, numbers and addresses.

    For its owners and the coordinator.
    """
    row = found(request, Organisation, key=key)
    changed = carry_out(
        request,
        joining.edit_organisation,
        row,
        version=version_of(request),
        **body.given(),
    )
    return shown(request, changed)


@changing(
    router,
    "POST",
    ONE + "/agree",
    scope=Scope.MEMBERSHIP_WRITE,
    gives=OrganisationOut,
)
def agree(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Say yes to the cluster for an organisation.

    For its owners.
    """
    row = found(request, Organisation, key=key)
    return shown(request, carry_out(request, joining.agree, row))


@changing(
    router,
    "POST",
    ONE + "/confirm",
    scope=Scope.MEMBERSHIP_WRITE,
    gives=OrganisationOut,
)
def confirm(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Say yes to an organisation for the cluster.

    For the coordinator.
    """
    row = found(request, Organisation, key=key)
    return shown(request, carry_out(request, joining.confirm, row))


@changing(
    router,
    "POST",
    ONE + "/leave",
    scope=Scope.MEMBERSHIP_WRITE,
    gives=OrganisationOut,
)
def leave(request: HubRequest, cluster: Slug, key: Key, body: Leaving) -> Any:
    """End a membership.

    For the organisation's owners and the coordinator. What was agreed and delivered
    stays recorded.
    """
    row = found(request, Organisation, key=key)
    carry_out(request, joining.leave, row, reason=body.reason)
    return found(request, Organisation, key=key)
