"""Ranges as bars: every route's price on one scale, as plain data for SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from grandis.hub.chains.models import Quotation
from grandis.hub.chains.views.quotation_page import RouteTold

WIDTH = 600
ROW = 46
EDGE = 8


@dataclass(frozen=True)
class Bar:
    """A route's range of price: from `x` on, `width` long, expected at `middle`.

    `low`, `high` and `price` are cents of the pieces that the offer is for.
    """

    y: float
    x: float
    width: float
    middle: float
    low: int
    high: int
    price: int
    route: RouteTold


@dataclass(frozen=True)
class Bars:
    """The picture: bars, and where the offered price lies."""

    bars: list[Bar]
    offered: float
    height: float
    width: float = WIDTH


def range_bars(quotation: Quotation, routes: Sequence[RouteTold]) -> Bars:
    """The prices of all routes for as many pieces as the offer's price is for."""
    pieces = quotation.price_pieces
    ranges = [_in_pieces(route, pieces) for route in routes]
    most = max([quotation.unit_price, *(high for _, _, high in ranges)])
    scale = (WIDTH - 2 * EDGE) / most

    def place(cents: float) -> float:
        return EDGE + cents * scale

    bars = [
        Bar(
            y=ROW * number,
            x=place(low),
            width=max(2.0, (high - low) * scale),
            middle=place(price),
            low=low,
            high=high,
            price=price,
            route=route,
        )
        for number, (route, (low, price, high)) in enumerate(
            zip(routes, ranges, strict=True)
        )
    ]
    return Bars(bars, place(quotation.unit_price), ROW * len(bars) + EDGE)


def _in_pieces(route: RouteTold, pieces: int) -> tuple[int, int, int]:
    factor = pieces / route.offered["price_pieces"]
    low, price, high = (
        round(route.offered[f"unit_{end}"] * factor) for end in ("low", "price", "high")
    )
    return low, price, high
