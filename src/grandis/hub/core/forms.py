"""Forms that survive a double click and a colleague's edit."""

from typing import Any
from uuid import uuid4

from django import forms

from grandis.hub.core.errors import Conflict
from grandis.hub.core.guard import trusted
from grandis.hub.core.models import Versioned


class HubForm(forms.Form):
    """A form whose request is carried out once, however often it is sent."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    #: Set by `views.acting.carry_out` when somebody else changed the row.
    conflict: Conflict | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = uuid4().hex

    @property
    def wanted(self) -> dict[str, Any]:
        """The values that the verb is to have."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"once", "version"}
        }


class EditForm(HubForm):
    """A form for a row that somebody else may be editing too."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Versioned, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if hasattr(row, name)]
        initial = {name: getattr(row, name) for name in names}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.row = row


class HubModelForm(HubForm, forms.ModelForm[Any]):
    """A form made of a model's fields; rules and uniqueness are the verb's."""

    def _post_clean(self) -> None:
        with trusted():
            super()._post_clean()  # type: ignore[misc]

    def validate_unique(self) -> None:
        """Left to the verb: the answer may not tell of rows unseen."""
