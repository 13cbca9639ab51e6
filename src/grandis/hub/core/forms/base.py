"""Forms that survive a double click and a colleague's edit."""

from collections.abc import Iterator
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.db import models
from django.utils.formats import localize
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

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

    def answers(self) -> Iterator[tuple[str, str]]:
        """The label and the answer of each field, to be checked before sending."""
        for bound in self.visible_fields():
            yield str(bound.label), _answer(bound.field, self.cleaned_data[bound.name])


def _answer(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    names = {str(key): str(name) for key, name in getattr(field, "choices", ())}
    if isinstance(value, list | tuple | set | frozenset):
        return get_text_list([names.get(str(v), str(v)) for v in value], _("and"))
    if value in (None, ""):
        return "–"
    return names.get(str(value), str(localize(value)))


def day_input() -> forms.DateInput:
    """The browser's own calendar; it speaks ISO dates whatever the language."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def model_field(model: type[models.Model], name: str, **options: Any) -> forms.Field:
    """The form field of a model's field, with its label and limits."""
    field = cast("models.Field[Any, Any]", model._meta.get_field(name))
    return cast("forms.Field", field.formfield(**options))


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
