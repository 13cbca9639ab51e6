"""The offer as a document: PDF, in the customer's language, currency and notation.

It names the cluster and the customer, and neither a member nor how the price came
about. WeasyPrint draws it and reaches neither the network nor a file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from grandis.hub.chains.enums import QuotationState
from grandis.hub.chains.models import Quotation
from grandis.hub.chains.telling.words import SHAPES
from grandis.hub.market.models import CallOff
from grandis.hub.members.forms.names import country_name, material_name


@dataclass(frozen=True)
class Line:
    """One line of the price table; money in cents."""

    what: str
    amount: int
    due: date | None = None
    pieces: int | None = None
    price: int | None = None


@dataclass(frozen=True)
class Fact:
    """Something that is told of the part."""

    label: str
    value: str


def document_of(quotation: Quotation, call_offs: Sequence[CallOff]) -> bytes:
    """The PDF of a quotation that was read with its opportunity, part and people."""
    return _pdf(text_of(quotation, call_offs))


def text_of(quotation: Quotation, call_offs: Sequence[CallOff]) -> str:
    """What the document says, as HTML for paper."""
    with override(quotation.language):
        told = _told(quotation, call_offs)
        return render_to_string("chains/quotation_document.html", told)


def _told(quotation: Quotation, call_offs: Sequence[CallOff]) -> dict[str, Any]:
    opportunity = quotation.opportunity
    lines = list(price_lines(quotation, call_offs))
    enquirer = getattr(opportunity, "enquirer", None)
    is_idea = opportunity.customer_id is None and enquirer is None
    return {
        "quotation": quotation,
        "opportunity": opportunity,
        "cluster": opportunity.cluster,
        "customer": opportunity.issuer if is_idea else opportunity.customer,
        "enquirer": enquirer,
        "number": number_of(quotation),
        "day": timezone.localdate(quotation.sent_at or timezone.now()),
        "is_draft": quotation.state == QuotationState.DRAFT,
        "call_offs": call_offs,
        "lines": lines,
        "total": sum(line.amount for line in lines),
        "facts": list(part_facts(opportunity.part.values, opportunity.part.entered)),
        "country": country_name(opportunity.country),
        "rate": None if quotation.rate_day is None else quotation.per_euro.normalize(),
    }


def number_of(quotation: Quotation) -> str:
    """What a quotation is called in letters: its opportunity and its revision."""
    return f"{quotation.opportunity.key.upper()}-{quotation.revision}"


def price_lines(quotation: Quotation, call_offs: Sequence[CallOff]) -> Iterator[Line]:
    """Each delivery with its price, then what is paid once."""
    asked: list[tuple[date | None, int]] = [(c.due, c.quantity) for c in call_offs]
    asked = asked or [(None, quotation.quantity)]
    for place, (due, pieces) in enumerate(asked, 1):
        what = _("Pieces")
        if len(asked) > 1:
            what = _("Delivery %(number)s") % {"number": place}
        price = quotation.unit_price
        amount = round(Decimal(pieces * price) / quotation.price_pieces)
        yield Line(what, amount, due, pieces, price)
    if quotation.once_price:
        yield Line(_("Tools and design, once"), quotation.once_price)


def part_facts(values: Mapping[str, Any], entered: Mapping[str, Any]) -> Iterator[Fact]:
    """The part as the customer described it, in the customer's own units."""
    yield Fact(_("Material"), material_name(values["material"]))
    sides = [_measure(values, entered, n, "mm") for n in ("length", "width", "height")]
    yield Fact(_("Length × width × height"), " × ".join(_unit_once(sides)))
    yield Fact(_("Wall"), _measure(values, entered, "wall", "mm"))
    if values.get("mass"):
        yield Fact(_("Mass"), _measure(values, entered, "mass", "g"))
    yield Fact(_("Shape"), str(SHAPES[values["shape"]]))
    years = values.get("years", 1)
    volume = number_format(values["yearly_volume"], force_grouping=True)
    for_years = ngettext(
        "%(pieces)s in one year", "%(pieces)s a year for %(years)s years", years
    )
    yield Fact(_("Pieces"), for_years % {"pieces": volume, "years": years})
    if colour := values.get("colour"):
        yield Fact(_("Colour"), colour)
    if certificates := values.get("certificates"):
        yield Fact(_("Certificates"), ", ".join(certificates))


def _measure(
    values: Mapping[str, Any], entered: Mapping[str, Any], field: str, unit: str
) -> str:
    """A measure as it was entered, or in the library's unit."""
    value, unit = entered.get(field) or (values[field], unit)
    rounded = Decimal(f"{float(value):.6g}").normalize()
    places = max(0, -int(rounded.as_tuple().exponent))
    return f"{number_format(rounded, places, force_grouping=True)}\u00a0{unit}"


def _unit_once(measures: list[str]) -> list[str]:
    """Measures in the same unit name it once: 30 × 30 × 18 mm."""
    units = {each.rpartition("\u00a0")[2] for each in measures}
    if len(units) > 1:
        return measures
    return [*(each.rpartition("\u00a0")[0] for each in measures[:-1]), measures[-1]]


def _pdf(html: str) -> bytes:
    from weasyprint import HTML  # slow to load

    document = HTML(string=html, url_fetcher=_refuse)
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def _refuse(url: str, *_args: object, **_more: object) -> NoReturn:
    """Whatever stands in a customer's text: a document fetches nothing."""
    raise ValueError(f"a document asked for {url}")
