"""Yearly figures of the own organisation, and the size class it publishes."""

from typing import Annotated, Any

from ninja import Router, Schema
from pydantic import Field

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import carry_out, found, shown
from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.core.organisations import ONE as ORGANISATION
from grandis.hub.api.v1.fields import (
    Cents,
    Count,
    Flag,
    Key,
    Permille,
    RowKey,
    Slug,
    needed,
)
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
from grandis.hub.core.models import Organisation
from grandis.hub.members.domain import figures
from grandis.hub.members.enums import SizeClass
from grandis.hub.members.models import Figures, LinkedCompany, PublishedSize

router = Router(tags=["Figures"])
ACCOUNTS = "For its owners and its accounts."
SIZE = ORGANISATION + "/size"

FigureYear = Annotated[int, Field(strict=True, ge=1990, le=2200)]


class FiguresFields(Schema):
    """Jobs, turnover, balance sheet total and export of one year."""

    year: FigureYear
    headcount: Count
    turnover_cents: Cents
    balance_cents: Cents | None = None
    export_permille: Permille | None = None
    public_body: Flag = Field(False, description="Public bodies hold 25 % or more.")


class FiguresOut(FiguresFields, Shown):
    """Jobs, turnover, balance sheet total and export of one year."""


class LinkedFields(Schema):
    """A company that holds a share of this one or of which it holds a share."""

    name: str = needed(120)
    share_permille: Permille
    headcount: Count
    turnover_cents: Cents
    balance_cents: Cents | None = None


class LinkedOut(LinkedFields, Shown):
    """A company that holds a share of this one or of which it holds a share."""

    figures: RowKey


class SizeOut(Shown):
    """The size class that an organisation has agreed to publish (2003/361/EC)."""

    size_class: SizeClass
    year: int


collect(
    router,
    Collection(
        model=Figures,
        one="figures",
        many="figures",
        fields=FiguresFields,
        shows=FiguresOut,
        add=figures.add_figures,
        edit=figures.edit_figures,
        remove=figures.remove_figures,
        who=ACCOUNTS,
        reads=Scope.CONFIDENTIAL_READ,
        writes=Scope.CONFIDENTIAL_WRITE,
    ),
)
collect(
    router,
    Collection(
        model=LinkedCompany,
        one="linked_company",
        many="linked_companies",
        fields=LinkedFields,
        shows=LinkedOut,
        add=figures.add_linked_company,
        edit=figures.edit_linked_company,
        remove=figures.remove_linked_company,
        who=ACCOUNTS,
        parents={"figures": Figures},
        reads=Scope.CONFIDENTIAL_READ,
        writes=Scope.CONFIDENTIAL_WRITE,
    ),
)
represent(PublishedSize, SizeOut, related=("organisation",))


@reading(router, CLUSTER + "/sizes", gives=Page[SizeOut])
def list_sizes(request: HubRequest, cluster: Slug, asked: ROWS_ASKED) -> Any:
    """List the size classes that organisations publish."""
    return page_of(request, PublishedSize, asked, organisation__key=asked.organisation)


@reading(router, SIZE, gives=SizeOut)
def read_size(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read the size class that an organisation publishes."""
    return found(request, PublishedSize, organisation__key=key)


@changing(router, "PUT", SIZE, scope=Scope.DIRECTORY_WRITE, gives=SizeOut)
def publish_size(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Publish an organisation's size class, now and as its figures change.

    For its owners.
    """
    organisation = found(request, Organisation, key=key)
    return shown(request, carry_out(request, figures.publish_size, organisation))


@changing(router, "DELETE", SIZE, scope=Scope.DIRECTORY_WRITE)
def withdraw_size(request: HubRequest, cluster: Slug, key: Key) -> None:
    """No longer publish an organisation's size class.

    For its owners.
    """
    size = found(request, PublishedSize, organisation__key=key)
    carry_out(request, figures.withdraw_size, size)
