"""Fields for how people say it: euros instead of cents, a list with commas."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format

from grandis.hub.ui.forms import UnitInput


class Scaled(forms.DecimalField):
    """A whole number of small units, entered in large ones: 12.50 EUR for 1250.

    `of` says how many small units a large one has.
    """

    def __init__(self, *, of: int, unit: Any, places: int = 2, **more: Any) -> None:
        self.of = of
        more.setdefault("min_value", 0)
        more.setdefault("max_digits", 15)
        super().__init__(decimal_places=places, widget=UnitInput(unit), **more)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the input; what was typed stays as it was."""
        if not isinstance(value, int):
            return value
        return f"{Decimal(value) / self.of:.{self.decimal_places}f}"

    def clean(self, value: Any) -> int | None:
        """The whole number of small units."""
        entered = super().clean(value)
        return None if entered is None else round(entered * self.of)

    def in_words(self, value: int) -> str:
        """The large units, for people who check or compare a value."""
        amount = Decimal(value) / self.of
        return number_format(amount, self.decimal_places, force_grouping=True)


def euros(label: Any, **more: Any) -> Scaled:
    """An amount of money that is kept in cents."""
    return Scaled(of=100, unit="EUR", label=label, **more)


def percent(label: Any, **more: Any) -> Scaled:
    """A share that is kept in thousandths."""
    more.setdefault("max_value", 100)
    return Scaled(of=10, unit="%", places=1, label=label, **more)


class Listed(forms.CharField):
    """Several codes in one line, with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        """The codes in one line."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The codes, each once."""
        parts = super().clean(value).replace(";", ",").split(",")
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


class Several(forms.MultipleChoiceField):
    """Boxes to tick, in columns; what was stored before stays among them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(
        self, *, choices: Callable[[], list[tuple[str, str]]], **more: Any
    ) -> None:
        super().__init__(choices=choices, required=False, **more)
        self.widget.attrs["class"] = "columns"

    def valid_value(self, value: Any) -> bool:
        """Left to the verb, which knows all codes."""
        return True
