"""What other currencies are worth."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Path, Query, Router, Schema

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import carry_out, found, shown
from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.fields import Slug, Values, needed
from grandis.hub.api.v1.operations import changing, reading
from grandis.hub.api.v1.paging import Page, Window, page_of
from grandis.hub.api.v1.representations import represent
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Cluster
from grandis.hub.market.domain import rates
from grandis.hub.market.models import ExchangeRate

router = Router(tags=["Exchange rates"])
PATH = CLUSTER + "/exchange-rates"
CURRENCY = r"^[A-Z]{3}$"

Currency = Annotated[str, Path(pattern=CURRENCY, description="ISO 4217.")]
RateDay = Annotated[date, Path(description="The day of the rate.")]


class RateFields(Schema):
    """How many units of a currency one euro was worth on a day."""

    per_euro: Annotated[float, Field(strict=True, ge=1e-6, le=1e7, allow_inf_nan=False)]
    source: str = needed(120, description="Who said so.")


class RateIn(RateFields, Values):
    """How many units of a currency one euro was worth on a day."""


class ExchangeRateOut(RateFields):
    """How many units of a currency one euro was worth on a day."""

    currency: str
    day: date
    per_euro: float


class RatesAsked(Window):
    """Which rates to send."""

    currency: str | None = Field(None, pattern=CURRENCY)


represent(ExchangeRate, ExchangeRateOut)


@reading(router, PATH, gives=Page[ExchangeRateOut])
def list_exchange_rates(
    request: HubRequest, cluster: Slug, asked: Annotated[RatesAsked, Query()]
) -> Any:
    """List the exchange rates, of each currency the latest first."""
    return page_of(request, ExchangeRate, asked, currency=asked.currency)


@reading(router, PATH + "/{currency}/{day}", gives=ExchangeRateOut)
def read_exchange_rate(
    request: HubRequest, cluster: Slug, currency: Currency, day: RateDay
) -> Any:
    """Read the rate of a currency on a day."""
    return found(request, ExchangeRate, currency=currency, day=day)


@changing(
    router,
    "PUT",
    PATH + "/{currency}/{day}",
    scope=Scope.MARKET_WRITE,
    gives=ExchangeRateOut,
)
def set_exchange_rate(
    request: HubRequest, cluster: Slug, currency: Currency, day: RateDay, body: RateIn
) -> Any:
    """Say what one euro was worth on a day, and who said so.

    For the coordinator.
    """
    rate = carry_out(
        request,
        rates.set_rate,
        found(request, Cluster, slug=cluster),
        currency=currency,
        day=day,
        per_euro=round(Decimal(body.per_euro), 6),
        source=body.source,
    )
    return shown(request, rate)
