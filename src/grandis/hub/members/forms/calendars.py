"""When resources work and what is booked on them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.errors import Conflict
from grandis.hub.core.models import Organisation, Versioned
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see_of
from grandis.hub.members import models
from grandis.hub.members.forms.base import RowForm

WEEKDAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)
Places = dict[str, models.Site | models.Resource]


class PlacedForm(RowForm):
    """A form about the time of a whole site, or of one resource."""

    goes_to = "place"
    place = forms.ChoiceField(label=_("For"))

    def __init__(
        self,
        data: Any = None,
        *,
        viewer: Viewer,
        organisation: Organisation,
        row: Versioned | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(
            data, viewer=viewer, organisation=organisation, row=row, initial=initial
        )
        sites = see_of(viewer, models.Site, organisation)
        resources = see_of(viewer, models.Resource, organisation)
        self.places: Places = {f"site-{s.key}": s for s in sites}
        self.places |= {f"resource-{r.key}": r for r in resources}
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (_("A whole site"), self._choices("site-")),
            (_("One resource"), self._choices("resource-")),
        ]
        if row is not None:
            field.initial = self._place_of(row)

    def clean(self) -> dict[str, Any]:
        """Say which of the two it is."""
        values = super().clean() or self.cleaned_data
        for name, place in self._of(values.get("place", "")).items():
            setattr(self.instance, name, place)
        return values

    def parent(self) -> Any:
        """The site or the resource."""
        return self.places[self.cleaned_data["place"]]

    @property
    def wanted(self) -> dict[str, Any]:
        """The place as a site or a resource when it may have changed."""
        values = super().wanted
        if "place" in values:
            values |= self._of(values.pop("place"))
        return values

    def meet(self, conflict: Conflict) -> None:
        """Compare the two places."""
        conflict.current.place = self._place_of(conflict.current)  # type: ignore[attr-defined]
        conflict.wanted["place"] = self.cleaned_data["place"]

    def _choices(self, kind: str) -> list[tuple[str, str]]:
        return [(k, p.name) for k, p in self.places.items() if k.startswith(kind)]

    def _of(self, key: str) -> dict[str, models.Site | models.Resource | None]:
        place = self.places.get(key)
        return {
            "site": place if isinstance(place, models.Site) else None,
            "resource": place if isinstance(place, models.Resource) else None,
        }

    def _place_of(self, row: Versioned) -> str:
        at = (getattr(row, "site_id", None), getattr(row, "resource_id", None))
        for key, place in self.places.items():
            if place.pk == at[key.startswith("resource-")]:
                return key
        return ""


class ShiftForm(PlacedForm):
    """Weekly hours."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"),
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = models.Shift
        fields = ("weekdays", "start", "end")
        help_texts = {
            "end": _("A time before the beginning is on the next day: 22:00 to 06:00.")
        }

    field_order = ("place", "weekdays", "start", "end")


class ClosureForm(PlacedForm):
    """Days without work."""

    class Meta:
        model = models.Closure
        fields = ("first_day", "last_day", "reason")

    field_order = ("place", "first_day", "last_day", "reason")


class LoadForm(RowForm):
    """Hours that are booked already."""

    goes_to = "resource"

    class Meta:
        model = models.Load
        fields = ("resource", "first_day", "last_day", "hours", "note")
        help_texts = {"note": _("An order number, for yourself alone.")}
