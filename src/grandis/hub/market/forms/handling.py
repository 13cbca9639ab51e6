"""How an opportunity is handled: its chain's conditions, its end, and rates."""

from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandis.hub.core.enums import MEMBERS
from grandis.hub.core.forms import HubForm, day_input, model_field
from grandis.hub.core.models import CONFIRMED, Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.market.enums import ENDED, Ending, State
from grandis.hub.market.models import ExchangeRate, Opportunity
from grandis.hub.members.forms.fields import euros
from grandis.hub.ui.forms import UnitInput
from grandis.planning import Policy

#: Pairs of members that can be kept apart in one form.
PAIRS = 3


class PolicyForm(HubForm):
    """The customer's conditions for the chain of this one opportunity."""

    largest_share = forms.IntegerField(
        label=gettext_lazy("Largest share of one member"),
        min_value=1,
        max_value=100,
        widget=UnitInput("%"),
        help_text=gettext_lazy("Of the value of the work on this opportunity."),
    )
    least_reliability = forms.IntegerField(
        label=gettext_lazy("Least reliability of each member"),
        min_value=0,
        max_value=100,
        widget=UnitInput("%"),
    )
    required_members = forms.MultipleChoiceField(
        label=gettext_lazy("Members that must take part"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "columns"}),
    )
    late_cents_per_day = euros(
        gettext_lazy("What a day of delay costs"), required=False, max_value=1_000_000
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, viewer: Viewer, opportunity: Opportunity, **kwargs: Any
    ) -> None:
        known = msgspec.convert(opportunity.policy, Policy)
        kwargs["initial"] = {
            "largest_share": known.largest_share,
            "least_reliability": round(known.least_reliability * 100),
            "required_members": list(known.required),
            "late_cents_per_day": opportunity.late_cents_per_day,
            "version": opportunity.version,
        }
        super().__init__(*args, **kwargs)
        members = see(viewer, Organisation).filter(CONFIRMED, role__in=MEMBERS)
        choices = [(each.key, each.name) for each in members]
        self.fields["required_members"].choices = choices  # type: ignore[attr-defined]
        for number in range(PAIRS):
            pair = known.apart[number] if number < len(known.apart) else ("", "")
            for side, key in zip(("first", "second"), pair, strict=True):
                self.fields[f"{side}_{number}"] = forms.ChoiceField(
                    label=_("Keep apart, pair %(number)d, %(side)s")
                    % {
                        "number": number + 1,
                        "side": _("one") if side == "first" else _("the other"),
                    },
                    choices=[("", "–"), *choices],
                    required=False,
                    initial=key,
                )

    def clean(self) -> dict[str, Any]:
        """A pair has two different members."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(PAIRS):
            first, second = self._pair(number)
            if bool(first) != bool(second) or (first and first == second):
                self.add_error(
                    f"second_{number}", _("Choose two different members, or none.")
                )
        return values

    def _pair(self, number: int) -> tuple[str, str]:
        values = self.cleaned_data
        return values.get(f"first_{number}", ""), values.get(f"second_{number}", "")

    @property
    def wanted(self) -> dict[str, Any]:
        """The values for `opportunities.change`."""
        values = self.cleaned_data
        pairs = [self._pair(number) for number in range(PAIRS)]
        policy = Policy(
            largest_share=values["largest_share"],
            apart=tuple(pair for pair in pairs if all(pair)),
            required=tuple(values["required_members"]),
            least_reliability=values["least_reliability"] / 100,
        )
        late = values["late_cents_per_day"]
        return {
            "policy": msgspec.to_builtins(policy),
            "late_cents_per_day": late or 0,
        }


class EndForm(HubForm):
    """How an opportunity ended, and why."""

    state = forms.ChoiceField(
        label=gettext_lazy("It is"),
        choices=[(state.value, state.label) for state in ENDED],
        widget=forms.RadioSelect,
    )
    ending = forms.ChoiceField(
        label=gettext_lazy("Because"),
        choices=[
            ("", "–"),
            *((e.value, e.label) for e in Ending if e != Ending.REVISED),
        ],
        required=False,
    )
    note = model_field(
        Opportunity,
        "ending_note",
        label=gettext_lazy("In words"),
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Who sees the opportunity reads this."),
    )

    def clean(self) -> dict[str, Any]:
        """What was lost or declined has a reason."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("state") not in (None, State.WON) and not values.get("ending"):
            self.add_error("ending", _("Say why; the cluster learns from it."))
        return values


class RateForm(HubForm):
    """What one euro was worth on a day."""

    currency = model_field(ExchangeRate, "currency")
    day = model_field(ExchangeRate, "day", widget=day_input())
    per_euro = model_field(
        ExchangeRate, "per_euro", widget=forms.NumberInput({"step": "any"})
    )
    source = model_field(
        ExchangeRate,
        "source",
        help_text=gettext_lazy(
            "Who publishes it, such as: European Central Bank, reference rate."
        ),
    )

    def clean_currency(self) -> str:
        """Capital letters."""
        return str(self.cleaned_data["currency"]).upper()


class FilterForm(forms.Form):
    """Which opportunities the table lists."""

    text = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("All")), *State.choices],
        required=False,
    )
    customer = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Customer"),
        required=False,
        to_field_name="key",
        empty_label=gettext_lazy("All"),
    )
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=day_input()
    )
    until = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=day_input()
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if viewer.is_coordinator:
            customers = see(viewer, Organisation).filter(role="customer")
            shown = customers.only("key", "name")
            self.fields["customer"].queryset = shown  # type: ignore[attr-defined]
        else:
            del self.fields["customer"]
