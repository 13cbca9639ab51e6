"""Where organisations work and with what, and which certificates they state."""

from typing import Annotated, Any, Literal

from ninja import Router, Schema
from pydantic import Field

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import carry_out, found, shown, version_of
from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.fields import (
    Code,
    Country,
    Day,
    Flag,
    Key,
    RowKey,
    Slug,
    Values,
    Year,
    needed,
    text,
)
from grandis.hub.api.v1.members.profiles import OWNERS
from grandis.hub.api.v1.operations import changing, reading
from grandis.hub.api.v1.paging import Page, page_of
from grandis.hub.api.v1.representations import represent
from grandis.hub.api.v1.rows import (
    ROWS_ASKED,
    Collection,
    Shown,
    collect,
)
from grandis.hub.core.http import HubRequest
from grandis.hub.members.domain import certificates, resources
from grandis.hub.members.enums import (
    CertificateStatus,
    CleanRoom,
    Process,
    ResourceKind,
    Stage,
)
from grandis.hub.members.models import Certificate, Resource, ResourceRate, Site

router = Router(tags=["Resources"])
PRODUCTION = "For its owners and its production."
RATE = CLUSTER + "/resources/{key}/rate"

Number = Annotated[float, Field(strict=True, ge=-1e9, le=1e9, allow_inf_nan=False)]
Limit = Flag | Annotated[int, Field(strict=True, ge=-(10**9), le=10**9)] | Number


class SiteFields(Schema):
    """A place where an organisation works."""

    name: str = needed(120)
    street: str = text(120)
    postcode: str = text(12)
    town: str = needed(80)
    country: Country = "LT"
    nuts: str = text(5, description="Its region, like `LT022`.")
    latitude: Annotated[Number, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[Number, Field(ge=-180, le=180)] | None = None


class SiteOut(SiteFields, Shown):
    """A place where an organisation works."""


class ResourceFields(Schema):
    """A machine, a line or a team, and what it can do."""

    site: RowKey
    name: str = needed(120)
    kind: ResourceKind = ResourceKind.MACHINE
    process: Process
    stage: Stage | Literal[""] = Field(
        "", description="Leave it out for the usual stage of the process."
    )
    maker: str = text(80)
    built_year: Year | None = None
    capacity: Annotated[int, Field(strict=True, ge=1, le=500)] = Field(
        1, description="Jobs at a time; more than one for teams only."
    )
    limits: dict[Code, Limit] = Field(
        default_factory=dict,
        max_length=40,
        description="By the names and units of docs/reference/processes.md.",
    )
    assumed: list[Code] = Field(
        default_factory=list,
        max_length=40,
        description="The limits that nobody has measured.",
    )
    materials: list[Code] = Field(
        default_factory=list,
        max_length=200,
        description="Empty if it takes whatever the process can.",
    )
    clean_room: CleanRoom | Literal[""] = ""
    published: Flag = Field(
        False, description="Whether the directory shows it; owners alone agree to it."
    )


class ResourceOut(ResourceFields, Shown):
    """A machine, a line or a team, and what it can do."""


class CertificateFields(Schema):
    """What an organisation states to hold."""

    standard: str = needed(60)
    scope: str = text(600)
    issuer: str = needed(120)
    number: str = text(60)
    issued_on: Day
    expires_on: Day | None = None
    site: RowKey | None = Field(None, description="Only for this site.")


class CertificateOut(CertificateFields, Shown):
    """What an organisation states to hold, and on which day it stated so."""

    stated_on: Day
    status: CertificateStatus


collect(
    router,
    Collection(
        model=Site,
        one="site",
        many="sites",
        fields=SiteFields,
        shows=SiteOut,
        add=resources.add_site,
        edit=resources.edit_site,
        remove=resources.remove_site,
        who=OWNERS,
    ),
)
collect(
    router,
    Collection(
        model=Resource,
        one="resource",
        many="resources",
        fields=ResourceFields,
        shows=ResourceOut,
        add=resources.add_resource,
        edit=resources.edit_resource,
        remove=resources.remove_resource,
        who=PRODUCTION,
        parents={"site": Site},
        links={"site": Site},
    ),
)
collect(
    router,
    Collection(
        model=Certificate,
        one="certificate",
        many="certificates",
        fields=CertificateFields,
        shows=CertificateOut,
        add=certificates.add_certificate,
        edit=certificates.edit_certificate,
        remove=certificates.remove_certificate,
        who=OWNERS,
        links={"site": Site},
    ),
)


class RateIn(Values):
    """What an hour of a resource costs, without operator."""

    hourly_cents: Annotated[int, Field(strict=True, ge=0, le=200_000)]
    consent: Flag = Field(False, description="Whether quotations may use it.")


class RateOut(Shown):
    """What an hour of a resource costs, without operator."""

    resource: RowKey
    hourly_cents: int
    consent: bool


represent(ResourceRate, RateOut, related=("organisation", "resource"))


@reading(
    router,
    CLUSTER + "/rates",
    gives=Page[RateOut],
    scope=Scope.CONFIDENTIAL_READ,
)
def list_rates(request: HubRequest, cluster: Slug, asked: ROWS_ASKED) -> Any:
    """List the hourly rates of your own organisation."""
    return page_of(request, ResourceRate, asked, organisation__key=asked.organisation)


@reading(router, RATE, gives=RateOut, scope=Scope.CONFIDENTIAL_READ)
def read_rate(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read the hourly rate of a resource of your own organisation."""
    return found(request, ResourceRate, resource__key=key)


@changing(
    router,
    "PUT",
    RATE,
    scope=Scope.CONFIDENTIAL_WRITE,
    gives=RateOut,
    versioned=True,
)
def set_rate(request: HubRequest, cluster: Slug, key: Key, body: RateIn) -> Any:
    """Say what an hour of a resource costs.

    For its owners, its production and its sales. The version of a rate that has not
    been set yet is "0".
    """
    resource = found(request, Resource, key=key)
    done = carry_out(
        request,
        resources.set_rate,
        resource,
        version=version_of(request),
        hourly_cents=body.hourly_cents,
        consent=body.consent,
    )
    return shown(request, done)


@changing(
    router,
    "DELETE",
    RATE,
    scope=Scope.CONFIDENTIAL_WRITE,
    versioned=True,
    conflict=RateOut,
)
def remove_rate(request: HubRequest, cluster: Slug, key: Key) -> None:
    """Forget the hourly rate of a resource.

    For its owners, its production and its sales.
    """
    rate = found(request, ResourceRate, resource__key=key)
    carry_out(request, resources.remove_rate, rate, version=version_of(request))
