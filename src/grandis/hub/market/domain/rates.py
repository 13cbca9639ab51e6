"""What other currencies are worth, each rate with its day and source."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from grandis.hub.core import journal
from grandis.hub.core.domain.editing import clean, edit
from grandis.hub.core.domain.verbs import require, verb
from grandis.hub.core.enums import Audience
from grandis.hub.core.errors import Broken
from grandis.hub.core.models import Cluster
from grandis.hub.core.rules import may_run_cluster
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.market.models import ExchangeRate

EURO = "EUR"


@verb
def set_rate(
    cluster: Cluster,
    *,
    by: Viewer,
    currency: str,
    day: date,
    per_euro: Decimal,
    source: str,
) -> ExchangeRate:
    """Say what one euro was worth on a day, and who said so."""
    require(may_run_cluster(by) and by.cluster == cluster, by, "set exchange rates")
    if currency == EURO:
        raise Broken(_("One euro is one euro."), field="currency")
    told = {"per_euro": per_euro, "source": source}
    rate = ExchangeRate.objects.filter(
        cluster=cluster, currency=currency, day=day
    ).first()
    if rate is not None:
        edit(rate, version=None, **told)
    else:
        rate = ExchangeRate(cluster=cluster, currency=currency, day=day, **told)
        clean(rate)
        rate.save()
    journal.record(
        "rate.set",
        by=by,
        subject=rate,
        organisation=by.organisation,
        audience=Audience.COORDINATED,
        currency=currency,
        day=day,
        per_euro=per_euro,
    )
    return rate


def rate_on(cluster: Cluster, currency: str, day: date) -> ExchangeRate:
    """The latest rate of a currency on or before a day; of the euro it is one.

    Everybody may see rates. Raises `Broken` where there is none.
    """
    if currency == EURO:
        return ExchangeRate(
            cluster=cluster, currency=EURO, day=day, per_euro=Decimal(1), source=""
        )
    known = see(Viewer.public(cluster), ExchangeRate)
    rate = known.filter(currency=currency, day__lte=day).order_by("-day").first()
    if rate is None:
        raise Broken(
            _(
                "There is no exchange rate of %(currency)s on or before %(day)s; the "
                "coordinator enters one under Exchange rates."
            )
            % {"currency": currency, "day": day},
            field="currency",
        )
    return rate


def currencies(cluster: Cluster, day: date) -> list[str]:
    """The currencies with a rate on or before a day, the euro first."""
    known = see(Viewer.public(cluster), ExchangeRate).filter(day__lte=day)
    return [EURO, *sorted({*known.values_list("currency", flat=True)} - {EURO})]
