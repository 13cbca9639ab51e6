"""Money in the reader's notation."""

from decimal import Decimal
from math import floor, log10

from django.utils.formats import number_format


def rounded(value: float, digits: int) -> int:
    """To some significant digits: no precision that is not there."""
    if value < 1:
        return round(value)
    return int(round(value, min(0, digits - 1 - floor(log10(value)))))


def amount_text(cents: int) -> str:
    """Cents without their currency: `1 234,50`."""
    return number_format(Decimal(cents).scaleb(-2), decimal_pos=2, force_grouping=True)


def about_text(cents: int) -> str:
    """Cents to two digits that say something: `1 200`, `0,35`."""
    near = rounded(cents, digits=2)
    if near % 100:
        return amount_text(near)
    return number_format(near // 100, force_grouping=True)


def number_text(value: float) -> str:
    """A measured number to three digits that say something."""
    near = Decimal(f"{value:.3g}").normalize()
    places = max(0, -int(near.as_tuple().exponent))
    return number_format(near, places, force_grouping=True)
