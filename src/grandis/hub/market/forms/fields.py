"""Fields for quantities in people's own units, and for a schedule of deliveries."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from grandis.errors import InputError
from grandis.hub.market.domain.parts import MOST_CALL_OFFS
from grandis.hub.market.telling import number_in_words
from grandis.processes.units import UNITS, base_unit, quantity, split

CallOffs = list[dict[str, Any]]


class Measure(forms.CharField):
    """A quantity as people write it: 12.5, or 1.5 in.

    A number without a unit is in `unit`, which the form sets to its reader's
    choice. The value is [number, unit], as `market.models.Part.entered` keeps it.
    """

    def __init__(self, *, kind: str, **more: Any) -> None:
        more.setdefault("max_length", 30)
        super().__init__(**more)
        self.kind = kind
        self.unit = base_unit(kind)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> list[Any] | None:
        """The number and its unit; None where nothing was entered."""
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            number, unit = split(text, self.kind, "")
            unit = unit or self.unit
            base = quantity(f"{number} {unit}", self.kind, "")
        except InputError:
            raise forms.ValidationError(self._wrong(text)) from None
        if base <= 0:
            raise forms.ValidationError(_("Write a number above zero."))
        return [float(number), unit]

    def _wrong(self, text: str) -> str:
        units = ", ".join(unit for unit in UNITS[self.kind] if unit)
        if not units:
            said = _("“%(text)s” is not a number; write it like 20000.")
        else:
            said = _(
                "“%(text)s” is not a quantity; write a number such as 12.5, with or "
                "without one of these units: %(units)s."
            )
        return said % {"text": text, "units": units}

    def in_base(self, value: list[Any]) -> float:
        """A cleaned value in the base unit of its kind."""
        number, unit = value
        return quantity(f"{Decimal(repr(number))} {unit}", self.kind, "")

    def in_words(self, value: Any) -> str:
        """A number with its unit, for people who check what they entered."""
        return told(value) if isinstance(value, list | tuple) else str(value)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the input: number and unit, as one writes them."""
        if not isinstance(value, list | tuple):
            return value
        number, unit = value
        return f"{number:.12g} {unit}".strip()


def told(value: Any) -> str:
    """A number and its unit in the reader's notation."""
    number, unit = value
    return f"{number_in_words(number)} {unit}".strip()


class ScheduleField(forms.CharField):
    """Deliveries, one on each line: the day, the pieces, perhaps the latest day."""

    widget = forms.Textarea

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=4_000, required=False, **more)
        self.widget.attrs |= {"rows": 4, "spellcheck": "false"}

    def clean(self, value: Any) -> CallOffs:
        """The call-offs; an error names its line."""
        lines = super().clean(value).splitlines()
        found = [
            _call_off(number, line)
            for number, line in enumerate(lines, 1)
            if line.strip()
        ]
        if len(found) > MOST_CALL_OFFS:
            raise forms.ValidationError(
                _("There are %(count)d call-offs; %(most)d are the most.")
                % {"count": len(found), "most": MOST_CALL_OFFS}
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        """The lines of a schedule."""
        if not isinstance(value, list):
            return value
        return "\n".join(_line(row) for row in value)

    def in_words(self, value: Any) -> str:
        """The lines again; they are plain."""
        return "\n".join(_line(row) for row in value)


def _line(row: dict[str, Any]) -> str:
    latest = row.get("latest")
    return f"{row['due']} {row['quantity']}" + (f" {latest}" if latest else "")


def _call_off(number: int, line: str) -> dict[str, Any]:
    parts = line.replace(";", " ").replace(",", " ").split()
    try:
        due, pieces, *rest = parts
        latest = date.fromisoformat(rest[0]) if rest else None
        row: dict[str, Any] = {
            "due": date.fromisoformat(due),
            "quantity": int(pieces),
            "latest": latest,
        }
    except ValueError:
        row = {}
    if not row or len(parts) > 3 or not 0 < row["quantity"] <= 1_000_000_000:
        raise forms.ValidationError(
            _("Line %(number)d, “%(line)s”: write it like 2027-03-31 5000.")
            % {"number": number, "line": line.strip()[:60]}
        )
    return row
