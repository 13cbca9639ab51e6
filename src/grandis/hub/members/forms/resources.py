"""Where an organisation works, with what, and what an hour of it costs."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.errors import Conflict
from grandis.hub.members import models
from grandis.hub.members.enums import Process, Stage
from grandis.hub.members.forms.base import RowForm
from grandis.hub.members.forms.fields import Several, euros
from grandis.hub.members.forms.names import countries, materials
from grandis.hub.members.limits import Limit, limits_of
from grandis.hub.ui.forms import UnitInput


class SiteForm(RowForm):
    """A place where the organisation works."""

    country = forms.ChoiceField(label=_("Country"), choices=countries, initial="LT")
    sections = (
        (_("Address"), "name street postcode town country nuts"),
        (_("On the map"), "latitude longitude"),
    )

    class Meta:
        model = models.Site
        fields = (
            "name",
            "street",
            "postcode",
            "town",
            "country",
            "nuts",
            "latitude",
            "longitude",
        )
        labels = {"name": _("What you call it")}
        help_texts = {
            "nuts": _("The code of the region, such as LT022 for Kaunas county."),
            "latitude": _("In degrees, north is positive: Kaunas has 54.90."),
            "longitude": _("In degrees, east is positive: Kaunas has 23.90."),
        }


#: The processes to choose from, under the stages that they usually serve.
PROCESSES_BY_STAGE = [
    (stage.label, [(p.value, p.label) for p in Process if p.stage == stage])
    for stage in Stage
]


class ProcessForm(forms.Form):
    """What a resource does: the first question, as its limits depend on it."""

    process = forms.ChoiceField(label=_("Process"), choices=PROCESSES_BY_STAGE)


class ResourceForm(RowForm):
    """A machine, a line or a team with the limits that its process knows."""

    goes_to = "site"
    consent = "published"
    materials = Several(
        label=_("Materials"),
        choices=materials,
        help_text=_("Tick none if it takes whatever the process can."),
    )

    class Meta:
        model = models.Resource
        fields = (
            "process",
            "site",
            "name",
            "kind",
            "capacity",
            "maker",
            "built_year",
            "stage",
            "clean_room",
            "materials",
            "published",
        )
        widgets = {"process": forms.HiddenInput}
        help_texts = {
            "name": _("As you call it in the company; each name once."),
            "capacity": _("More than one only for a team."),
            "published": _(
                "Then its name, maker, process, limits and materials stand in the "
                "directory; never its hours, loads or rates."
            ),
        }

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        asked = self["process"].value()
        self.chosen = Process(asked) if asked in Process.values else None
        self.limits = limits_of(self.chosen) if self.chosen else ()
        row = self.row if isinstance(self.row, models.Resource) else None
        stored = row.limits if row else {}
        if row and row.process != self.chosen:
            self.initial["stage"] = ""  # the usual one of the new process
        for limit in self.limits:
            self.fields[_name(limit)] = _limit_field(limit, stored.get(limit.name))
        if self.limits:
            self.fields["assumed"] = forms.MultipleChoiceField(
                label=_("Estimated so far"),
                required=False,
                choices=[(limit.name, limit.label) for limit in self.limits],
                widget=forms.CheckboxSelectMultiple({"class": "columns"}),
                help_text=_("Tick what nobody has measured or read on a plate yet."),
            )

    @property
    def sections(self) -> tuple[tuple[Any, str], ...]:  # type: ignore[override]
        """The questions in the order in which people think of a machine."""
        limits = " ".join(map(_name, self.limits))
        return (
            (_("What it is"), "name site kind capacity maker built_year"),
            (_("What it can take"), f"{limits} assumed"),
            (_("What it is used for"), "stage clean_room materials"),
            (_("Who can see it"), "published"),
        )

    def clean(self) -> dict[str, Any]:
        """Gather the limits; one that is estimated must have been entered."""
        values = super().clean() or self.cleaned_data
        self.instance.limits = self._limits()
        for name in values.get("assumed", []):
            if name not in self.instance.limits and name != "robot":
                self.add_error("assumed", _("Enter an estimate for each of these."))
                break
        self.instance.assumed = values.get("assumed", [])
        return values

    def _limits(self) -> dict[str, Any]:
        entered = {
            limit.name: self.cleaned_data.get(_name(limit)) for limit in self.limits
        }
        return {name: value for name, value in entered.items() if value}

    @property
    def wanted(self) -> dict[str, Any]:
        """The limits as one value; those of another process are gone."""
        values = super().wanted
        for limit in self.limits:
            values.pop(_name(limit), None)
        assumed = list(values.pop("assumed", []))
        return values | {"limits": self._limits(), "assumed": assumed}

    def meet(self, conflict: Conflict) -> None:
        """Compare limit by limit."""
        for limit in self.limits:
            name = _name(limit)
            theirs = conflict.current.limits.get(limit.name)  # type: ignore[attr-defined]
            setattr(conflict.current, name, theirs)
            conflict.wanted[name] = self.cleaned_data.get(name)


def _name(limit: Limit) -> str:
    return f"limit_{limit.name}"


def _limit_field(limit: Limit, stored: Any) -> forms.Field:
    if isinstance(stored, float) and stored.is_integer():
        stored = int(stored)  # 1200, not 1200.0
    known: dict[str, Any] = {"label": limit.label, "required": False, "initial": stored}
    if limit.is_flag:
        return forms.BooleanField(**known)
    if limit.is_count:
        return forms.IntegerField(min_value=1, max_value=256, **known)
    return forms.FloatField(
        min_value=0,
        max_value=10_000_000,
        widget=UnitInput(limit.unit, {"step": "any"}),
        **known,
    )


class RateForm(RowForm):
    """What an hour of a resource costs."""

    goes_to = "resource"
    _not_moved = "resource"
    resource = forms.ModelChoiceField(
        models.Resource._base_manager.all(), label=_("Resource")
    )
    hourly_cents = euros(
        _("An hour costs"),
        validators=[MaxValueValidator(2000)],
        help_text=_("Without the people who run it."),
    )

    class Meta:
        model = models.ResourceRate
        fields = ("hourly_cents", "consent")
        help_texts = {
            "consent": _(
                "Then quotations use it instead of a rate for the whole cluster. "
                "Nobody else sees the rate itself."
            )
        }

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        if self.row is None:
            field = self.fields["resource"]
            assert isinstance(field, forms.ModelChoiceField)
            assert field.queryset is not None
            field.queryset = field.queryset.filter(rate=None)
