"""Numbers in the reader's notation, without zeros that say nothing."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language

#: Limits of machines are round numbers: a page shows the same ones many times.
REMEMBERED = 4_096


def number(value: float | Fraction) -> str:
    """At most two decimals: 1 200 or 0,75."""
    return _in_notation(value, get_language())


@lru_cache(REMEMBERED)
def _in_notation(value: float | Fraction, _language: str | None) -> str:
    """The number in the notation of the language that is active."""
    rounded = Decimal(f"{float(value):.2f}").normalize()
    places = max(0, -int(rounded.as_tuple().exponent))
    return number_format(rounded, places, force_grouping=True)


def whole(value: Fraction | None) -> int | None:
    """The nearest whole number."""
    return None if value is None else round(value)
