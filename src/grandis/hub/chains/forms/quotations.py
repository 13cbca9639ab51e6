"""Forms of quotations: what is offered, and what the customer answers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandis.hub.chains.domain import rivals
from grandis.hub.chains.domain.quotations import AloneSaid
from grandis.hub.chains.enums import Alone
from grandis.hub.chains.models import AloneAnswer, Quotation
from grandis.hub.chains.telling.amounts import about_text
from grandis.hub.chains.telling.words import step_name
from grandis.hub.core.forms import EditForm, HubForm
from grandis.hub.core.forms.base import day_input, model_field
from grandis.hub.market.enums import Ending
from grandis.hub.ui.forms import UnitInput

MOST = Decimal("100000000.00")
#: Reasons that a customer may have.
REASONS = (
    *(Ending.PRICE, Ending.DATE, Ending.QUALITY, Ending.COMPETITOR),
    *(Ending.STOPPED, Ending.OTHER),
)


def _money(label: Any, least: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=Decimal(least), max_value=MOST, decimal_places=2
    )


class QuoteForm(HubForm):
    """Which members are not to be asked: most often none."""

    without = forms.MultipleChoiceField(
        label=gettext_lazy("Quote without"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "For competitors that could each bid alone: leave one of them out."
        ),
    )

    def __init__(self, *args: Any, members: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["without"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(members.items())

    @property
    def wanted(self) -> dict[str, Any]:
        """Nothing: who was left out is part of what was computed."""
        return {}


class RouteForm(HubForm):
    """Another of the routes, by its place in the list."""

    route = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    version = forms.IntegerField(widget=forms.HiddenInput)


class OfferForm(EditForm):
    """The offer; before it goes out, each rival's chance to have bid alone is said.

    `names` are those of the members by key.
    """

    unit_price = _money("", "0.01")
    once_price = _money(gettext_lazy("Tools and design, once"), "0")
    delivery = forms.DateField(
        label=gettext_lazy("Ready on"), required=False, widget=day_input()
    )
    valid_until = forms.DateField(label=gettext_lazy("Valid until"), widget=day_input())
    language = model_field(Quotation, "language")
    assumptions = forms.CharField(
        label=gettext_lazy("What this quotation rests on"),
        required=False,
        max_length=6_000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=gettext_lazy(
            "One a line. Texts that you leave as they are change with the language."
        ),
    )
    terms = model_field(Quotation, "terms", widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(
        self,
        *args: Any,
        row: Quotation,
        values: Mapping[str, Any],
        route: int,
        answers: Mapping[str, AloneAnswer],
        names: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, initial=_as_entered(row), **kwargs)
        self.pairs = rivals.rivals(values, route)
        self.names = names
        self.rivals = rivals.asked(values, route)
        for key in self.rivals:
            lacks = rivals.lacks(values, route, key)
            self._ask_of(key, lacks, answers.get(key))
        self._tell_ranges(row)
        for name in ("assumptions", "terms"):  # they are in the document's language
            self.fields[name].widget.attrs["lang"] = row.language

    @property
    def is_to_be_sent(self) -> bool:
        """Whether it is to go out, not just to be kept."""
        return "save" not in self.data

    def _ask_of(
        self, key: str, lacks: Sequence[str], before: AloneAnswer | None
    ) -> None:
        """Could this member have bid alone? What it lacks stands there to be judged."""
        told = ", ".join(map(step_name, lacks))
        hint = _("It can do every step of this route by itself.")
        if lacks:
            hint = _("It has nothing for: %(steps)s.") % {"steps": told}
        self.fields[f"alone_{key}"] = forms.ChoiceField(
            label=_("Could %(name)s have bid alone?") % {"name": self.names[key]},
            choices=Alone.choices,
            widget=forms.RadioSelect,
            required=self.is_to_be_sent,
            help_text=hint,
            initial=before.answer if before else (Alone.NO if lacks else None),
        )
        self.fields[f"why_{key}"] = forms.CharField(
            label=_("Why, for %(name)s") % {"name": self.names[key]},
            max_length=300,
            required=self.is_to_be_sent,
            initial=before.reason if before else (hint if lacks else ""),
        )

    def _tell_ranges(self, row: Quotation) -> None:
        label = _("Price a piece")
        if row.price_pieces > 1:
            label = _("Price of %(pieces)d pieces") % {"pieces": row.price_pieces}
        self.fields["unit_price"].label = label
        for name, low, high in (
            ("unit_price", row.unit_low, row.unit_high),
            ("once_price", row.once_low, row.once_high),
        ):
            field = self.fields[name]
            field.widget = UnitInput(row.currency, {"step": "0.01"})
            field.help_text = _("Range of the estimate: %(low)s to %(high)s") % {
                "low": about_text(low),
                "high": about_text(high),
            }

    @property
    def questions(self) -> list[Any]:
        """The fields about rivals."""
        return [self[f"{n}_{key}"] for key in self.rivals for n in ("alone", "why")]

    def clean(self) -> dict[str, Any]:
        super().clean()
        answers = {
            key: self.cleaned_data.get(f"alone_{key}", "") for key in self.rivals
        }
        if self.is_to_be_sent and (found := rivals.clashes(self.pairs, answers)):
            raise ValidationError(
                [rivals.clash_sentence(pair, self.names) for pair in found]
            )
        return self.cleaned_data

    @property
    def wanted(self) -> dict[str, Any]:
        """The offer in cents, with what was said of rivals."""
        values = {
            name: value
            for name, value in super().wanted.items()
            if not name.startswith(("alone_", "why_"))
        }
        for name in ("unit_price", "once_price"):
            values[name] = int(values[name] * 100)
        lines = (line.strip() for line in values["assumptions"].splitlines())
        values["assumptions"] = [line for line in lines if line]
        values["terms"] = values["terms"].replace("\r\n", "\n").strip()
        return values | {"said": dict(self._said())}

    def _said(self) -> Iterator[tuple[str, AloneSaid]]:
        for key in self.rivals:
            answer = self.cleaned_data.get(f"alone_{key}")
            if answer:
                why = self.cleaned_data.get(f"why_{key}", "")
                yield key, AloneSaid(Alone(answer), why)

    def outside(self) -> list[str]:
        """What lies outside of the range that was estimated, in words."""
        row, wanted = self.row, self.wanted
        assert isinstance(row, Quotation)
        found = []
        if not row.unit_low <= wanted["unit_price"] <= row.unit_high:
            found.append(_("The price lies outside of the range of the estimate."))
        if not row.once_low <= wanted["once_price"] <= row.once_high:
            found.append(_("The price of tools and design lies outside of its range."))
        day: date | None = wanted["delivery"]
        if day and row.delivery_low and day < row.delivery_low:
            found.append(_("The date lies before the earliest that was planned."))
        return found


def _as_entered(row: Quotation) -> dict[str, Any]:
    return {
        "unit_price": Decimal(row.unit_price).scaleb(-2),
        "once_price": Decimal(row.once_price).scaleb(-2),
        "assumptions": "\n".join(row.assumptions),
    }


class DeclineForm(HubForm):
    """Why a customer does not take an offer."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[("", "–"), *((each.value, each.label) for each in REASONS)],
    )
    note = forms.CharField(
        label=gettext_lazy("In your own words"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
