"""Forms of plans: ask, compare, replan, what if."""

from collections import defaultdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grandis.hub.chains.bridge.back import Shown
from grandis.hub.chains.telling.words import step_name
from grandis.hub.core.forms import HubForm
from grandis.hub.core.forms.base import day_input
from grandis.hub.ui.forms import UnitInput

#: No step is longer than this, in hours.
MOST_HOURS = 5_000
#: More steps than this are not put into one list.
MOST_STEPS = 300


class Titled(HubForm):
    """What a plan is to be called."""

    title = forms.CharField(label=_("Title"), max_length=120)


class Timed(Titled):
    """A search that takes some seconds."""

    seconds = forms.IntegerField(
        label=_("Time for the search"),
        min_value=1,
        max_value=3_600,
        initial=20,
        widget=UnitInput("s"),
        help_text=_("Longer finds better plans; you may go on working meanwhile."),
    )


class NewPlanForm(Timed):
    """Which opportunities to plan, and for how long."""

    opportunities = forms.MultipleChoiceField(
        label=_("Opportunities"), widget=forms.CheckboxSelectMultiple
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=2**31 - 1,
        required=False,
        help_text=_("Another number leads the search another way."),
    )
    steps = forms.IntegerField(
        label=_("Step limit"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=_("With a step limit instead of time a run can be repeated exactly."),
    )

    field_order = ("title", "opportunities", "seconds", "seed", "steps")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["opportunities"].choices = choices  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        values = super().wanted
        return values | {"seed": values["seed"] or 0}


class DaysForm(Timed):
    """Something about a resource of a plan between two days."""

    resource = forms.ChoiceField(label=_("Machine or team"), required=False)
    first_day = forms.DateField(
        label=_("First day"), widget=day_input(), required=False
    )
    last_day = forms.DateField(label=_("Last day"), widget=day_input(), required=False)

    def __init__(self, *args: Any, shown: Shown, **kw: Any) -> None:
        super().__init__(*args, **kw)
        owned: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for resource in shown.problem.resources:
            member = shown.problem.member_of(resource.id)
            name = shown.problem.member[member].name
            owned[name].append((resource.id, resource.name))
        choices = [("", "–"), *((name, sorted(owned[name])) for name in sorted(owned))]
        self.fields["resource"].choices = choices  # type: ignore[attr-defined]

    def _require(self, *names: str) -> None:
        for name in names:
            if name not in self.errors and self.cleaned_data.get(name) in (None, ""):
                self.add_error(name, _("This field is required."))

    def days(self) -> dict[str, Any]:
        """The resource and its days, as a run is asked."""
        return {
            "resource": self.cleaned_data["resource"],
            "first_day": self.cleaned_data["first_day"].isoformat(),
            "last_day": self.cleaned_data["last_day"].isoformat(),
        }


class ReplanForm(DaysForm):
    """What has happened to a plan."""

    event = forms.ChoiceField(
        label=_("What has happened"),
        widget=forms.RadioSelect,
        choices=[
            ("machine_down", _("A machine or team cannot work for some days")),
            ("step_late", _("A step takes longer, or a delivery is late")),
            ("cancelled", _("A customer wants an opportunity no more")),
        ],
    )
    step = forms.ChoiceField(label=_("Step"), required=False)
    hours = forms.IntegerField(
        label=_("Working hours more"),
        min_value=1,
        max_value=MOST_HOURS,
        required=False,
        widget=UnitInput("h"),
    )
    opportunity = forms.ChoiceField(label=_("Opportunity"), required=False)

    field_order = (
        *("title", "event", "resource", "first_day", "last_day"),
        *("step", "hours", "opportunity", "seconds"),
    )

    def __init__(
        self, *args: Any, shown: Shown, opportunity: str = "", **kw: Any
    ) -> None:
        super().__init__(*args, shown=shown, **kw)
        taken = shown.problem.opportunities
        named = [(o.id, o.name) for o in taken]
        steps = [
            (f"{o.id}/{s.id}", f"{o.name}: {step_name(s.name or s.id)}")
            for o in taken
            for s in o.steps
            if opportunity in ("", o.id)
        ]
        if len(steps) > MOST_STEPS:
            steps = []
            self.fields["step"].help_text = _(
                "There are many: open the chain of the opportunity and come from there."
            )
        for field, choices in (("step", steps), ("opportunity", named)):
            self.fields[field].choices = [("", "–"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        match self.cleaned_data.get("event"):
            case "machine_down":
                self._require("resource", "first_day", "last_day")
            case "step_late":
                self._require("step", "hours")
            case "cancelled":
                self._require("opportunity")
        return self.cleaned_data

    @property
    def wanted(self) -> dict[str, Any]:
        given = self.cleaned_data
        match given["event"]:
            case "machine_down":
                told = self.days()
            case "step_late":
                opportunity, _slash, step = given["step"].partition("/")
                told = {"opportunity": opportunity, "step": step}
                told |= {"hours": given["hours"]}
            case _:
                told = {"opportunity": given["opportunity"]}
        events = [{"event": given["event"], **told}]
        return {
            "title": given["title"],
            "seconds": given["seconds"],
            "asked": {"events": events},
        }


class WhatIfForm(DaysForm):
    """What could be."""

    change = forms.ChoiceField(
        label=_("What if"),
        widget=forms.RadioSelect,
        choices=[
            ("machine_down", _("a machine or team could not work for some days")),
            ("new_machine", _("a member had one more like it")),
            ("new_member", _("a new member nearby had one like it")),
        ],
    )
    name = forms.CharField(
        label=_("Name of what is new"), max_length=100, required=False
    )

    field_order = (
        *("title", "change", "resource", "first_day", "last_day", "name", "seconds"),
    )

    def clean(self) -> dict[str, Any]:
        match self.cleaned_data.get("change"):
            case "machine_down":
                self._require("resource", "first_day", "last_day")
            case "new_machine" | "new_member":
                self._require("resource", "name")
        return self.cleaned_data

    @property
    def wanted(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given["change"] == "machine_down":
            told = self.days()
        else:
            told = {"resource": given["resource"], "name": given["name"]}
        return {
            "title": given["title"],
            "seconds": given["seconds"],
            "asked": {"what_if": {"change": given["change"], **told}},
        }
