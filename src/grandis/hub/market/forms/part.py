"""What is asked for: the form that customers, members and the coordinator share."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, ClassVar, cast, get_args

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.errors import Broken
from grandis.hub.core.forms import HubForm, day_input, model_field
from grandis.hub.core.models import Cluster
from grandis.hub.market.domain import parts, rates
from grandis.hub.market.enums import Incoterm
from grandis.hub.market.forms.fields import Measure, ScheduleField
from grandis.hub.market.models import CallOff, Opportunity, Part
from grandis.hub.market.wording import (
    DESIGNS,
    LABELS,
    SECONDARY,
    SHAPES,
    SURFACES,
    YES_NO,
)
from grandis.hub.members.forms.names import countries, materials
from grandis.hub.ui.forms import NONE, Answer, answers
from grandis.processes.part import CERTIFICATES, Room
from grandis.processes.reading import QUANTITIES
from grandis.processes.units import base_unit

LENGTHS = [("mm", "mm"), ("cm", "cm"), ("m", "m"), ("in", _("in (inches)"))]
MASSES = [("g", "g"), ("kg", "kg"), ("lb", _("lb (pounds)")), ("oz", _("oz (ounces)"))]
#: Areas and volumes that go with a unit of length.
AREAS = {"mm": "cm2", "cm": "cm2", "m": "m2", "in": "in2"}
VOLUMES = {"mm": "cm3", "cm": "cm3", "m": "cm3", "in": "in3"}


def _measure(name: str, *, required: bool = False, hint: Any = "") -> Measure:
    kind = QUANTITIES[name]
    return Measure(
        kind=kind, label=LABELS[name], required=required, help_text=hint, max_length=30
    )


def _several(name: str, choices: Any) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple({"class": "columns"})
    return forms.MultipleChoiceField(
        label=LABELS[name], choices=choices, required=False, widget=widget
    )


def _count(name: str, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=LABELS[name], min_value=1, max_value=most, required=False
    )


def _in_units_of_the_part(name: str, base: float) -> float:
    """A quantity in its base unit as `read_part` takes numbers."""
    if name == "container":
        return base / 1000
    return round(base) if QUANTITIES[name] == "count" else base


def initial_of(
    opportunity: Opportunity, part: Part, call_offs: Iterable[CallOff]
) -> dict[str, Any]:
    """What the form shows of an opportunity, as it was written."""
    values = dict(part.values)
    shown: dict[str, Any] = {
        name: getattr(opportunity, name) for name in PartForm.OF_OPPORTUNITY
    }
    for name, kind in QUANTITIES.items():
        if name in values and kind not in {"money", "count"}:
            unit = "l" if name == "container" else base_unit(kind)
            values[name] = part.entered.get(name) or [values[name], unit]
        elif name in values and kind == "count":
            values[name] = [values[name], ""]
    if "target_price" in part.entered:
        values["target_price"] = part.entered["target_price"][0]
    if "two_sided" in values:
        values["two_sided"] = "true" if values["two_sided"] else "false"
    values.pop("name", None)
    shown["deliveries"] = [
        {"due": row.due, "quantity": row.quantity, "latest": row.latest}
        for row in call_offs
    ]
    return values | shown


class PartForm(HubForm):
    """A part, its deliveries and their terms, in the units of whoever writes."""

    title = model_field(
        Opportunity,
        "title",
        label=_("What is it?"),
        max_length=100,
        help_text=_("A name by which you know it, such as: dosing cap, 38 mm."),
    )
    material = forms.ChoiceField(
        label=LABELS["material"], choices=lambda: [("", "–"), *materials()]
    )
    shape = forms.ChoiceField(
        label=LABELS["shape"], choices=SHAPES, widget=forms.RadioSelect
    )
    length_unit = forms.ChoiceField(label=_("Lengths in"), choices=LENGTHS)
    mass_unit = forms.ChoiceField(label=_("Masses in"), choices=MASSES)
    length = _measure("length", required=True)
    width = _measure("width", required=True)
    height = _measure("height", required=True)
    wall = _measure("wall", required=True, hint=_("How thick it is mostly."))
    mass = _measure(
        "mass", hint=_("Of one piece. Leave it out if you know the volume instead.")
    )
    yearly_volume = _measure("yearly_volume", required=True)

    volume = _measure("volume", hint=_("Without a unit: in cm3, or in3 with inches."))
    thickest_wall = _measure("thickest_wall")
    projected_area = _measure(
        "projected_area", hint=_("Seen from where the tool opens; in cm2, or in2.")
    )
    two_sided = forms.ChoiceField(
        label=LABELS["two_sided"], choices=YES_NO, required=False
    )
    container = _measure(
        "container", hint=_("Of a hollow part: what goes in, such as 0.5 l.")
    )
    tolerance = _measure("tolerance")
    tolerance_size = _measure("tolerance_size")
    surface = forms.ChoiceField(label=LABELS["surface"], choices=SURFACES)
    colour = forms.CharField(label=LABELS["colour"], max_length=60, required=False)

    lot_size = _measure("lot_size")
    years = _count("years", 30)
    due = forms.DateField(label=LABELS["due"], required=False, widget=day_input())
    deliveries = ScheduleField(
        label=_("Deliveries"),
        help_text=_(
            "One on each line: the day and the pieces, such as 2027-03-31 5000. You "
            "can paste two columns of a spreadsheet."
        ),
    )
    certificates = _several("certificates", [(c, c) for c in CERTIFICATES])
    clean_room = forms.ChoiceField(
        label=LABELS["clean_room"],
        choices=[("", _("Not needed")), *((room, room) for room in get_args(Room))],
        required=False,
    )
    secondary = _several("secondary", SECONDARY)
    secondary_minutes = forms.FloatField(
        label=LABELS["secondary_minutes"],
        min_value=0.01,
        max_value=100_000,
        required=False,
        widget=forms.NumberInput({"step": "any"}),
    )
    design = forms.ChoiceField(
        label=LABELS["design"], choices=DESIGNS, widget=forms.RadioSelect
    )
    prototype = forms.BooleanField(label=LABELS["prototype"], required=False)
    tool = forms.CharField(
        label=LABELS["tool"],
        max_length=60,
        required=False,
        help_text=_("Its name or number, if there is a mould or die already."),
    )

    country = forms.ChoiceField(label=_("Country of delivery"), choices=countries)
    language = model_field(Opportunity, "language")
    incoterm = model_field(
        Opportunity, "incoterm", help_text=_("Incoterms 2020: who pays the way.")
    )
    incoterm_place = model_field(Opportunity, "incoterm_place")
    currency = forms.ChoiceField(label=_("Currency"))
    target_price = forms.DecimalField(
        label=LABELS["target_price"],
        min_value=Decimal("0.0001"),
        max_value=Decimal(1_000_000),
        decimal_places=4,
        required=False,
        help_text=_("In the currency chosen here, without taxes."),
        widget=forms.NumberInput({"step": "any"}),
    )
    answer_by = model_field(Opportunity, "answer_by", widget=day_input())
    reference = model_field(Opportunity, "reference")
    message = model_field(
        Opportunity, "message", widget=forms.Textarea({"rows": 4}), required=False
    )

    #: The fields that everybody fills in, and the sections with the others.
    BASICS: ClassVar = "title material shape length_unit mass_unit"
    SIZES: ClassVar = "length width height wall mass yearly_volume"
    SECTIONS: ClassVar = (
        (
            _("Delivery and terms"),
            "country language incoterm incoterm_place currency target_price answer_by"
            " reference message",
        ),
        (_("Quantities and dates"), "lot_size years due deliveries"),
        (
            _("More about the part"),
            "volume thickest_wall projected_area two_sided container tolerance"
            " tolerance_size surface colour",
        ),
        (
            _("Certificates and further work"),
            "certificates clean_room secondary secondary_minutes",
        ),
        (_("Design, prototypes and tool"), "design prototype tool"),
    )
    #: Fields of the opportunity; all others are the part's.
    OF_OPPORTUNITY = (
        *("title", "country", "language", "currency", "incoterm", "incoterm_place"),
        *("answer_by", "reference", "message"),
    )

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        self.defaults = {
            "design": "ready",
            "surface": "as_made",
            "length_unit": "mm",
            "mass_unit": "g",
            "country": cluster.country,
            "language": get_language() or "en",
            "incoterm": Incoterm.FCA,
            "currency": rates.EURO,
        }
        kwargs["initial"] = self.defaults | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.cluster = cluster
        self.part: dict[str, Any] = {}
        self.entered: dict[str, Any] = {}
        known = rates.currencies(cluster, timezone.localdate())
        choice = self.fields["currency"]
        choice.choices = [(code, code) for code in known]  # type: ignore[attr-defined]

    @property
    def parts_shown(self) -> Iterator[tuple[Any, str, bool]]:
        """The sections with their fields; open where something is wrong or filled."""
        for heading, names in self.SECTIONS:
            there = [name for name in names.split() if name in self.fields]
            yield heading, " ".join(there), any(name in self.errors for name in there)

    @property
    def given(self) -> list[Answer]:
        """What was entered, without what was left out; ask a valid form."""
        shown = zip(self.visible_fields(), answers(self), strict=True)
        return [
            answer
            for bound, answer in shown
            if bound.name not in {"length_unit", "mass_unit"}
            and self.cleaned_data[bound.name] is not False
            and answer.value not in {NONE, ""}
        ]

    def full_clean(self) -> None:
        """What was not sent has its default; units count for numbers without one."""
        if self.is_bound:
            sent = cast("QueryDict", self.data).copy()
            for name, default in self.defaults.items():
                if not sent.get(self.add_prefix(name)):
                    sent[self.add_prefix(name)] = default
            self.data = sent
            self._use_units()
        super().full_clean()

    def _use_units(self) -> None:
        length = self.data.get(self.add_prefix("length_unit"), "mm")
        length = length if length in AREAS else "mm"
        mass = self.data.get(self.add_prefix("mass_unit"), "g")
        units = {
            "length": length,
            "mass": mass if mass in dict(MASSES) else "g",
            "area": AREAS[length],
            "volume": VOLUMES[length],
        }
        for name, field in self.fields.items():
            if isinstance(field, Measure):
                field.unit = units.get(field.kind, field.unit)
                if name == "container":
                    field.unit = "l"

    def clean(self) -> dict[str, Any]:
        """The part as a whole must be possible."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return values
        self.part = dict(self._values(values))
        self.entered = dict(self._entered(values))
        try:
            self._price(values)
            parts.normal(self.part, values["title"])
        except Broken as broken:
            self.add_error(
                broken.field if broken.field in self.fields else None, [str(broken)]
            )
        return values

    def _values(self, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """The part's own fields, in the units of `grandis.processes`."""
        for name in LABELS:
            value, field = values.get(name), self.fields[name]
            if name == "target_price" or value in (None, "", [], False):
                continue
            if isinstance(field, Measure):
                yield name, _in_units_of_the_part(name, field.in_base(value))
            elif name == "two_sided":
                yield name, value == "true"
            else:
                yield name, value.isoformat() if name == "due" else value

    def _entered(self, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """What was written in other units than those that are kept."""
        for name, field in self.fields.items():
            value = values.get(name)
            if isinstance(field, Measure) and field.kind != "count" and value:
                yield name, value

    def _price(self, values: Mapping[str, Any]) -> None:
        """The target price in euros, at the latest rate."""
        price = values.get("target_price")
        if price is None:
            return
        currency = values["currency"]
        rate = rates.rate_on(self.cluster, currency, timezone.localdate())
        self.part["target_price"] = round(float(price / rate.per_euro), 6)
        self.entered["target_price"] = [float(price), currency]

    @property
    def wanted(self) -> dict[str, Any]:
        """The values for the verbs of `market.domain.opportunities`."""
        values = super().wanted
        asked = {name: values[name] for name in self.OF_OPPORTUNITY if name in values}
        return asked | {
            "part": self.part,
            "entered": self.entered,
            "call_offs": values["deliveries"],
        }
