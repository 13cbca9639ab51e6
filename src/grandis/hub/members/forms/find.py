"""What somebody looks for, in the directory and with find."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grandis.hub.members.enums import SizeClass, Stage
from grandis.hub.members.find.asking import Wanted
from grandis.hub.members.forms.names import materials
from grandis.hub.members.forms.resources import PROCESSES_BY_STAGE
from grandis.hub.ui.forms import UnitInput


def _any(choices: Iterable[Any]) -> list[Any]:
    return [("", _("Any")), *choices]


class FilterForm(forms.Form):
    """Which members the directory lists."""

    stage = forms.ChoiceField(
        label=_("Stage"), choices=_any(Stage.choices), required=False
    )
    town = forms.CharField(label=_("Town"), required=False, max_length=80)
    size = forms.ChoiceField(
        label=_("Size"), choices=_any(SizeClass.choices), required=False
    )


def _size(label: Any, unit: str) -> forms.FloatField:
    widget = UnitInput(unit, {"step": "any"})
    return forms.FloatField(
        label=label, required=False, min_value=0.001, max_value=1e7, widget=widget
    )


class FindForm(forms.Form):
    """One box for words, and what must hold besides."""

    text = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    stage = forms.ChoiceField(
        label=_("Stage"), choices=_any(Stage.choices), required=False
    )
    process = forms.ChoiceField(
        label=_("Process"), choices=_any(PROCESSES_BY_STAGE), required=False
    )
    material = forms.ChoiceField(
        label=_("Material"), choices=lambda: _any(materials()), required=False
    )
    certificate = forms.CharField(
        label=_("Certificate"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"placeholder": "ISO 9001"}),
    )
    region = forms.CharField(
        label=_("Region (NUTS)"),
        required=False,
        max_length=5,
        widget=forms.TextInput({"placeholder": "LT022"}),
    )
    long = _size(_("Part, longest side"), "mm")
    middle = _size(_("Part, middle side"), "mm")
    short = _size(_("Part, shortest side"), "mm")
    clamp = _size(_("Clamping force"), "kN")
    shot = _size(_("Shot, in polystyrene"), "g")
    container = _size(_("Container"), "l")

    WORDS = "text stage process material certificate region"
    SIDES = ("long", "middle", "short")
    SIZES = " ".join((*SIDES, "clamp", "shot", "container"))

    def clean(self) -> dict[str, Any]:
        """A part has three sides, or none is known."""
        values = super().clean() or self.cleaned_data
        given = [name for name in self.SIDES if values.get(name)]
        if given and len(given) < len(self.SIDES):
            missing = next(name for name in self.SIDES if name not in given)
            self.add_error(missing, _("Give all three sides of the part, or none."))
        return values

    @property
    def wanted(self) -> Wanted:
        """What is looked for; ask a valid form."""
        values = dict(self.cleaned_data)
        sides = tuple(values.pop(name) for name in self.SIDES)
        return Wanted(**values, envelope=sides if all(sides) else None)

    @property
    def asks_sizes(self) -> bool:
        """Whether a size was entered, so that its fields are to be seen."""
        return any(self[name].value() for name in self.SIZES.split())
