"""Opportunities: what customers ask for, from the enquiry to its end."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import carry_out, found, shown, version_of
from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.fields import (
    KEY,
    NO_NUL,
    Changes,
    Country,
    Day,
    Email,
    Key,
    Language,
    RowKey,
    Slug,
    Values,
    needed,
    text,
)
from grandis.hub.api.v1.market.parts import (
    CallOffFields,
    Deliveries,
    EnquirerFields,
    PartIn,
    PartOut,
    Policy,
    rows_of,
)
from grandis.hub.api.v1.operations import changing, reading
from grandis.hub.api.v1.paging import Page, Window, page_of
from grandis.hub.api.v1.representations import represent
from grandis.hub.api.v1.rows import linked
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Cluster, Organisation
from grandis.hub.market.domain import opportunities
from grandis.hub.market.enums import Ending, Incoterm, Source, State
from grandis.hub.market.models import CallOff, Enquirer, Opportunity

router = Router(tags=["Opportunities"])
PATH = CLUSTER + "/opportunities"
ONE = PATH + "/{key}"
LINKS = {"customer": Organisation}


class OpportunityFields(Schema):
    """What is asked for, apart from the part itself."""

    title: str = needed(120)
    reference: str = text(60, description="The customer's own.")
    message: str = text(4_000)
    country: Country = "LT"
    language: Language = "en"
    currency: str = Field("EUR", pattern=r"^[A-Z]{3}$", description="ISO 4217.")
    incoterm: Incoterm = Field(Incoterm.FCA, description="Incoterms 2020.")
    incoterm_place: str = text(80)
    policy: Policy = Policy()
    late_cents_per_day: Annotated[int, Field(strict=True, ge=0, le=10**8)] = 0
    answer_by: Day | None = None


class OpportunityOut(OpportunityFields):
    """One part that somebody asks the cluster for."""

    key: str
    enquiry: str = Field(description="The same for parts that were asked together.")
    issuer: RowKey
    customer: RowKey | None
    source: Source
    state: State
    ending: Ending | Literal[""]
    ending_note: str
    part: PartOut
    call_offs: list[CallOffFields]
    revises: RowKey | None
    created_at: datetime
    received_at: datetime | None
    quoted_at: datetime | None
    ended_at: datetime | None
    version: int
    updated_at: datetime

    @staticmethod
    def resolve_part(row: Opportunity) -> dict[str, Any]:
        values: dict[str, Any] = row.part.values
        return values


class EnquirerIn(EnquirerFields, Values):
    """The person who asks and gets the offer by e-mail."""

    email: Email


class EnquirerOut(EnquirerFields):
    """The person who asks."""

    email: str


class NewOpportunity(OpportunityFields, Values):
    """A part to ask for."""

    part: PartIn
    call_offs: Deliveries = Field(default_factory=list)
    customer: RowKey | None = Field(None, description="For the coordinator to say.")
    enquirer: EnquirerIn | None = None
    enquiry: str = Field(
        "",
        pattern=rf"{KEY}|^$",
        description="That of another part that was asked for together with it.",
    )


class OpportunityChanges(OpportunityFields, Changes):
    """What is to change of an opportunity; what is left out stays as it is."""

    part: PartIn | None = None
    call_offs: Deliveries | None = None
    customer: RowKey | None = None


class Revision(OpportunityFields, Changes):
    """What is to be otherwise; what is left out stays as it was."""

    part: PartIn | None = None
    call_offs: Deliveries | None = None


class Ended(Values):
    """How an opportunity ended, and why."""

    state: Literal["won", "lost", "declined"]
    ending: Ending | Literal[""] = ""
    note: str = text(400)


class OpportunitiesAsked(Window):
    """Which opportunities to send."""

    state: State | None = None
    source: Source | None = None
    customer: str | None = Field(None, pattern=KEY)
    issuer: str | None = Field(None, pattern=KEY)
    enquiry: str | None = Field(None, pattern=KEY)
    country: Country | None = None
    title: str | None = Field(
        None, max_length=120, pattern=NO_NUL, description="A part of the title."
    )
    changed_since: datetime | None = Field(
        None, description="For programs that fetch what is new."
    )


represent(
    Opportunity,
    OpportunityOut,
    related=("issuer", "customer", "revises", "part"),
    lists={"call_offs": CallOff},
)
represent(Enquirer, EnquirerOut)


@reading(router, PATH, gives=Page[OpportunityOut], scope=Scope.MARKET_READ)
def list_opportunities(
    request: HubRequest, cluster: Slug, asked: Annotated[OpportunitiesAsked, Query()]
) -> Any:
    """List opportunities, as far as you see them, newest first.

    The coordinator sees all that arrived, others their own.
    """
    return page_of(
        request,
        Opportunity,
        asked,
        state=asked.state,
        source=asked.source,
        customer__key=asked.customer,
        issuer__key=asked.issuer,
        enquiry=asked.enquiry,
        country=asked.country,
        title__icontains=asked.title,
        updated_at__gte=asked.changed_since,
    )


@reading(router, ONE, gives=OpportunityOut, scope=Scope.MARKET_READ)
def read_opportunity(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read an opportunity."""
    return found(request, Opportunity, key=key)


@reading(router, ONE + "/enquirer", gives=EnquirerOut, scope=Scope.CONFIDENTIAL_READ)
def read_enquirer(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read who asks, where no organisation with an account does."""
    return found(request, Enquirer, opportunity__key=key)


@changing(
    router,
    "POST",
    PATH,
    scope=Scope.MARKET_WRITE,
    gives=OpportunityOut,
    status=201,
)
def enter_opportunity(request: HubRequest, cluster: Slug, body: NewOpportunity) -> Any:
    """Ask the cluster for a part.

    For customers; for the coordinator, who may say for whom; for members with a
    product idea of their own, which stays a draft until it is handed in.
    """
    asked = linked(request, _values(body), LINKS)
    here = found(request, Cluster, slug=cluster)
    new = carry_out(
        request, opportunities.enter, here, source=Source.INTERFACE, **asked
    )
    return shown(request, new)


@changing(
    router,
    "PATCH",
    ONE,
    scope=Scope.MARKET_WRITE,
    gives=OpportunityOut,
    versioned=True,
)
def change_opportunity(
    request: HubRequest, cluster: Slug, key: Key, body: OpportunityChanges
) -> Any:
    """Change what is asked for.

    For its issuer. Part and deliveries are sent whole; once a quotation went out they
    change by a revision.
    """
    row = found(request, Opportunity, key=key)
    asked = linked(request, _values(body), LINKS)
    version = version_of(request)
    done = carry_out(request, opportunities.change, row, version=version, **asked)
    return shown(request, done)


@changing(
    router, "POST", ONE + "/receive", scope=Scope.MARKET_WRITE, gives=OpportunityOut
)
def receive_opportunity(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Hand a draft in, so that the coordinator can work on it.

    For the member whose idea it is.
    """
    row = found(request, Opportunity, key=key)
    return shown(request, carry_out(request, opportunities.receive, row))


@changing(
    router,
    "POST",
    ONE + "/revisions",
    scope=Scope.MARKET_WRITE,
    gives=OpportunityOut,
    status=201,
)
def revise_opportunity(
    request: HubRequest, cluster: Slug, key: Key, body: Revision
) -> Any:
    """Replace an opportunity by a revision of it.

    For its issuer and its customer.
    """
    row = found(request, Opportunity, key=key)
    new = carry_out(request, opportunities.revise, row, **_values(body))
    return shown(request, new)


@changing(router, "POST", ONE + "/end", scope=Scope.MARKET_WRITE, gives=OpportunityOut)
def end_opportunity(request: HubRequest, cluster: Slug, key: Key, body: Ended) -> Any:
    """End an opportunity as won, lost or declined.

    For its issuer and the coordinator; its customer may take an offer or not.
    """
    row = found(request, Opportunity, key=key)
    asked = {"ending": "", "note": ""} | body.given()
    asked["state"] = State(body.state)
    return shown(request, carry_out(request, opportunities.end, row, **asked))


def _values(body: NewOpportunity | OpportunityChanges | Revision) -> dict[str, Any]:
    """What was sent, as the verbs take it."""
    asked = body.given()
    if body.part is not None:
        asked["part"] = body.part.values()
    if body.call_offs is not None and "call_offs" in asked:
        asked["call_offs"] = rows_of(body.call_offs)
    if "policy" in asked:
        asked["policy"] = body.policy.model_dump(exclude_unset=True)
    enquirer = asked.get("enquirer")
    if enquirer is not None:
        asked["enquirer"] = enquirer.given()
    return asked
