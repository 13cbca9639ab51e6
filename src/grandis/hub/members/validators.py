"""What codes and lists of the directory may look like."""

import re
from collections.abc import Callable, Collection
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grandis.processes.machines import Limits
from grandis.processes.tables import table

#: Divisions of each section: NACE Rev. 2 (Regulation (EC) No 1893/2006, annex I)
#: and, where Rev. 2.1 (Delegated Regulation (EU) 2023/137) moved them, both.
SECTIONS = {
    "A": ((1, 3),),
    "B": ((5, 9),),
    "C": ((10, 33),),
    "D": ((35, 35),),
    "E": ((36, 39),),
    "F": ((41, 43),),
    "G": ((45, 47),),
    "H": ((49, 53),),
    "I": ((55, 56),),
    "J": ((58, 63),),
    "K": ((61, 66),),
    "L": ((64, 66), (68, 68)),
    "M": ((68, 75),),
    "N": ((69, 75), (77, 82)),
    "O": ((77, 82), (84, 84)),
    "P": ((84, 85),),
    "Q": ((85, 88),),
    "R": ((86, 88), (90, 93)),
    "S": ((90, 96),),
    "T": ((94, 98),),
    "U": ((97, 99),),
    "V": ((99, 99),),
}
#: No list of codes needs more.
MOST = 100
NACE = re.compile(r"([A-V])(\d\d)(\.\d{1,2})?")
NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")
COUNTRY = re.compile(r"[A-Z]{2}")
LANGUAGE = re.compile(r"[a-z]{2}")


def nace_codes(codes: Any) -> None:
    """Economic activities such as ``C22.22``: section, division, group, class."""
    _each(codes, _is_nace, _("“%(value)s” is no NACE code; write it like C22.22."))


def nuts_code(code: str) -> None:
    """A region such as ``LT022``: a country, then up to three levels."""
    if not NUTS.fullmatch(code):
        raise ValidationError(
            _("“%(value)s” is no NUTS code; write it like LT022."),
            params={"value": code},
        )


def country_code(code: str) -> None:
    """A country by ISO 3166, such as ``LT``."""
    if not COUNTRY.fullmatch(code):
        raise ValidationError(
            _("“%(value)s” is no country code; write it like LT."),
            params={"value": code},
        )


def language_codes(codes: Any) -> None:
    """Languages by ISO 639, such as ``lt``."""
    _each(codes, LANGUAGE.fullmatch, _("“%(value)s” is no language; write it like lt."))


def material_ids(ids: Any) -> None:
    """Materials by the ids of `grandis.processes`, such as ``pp-homo``."""
    known = table("materials")
    _each(
        ids,
        known.__contains__,
        _("There is no material “%(value)s”; use one of the list."),
    )


def limits(values: Any) -> None:
    """Limits of a machine as `grandis.processes.machines.Limits` takes them."""
    try:
        msgspec.convert(values, Limits)
    except msgspec.ValidationError as error:
        raise ValidationError(
            _("These limits cannot be used: %(why)s."), params={"why": error}
        ) from None


def limit_names(names: Any) -> None:
    """Names of limits."""
    known: Collection[str] = Limits.__struct_fields__
    _each(names, known.__contains__, _("There is no limit “%(value)s”."))


def weekdays(days: Any) -> None:
    """Days of the week, 0 is Monday; at least one, none twice."""
    if (
        not isinstance(days, list)
        or not days
        or not all(type(day) is int and 0 <= day <= 6 for day in days)
        or len(set(days)) < len(days)
    ):
        raise ValidationError(_("Choose at least one day of the week."))


def _is_nace(code: str) -> bool:
    match = NACE.fullmatch(code)
    if match is None:
        return False
    return any(low <= int(match[2]) <= high for low, high in SECTIONS[match[1]])


def _each(values: Any, allowed: Callable[[str], Any], message: str) -> None:
    if not isinstance(values, list):
        raise ValidationError(_("Give a list."))
    if len(values) > MOST:
        raise ValidationError(_("Give at most %(most)s values."), params={"most": MOST})
    for value in values:
        if not isinstance(value, str) or not allowed(value):
            raise ValidationError(message, params={"value": value})
