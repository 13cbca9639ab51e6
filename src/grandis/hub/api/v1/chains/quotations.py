"""Quotations: computed, offered, sent, accepted or declined."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from ninja import Field, Query, Router, Schema

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import carry_out, found, shown, version_of
from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.fields import (
    KEY,
    NO_NUL,
    Changes,
    Day,
    Key,
    Language,
    RowKey,
    Slug,
    Values,
    text,
)
from grandis.hub.api.v1.market.opportunities import ONE as OPPORTUNITY
from grandis.hub.api.v1.operations import changing, downloading, reading
from grandis.hub.api.v1.paging import Page, Window, page_of
from grandis.hub.api.v1.representations import represent
from grandis.hub.chains.domain import computing, quotations
from grandis.hub.chains.enums import Alone, QuotationState
from grandis.hub.chains.models import AloneAnswer, Quotation, Workings
from grandis.hub.core.http import HubRequest
from grandis.hub.core.visibility import see, seen_or_404
from grandis.hub.market.enums import Ending
from grandis.hub.market.models import Opportunity

router = Router(tags=["Quotations"])
PATH = CLUSTER + "/quotations"
ONE = PATH + "/{key}"

Money = Annotated[int, Field(strict=True, ge=0, le=10**15)]
Sentence = Annotated[str, Field(min_length=1, max_length=400, pattern=NO_NUL)]


class OfferFields(Schema):
    """What is offered. Money is in cents of the quotation's currency."""

    unit_price: Annotated[Money, Field(ge=1)] = Field(
        description="For so many pieces as `price_pieces` says."
    )
    once_price: Money = Field(description="For tools and design.")
    delivery: Day | None
    valid_until: Day
    language: Language
    terms: str = text(4_000)
    assumptions: list[Sentence] = Field(max_length=50)


class QuotationOut(OfferFields):
    """What the cluster offers for an opportunity: ranges, and a price between them."""

    key: str
    opportunity: RowKey
    revision: int
    state: QuotationState
    quantity: int
    currency: str
    per_euro: float = Field(description="Units of the currency for one euro.")
    rate_day: date | None
    price_pieces: Literal[1, 100, 1000]
    unit_low: int
    unit_high: int
    once_low: int
    once_high: int
    delivery_low: date | None
    delivery_high: date | None
    made_at: datetime
    sent_at: datetime | None
    decided_at: datetime | None
    declined_for: Ending | Literal[""]
    decline_note: str
    version: int
    updated_at: datetime


class WorkingsOut(Schema):
    """How a quotation was found: what can be shown of the library's answer."""

    route: int = Field(description="Which of the routes is offered, from 0.")
    milliseconds: int
    values: dict[str, Any]


class AloneOut(Schema):
    """Whether a member of the chain could have bid alone."""

    member: RowKey
    answer: Alone
    reason: str
    answered_at: datetime


class NewQuotation(Values):
    """How to quote."""

    without: list[RowKey] = Field(
        default_factory=list, max_length=50, description="Members not to be asked."
    )


class OfferChanges(OfferFields, Changes):
    """What is to be offered otherwise; what is left out stays as it is."""


class ChosenRoute(Values):
    """Another of the routes."""

    route: Annotated[int, Field(strict=True, ge=0, le=1_000)]


class AloneIn(Values):
    """Whether a member of the chain could have bid alone, and why you think so."""

    member: RowKey
    answer: Alone
    reason: str = Field(min_length=1, max_length=300, pattern=NO_NUL)


class AloneAnswers(Values):
    """What is said of each member that competes with another in the chain."""

    answers: list[AloneIn] = Field(min_length=1, max_length=50)


class Declined(Values):
    """Why an offer is not taken."""

    reason: Ending
    note: str = text(400)


class QuotationsAsked(Window):
    """Which quotations to send."""

    opportunity: str | None = Field(None, pattern=KEY)
    state: QuotationState | None = None


represent(Quotation, QuotationOut, related=("opportunity",), left=("document",))
represent(Workings, WorkingsOut)
represent(AloneAnswer, AloneOut, related=("member",))


@reading(router, PATH, gives=Page[QuotationOut], scope=Scope.MARKET_READ)
def list_quotations(
    request: HubRequest, cluster: Slug, asked: Annotated[QuotationsAsked, Query()]
) -> Any:
    """List quotations, as far as you see them.

    The coordinator sees all, others those that were sent for their opportunities.
    """
    return page_of(
        request,
        Quotation,
        asked,
        opportunity__key=asked.opportunity,
        state=asked.state,
    )


@reading(router, ONE, gives=QuotationOut, scope=Scope.MARKET_READ)
def read_quotation(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read a quotation."""
    return found(request, Quotation, key=key)


@downloading(
    router,
    ONE + "/document",
    content_type="application/pdf",
    scope=Scope.MARKET_READ,
)
def read_document(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Download the document as it was sent; of a draft, as it would be sent now."""
    viewer = request.viewer
    rows = see(viewer, Quotation).select_related("opportunity")
    row = seen_or_404(viewer, rows, key=key)
    if row.document is not None:
        return HttpResponse(bytes(row.document), content_type="application/pdf")
    if not viewer.is_coordinator:
        raise Http404("it was never sent")
    _version, drawn = quotations.drawn(row, by=viewer)
    return HttpResponse(drawn, content_type="application/pdf")


@reading(router, ONE + "/workings", gives=WorkingsOut, scope=Scope.MARKET_READ)
def read_workings(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read how a quotation was found.

    For the coordinator.
    """
    return found(request, Workings, quotation__key=key)


@reading(router, ONE + "/alone-answers", gives=Page[AloneOut], scope=Scope.MARKET_READ)
def list_alone_answers(
    request: HubRequest, cluster: Slug, key: Key, asked: Annotated[Window, Query()]
) -> Any:
    """List what was said of the members that compete in the chain.

    For the coordinator.
    """
    found(request, Quotation, key=key)
    return page_of(request, AloneAnswer, asked, quotation__key=key)


@changing(
    router,
    "POST",
    OPPORTUNITY + "/quotations",
    scope=Scope.MARKET_WRITE,
    gives=QuotationOut,
    status=201,
)
def quote_opportunity(
    request: HubRequest, cluster: Slug, key: Key, body: NewQuotation
) -> Any:
    """Compute a quotation, as a draft.

    For the coordinator. It takes some seconds.
    """
    row = seen_or_404(
        request.viewer,
        see(request.viewer, Opportunity).select_related("cluster"),
        key=key,
    )
    computed = computing.compute(row, by=request.viewer, without=body.without)
    new = carry_out(request, quotations.store, row, computed=computed)
    return shown(request, new)


@changing(
    router,
    "PATCH",
    ONE,
    scope=Scope.MARKET_WRITE,
    gives=QuotationOut,
    versioned=True,
)
def change_offer(
    request: HubRequest, cluster: Slug, key: Key, body: OfferChanges
) -> Any:
    """Say what is offered: price, date, validity, terms, language.

    For the coordinator, of a draft.
    """
    row = found(request, Quotation, key=key)
    version = version_of(request)
    done = carry_out(request, quotations.offer, row, version=version, **body.given())
    return shown(request, done)


@changing(
    router,
    "PUT",
    ONE + "/route",
    scope=Scope.MARKET_WRITE,
    gives=QuotationOut,
    versioned=True,
)
def choose_route(
    request: HubRequest, cluster: Slug, key: Key, body: ChosenRoute
) -> Any:
    """Offer another of the routes: its price, dates and chain of members.

    For the coordinator, of a draft.
    """
    row = found(request, Quotation, key=key)
    version = version_of(request)
    done = carry_out(request, quotations.choose, row, route=body.route, version=version)
    return shown(request, done)


@changing(
    router,
    "PUT",
    ONE + "/alone-answers",
    scope=Scope.MARKET_WRITE,
    gives=QuotationOut,
)
def answer_alone(
    request: HubRequest, cluster: Slug, key: Key, body: AloneAnswers
) -> Any:
    """Say of members of the chain whether they could have bid alone.

    For the coordinator, of a draft.
    """
    row = found(request, Quotation, key=key)
    said = {
        each.member: quotations.AloneSaid(each.answer, each.reason)
        for each in body.answers
    }
    return shown(request, carry_out(request, quotations.answer_alone, row, said=said))


@changing(router, "POST", ONE + "/send", scope=Scope.MARKET_WRITE, gives=QuotationOut)
def send_quotation(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Send an offer with its document to the customer.

    For the coordinator. Competing members must have been answered for first.
    """
    row = found(request, Quotation, key=key)
    version, document = quotations.drawn(row, by=request.viewer, to_send=True)
    done = carry_out(
        request, quotations.send_document, row, version=version, document=document
    )
    return shown(request, done)


@changing(router, "POST", ONE + "/accept", scope=Scope.MARKET_WRITE, gives=QuotationOut)
def accept_quotation(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Take an offer.

    For the customer, or the member whose idea it is.
    """
    row = found(request, Quotation, key=key)
    return shown(request, carry_out(request, quotations.accept, row))


@changing(
    router, "POST", ONE + "/decline", scope=Scope.MARKET_WRITE, gives=QuotationOut
)
def decline_quotation(
    request: HubRequest, cluster: Slug, key: Key, body: Declined
) -> Any:
    """Do not take an offer, and say why.

    For the customer, or the member whose idea it is.
    """
    row = found(request, Quotation, key=key)
    return shown(request, carry_out(request, quotations.decline, row, **body.given()))
