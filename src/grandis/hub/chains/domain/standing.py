"""What a quotation says unless the coordinator changes it, in its own language."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from grandis.hub.members.forms.names import material_name

VALID_FOR = timedelta(days=30)
#: What stands in for a field that the customer has not given.
GUESSES = {
    "thickest_wall": gettext_lazy(
        "The thickest wall was not given: the nominal wall is taken."
    ),
    "projected_area": gettext_lazy(
        "The projected area was not given: a part of the footprint is taken."
    ),
    "two_sided": gettext_lazy(
        "It was not said whether ribs or clips stand on both faces."
    ),
    "tolerance": gettext_lazy("No tolerance was given: those usual in the trade hold."),
    "lot_size": gettext_lazy("No lot was given: the pieces of a year are one lot."),
}


def terms_in(language: str) -> str:
    """The terms that every quotation begins with."""
    with override(language):
        return _(
            "Prices are without VAT. They are estimates within the ranges shown and "
            "become binding when we confirm your order."
        )


def assumptions_in(language: str, values: Mapping[str, Any], day: date) -> list[str]:
    """What the prices and dates rest on; `values` are those of the workings."""
    with override(language):
        return list(_assumptions(values, day))


def _assumptions(values: Mapping[str, Any], day: date) -> Iterator[str]:
    part = values["part"]
    yield _("The material is %(material)s.") % {
        "material": material_name(part["material"])
    }
    years = part.get("years", 1)
    yield ngettext(
        "%(yearly)s pieces are made in one year, in lots of %(lot)s.",
        "%(yearly)s pieces are made a year for %(years)s years, in lots of %(lot)s.",
        years,
    ) % {
        "yearly": _count(part["yearly_volume"]),
        "lot": _count(values["quantity"]),
        "years": years,
    }
    if part.get("design", "ready") == "ready":
        yield _("Drawings are ready for production.")
    if certificates := part.get("certificates"):
        yield _("Who makes the part holds: %(certificates)s.") % {
            "certificates": get_text_list(certificates, _("and"))
        }
    yield _("Tools and design are paid once, apart from the price of the pieces.")
    yield _("Dates were planned on %(day)s; they move with the day of the order.") % {
        "day": date_format(day, "DATE_FORMAT")
    }
    for missing in values["missing_in_part"]:
        if missing["field"] in GUESSES:
            yield str(GUESSES[missing["field"]])


def _count(number: int) -> str:
    return number_format(number, force_grouping=True)
