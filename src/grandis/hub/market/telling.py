"""A part in words, for whoever may read it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, localize, number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from grandis.hub.market.models import Part
from grandis.hub.market.wording import LABELS, WORDS
from grandis.hub.members.forms.names import material_name
from grandis.processes.reading import QUANTITIES
from grandis.processes.units import base_unit


@dataclass(frozen=True)
class Told:
    """A field of a part with its value in words."""

    name: str
    label: Any
    text: str


def part_in_words(part: Part) -> Iterator[Told]:
    """What is asked for, in the order in which people read it.

    What was written in other units stands as it was written, with ours behind it.
    """
    for name, label in LABELS.items():
        if name in part.values:
            yield Told(name, label, _text(name, part))


def _text(name: str, part: Part) -> str:
    value = part.values[name]
    if name == "target_price":
        ours = f"{localize(round(value, 4))} EUR"
        return _beside(part.entered.get(name), "EUR", ours)
    if name in QUANTITIES:
        unit = "l" if name == "container" else base_unit(QUANTITIES[name])
        ours = f"{number_in_words(value)} {unit}".strip()
        return _beside(part.entered.get(name), unit, ours)
    if name == "material":
        return material_name(value)
    if name == "due":
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return get_text_list([_word(name, each) for each in value], _("and"))
    return _word(name, value)


def _word(name: str, value: Any) -> str:
    return str(WORDS.get(name, {}).get(value, localize(value)))


def _beside(entered: Any, unit: str, ours: str) -> str:
    if not entered or entered[1] == unit:
        return ours
    return f"{number_in_words(entered[0])} {entered[1]} ({ours})"


def number_in_words(value: float) -> str:
    """A number to six figures, in the reader's notation."""
    places = max(0, 5 - math.floor(math.log10(value))) if value > 0 else 0
    exact = Decimal(f"{value:.{places}f}").normalize()
    decimals = max(0, -int(exact.as_tuple().exponent))
    return number_format(exact, decimals, force_grouping=True)
