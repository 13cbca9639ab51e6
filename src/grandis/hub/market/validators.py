"""What parts, policies and currencies may look like."""

import re
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from grandis.errors import InputError
from grandis.planning import Policy
from grandis.processes import read_part

CURRENCY = re.compile(r"[A-Z]{3}")


def part(values: Any) -> None:
    """The values of a part, as `grandis.processes.read_part` takes them."""
    if not isinstance(values, dict):
        raise ValidationError(_("A part is a list of named values."))
    try:
        read_part(values)
    except InputError as error:
        raise ValidationError(str(error)) from error


def policy(values: Any) -> None:
    """Conditions for a chain; members are named by the keys of their organisations."""
    try:
        msgspec.convert(values, Policy)
    except (msgspec.ValidationError, ValueError) as error:
        raise ValidationError(
            _("These conditions cannot be read: %(why)s.") % {"why": error}
        ) from error


def currency(code: str) -> None:
    """Three capital letters (ISO 4217)."""
    if not CURRENCY.fullmatch(code):
        raise ValidationError(
            _("“%(value)s” is no currency; write three letters such as EUR."),
            params={"value": code},
        )
