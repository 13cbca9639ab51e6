"""An opportunity as those who have an account write and change it."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.enums import Role
from grandis.hub.core.errors import Conflict
from grandis.hub.core.forms import model_field
from grandis.hub.core.models import CONFIRMED, Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.market.forms.part import PartForm, initial_of
from grandis.hub.market.models import CallOff, Enquirer, Opportunity, Part


class EntryForm(PartForm):
    """A new opportunity; the coordinator also says whose it is."""

    customer = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Customer"),
        required=False,
        help_text=_("An organisation with an account here, if there is one."),
        empty_label="–",
    )
    name = model_field(Enquirer, "name", required=False)
    company = model_field(Enquirer, "company")
    email = model_field(Enquirer, "email", required=False)
    phone = model_field(Enquirer, "phone")

    PERSON: ClassVar = "name company email phone"

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        assert viewer.cluster is not None
        super().__init__(*args, cluster=viewer.cluster, **kwargs)
        if viewer.is_coordinator:
            self.fields["customer"].queryset = customers_of(viewer)  # type: ignore[attr-defined]
        else:
            for name in ("customer", *self.PERSON.split()):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A person is named with an address, or not at all."""
        values = super().clean()
        given = {name: values.get(name) for name in self.PERSON.split()}
        for name in ("name", "email"):
            if name in self.fields and any(given.values()) and not given[name]:
                self.add_error(name, _("A person needs a name and an e-mail address."))
        return values

    @property
    def wanted(self) -> dict[str, Any]:
        """The values for the verb, with the customer and who asks."""
        asked = super().wanted
        values = self.cleaned_data
        if "customer" in self.fields:
            asked["customer"] = values["customer"]
        if values.get("email"):
            asked["enquirer"] = {name: values[name] for name in self.PERSON.split()}
        return asked


class ChangeForm(EntryForm):
    """An opportunity that somebody else may be changing too."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        row: Opportunity,
        part: Part,
        call_offs: Iterable[CallOff],
        **kwargs: Any,
    ) -> None:
        initial = initial_of(row, part, call_offs)
        initial |= {"version": row.version, "customer": row.customer_id}
        super().__init__(*args, initial=initial, **kwargs)
        for name in self.PERSON.split():
            self.fields.pop(name, None)

    def meet(
        self, conflict: Conflict, part: Part, call_offs: Iterable[CallOff]
    ) -> None:
        """Put both versions of all of it side by side."""
        current = conflict.current
        assert isinstance(current, Opportunity)
        for name, value in initial_of(current, part, call_offs).items():
            if name not in self.OF_OPPORTUNITY:
                setattr(current, name, value)
        for name in self.fields:
            if not hasattr(current, name):
                setattr(current, name, None)
        conflict.wanted = dict(self.cleaned_data)


class RevisionForm(ChangeForm):
    """What a revision asks for; it replaces the opportunity that it starts from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("version")
        self.fields.pop("customer", None)


def customers_of(viewer: Viewer) -> Any:
    """The customers to whom an opportunity can be assigned."""
    return see(viewer, Organisation).filter(CONFIRMED, role=Role.CUSTOMER)
