"""Money and numbers of quotations, for pages and documents."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format

from grandis.hub.chains.telling.amounts import about_text, amount_text

register = template.Library()

register.filter("amount", amount_text)
register.filter("about", about_text)


@register.filter
def about_euro(euro: float) -> str:
    """An amount in euro to two digits that say something."""
    return about_text(round(100 * euro))


@register.filter
def rate(value: Decimal) -> str:
    """A rate of exchange with as many places as it has."""
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return number_format(value, places)
