"""From the ranges of a route to what is offered, in the customer's currency."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from grandis.hub.chains.domain.workings import Range, range_of
from grandis.hub.chains.models.quotations import PRICED_BY
from grandis.hub.chains.telling.amounts import rounded

#: A price has this many digits that say something.
DIGITS = 3


def offered(values: Mapping[str, Any], route: int, per_euro: Decimal) -> dict[str, Any]:
    """The fields of a quotation that follow from one of its routes.

    The price of the lot is without tools and design, which are paid once. A price
    below one unit of the currency is told for 100 or 1000 pieces.
    """
    found = values["routes"][route]
    rate = float(per_euro)
    piece = range_of(values, found["lot"]).times(rate / values["quantity"])
    once = range_of(values, found.get("once")).times(rate)
    pieces = priced_by(piece.expected)
    return {
        "quantity": values["quantity"],
        "price_pieces": pieces,
        **_cents("unit", piece.times(pieces)),
        **_cents("once", once),
        **_days(found.get("delivery")),
    }


def priced_by(expected: float) -> int:
    """For how many pieces a price is told, given that of one."""
    known = [pieces for pieces, _ in PRICED_BY]
    return next((each for each in known if each * expected >= 1), known[-1])


def _cents(name: str, amount: Range) -> dict[str, int]:
    low, high = (round(100 * end) for end in (amount.low, amount.high))
    price = rounded(100 * amount.expected, DIGITS)
    least = 1 if name == "unit" else 0
    return {
        f"{name}_low": low,
        f"{name}_price": max(least, min(high, max(low, price))),
        f"{name}_high": high,
    }


def _days(delivery: Mapping[str, Any] | None) -> dict[str, date | None]:
    """When the lot is ready; None where that lies beyond the planner's time."""
    told = delivery or {}
    names = {"low": "delivery_low", "expected": "delivery", "high": "delivery_high"}
    return {
        field: date.fromisoformat(told[end][:10]) if told.get(end) else None
        for end, field in names.items()
    }
