"""Numbers in the reader's notation, without zeros that say nothing."""

from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format


def number(value: float | Fraction) -> str:
    """At most two decimals: 1 200 or 0,75."""
    rounded = Decimal(f"{float(value):.2f}").normalize()
    places = max(0, -int(rounded.as_tuple().exponent))
    return number_format(rounded, places, force_grouping=True)


def whole(value: Fraction | None) -> int | None:
    """The nearest whole number."""
    return None if value is None else round(value)
