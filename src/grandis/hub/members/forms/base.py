"""The form of one row of an organisation."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.models import model_to_dict

from grandis.hub.core.errors import Conflict
from grandis.hub.core.forms import HubModelForm
from grandis.hub.core.models import Organisation, Versioned
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see_of
from grandis.hub.members.rules import may_consent
from grandis.hub.ui.forms import answers as in_words


class RowForm(HubModelForm):
    """To add a row to an organisation, or to change one.

    Rows to choose from are those of the organisation that the viewer sees. The
    field named by `consent`, which shows the row to more people, stands there for
    those who may consent.
    """

    #: The field whose row the new one is added to, instead of the organisation.
    goes_to: ClassVar[str] = ""
    #: A field that says where a row is added and cannot be changed afterwards.
    _not_moved: ClassVar[str] = ""
    #: The field that shows the row to more people.
    consent: ClassVar[str] = ""
    #: Headings with the fields below them, separated by spaces; empty for short forms.
    sections: ClassVar[tuple[tuple[Any, str], ...]] = ()

    def __init__(
        self,
        data: Any = None,
        *,
        viewer: Viewer,
        organisation: Organisation,
        row: Versioned | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        stored = model_to_dict(row) if row else {}
        super().__init__(data, initial=stored | (initial or {}))
        self.row = row
        self.organisation = organisation
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                model = field.queryset.model  # type: ignore[union-attr]
                field.queryset = see_of(viewer, model, organisation)
                field.empty_label = "–"
            elif isinstance(field, forms.TypedChoiceField) and not field.required:
                known: Any = field.choices
                field.choices = [("", "–"), *(one for one in known if one[0])]
        if row is not None:
            self.fields.pop(self._not_moved, None)
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=row.version
            )
        if self.consent and not self._is_open and not may_consent(viewer, organisation):
            del self.fields[self.consent]

    @property
    def _is_open(self) -> bool:
        return bool(self.row and getattr(self.row, self.consent))

    @property
    def parts(self) -> Iterator[tuple[Any, str]]:
        """The sections with those of their fields that this form has."""
        for heading, names in self.sections:
            if there := " ".join(name for name in names.split() if name in self.fields):
                yield heading, there

    @property
    def opens(self) -> bool:
        """Whether a valid form shows the row to more people than now."""
        wanted = self.consent and self.cleaned_data.get(self.consent)
        return bool(wanted) and not self._is_open

    @property
    def wanted(self) -> dict[str, Any]:
        """The values for the verb; a consent only if it changes."""
        values = super().wanted
        if self.row is None:
            values.pop(self.goes_to, None)
        elif self.consent and values.get(self.consent) == self._is_open:
            values.pop(self.consent, None)
        return values

    def answers(self) -> Iterator[tuple[str, str]]:
        """What was entered, in the words of its fields."""
        for answer in in_words(self):
            yield answer.label, answer.value

    def _update_errors(self, errors: ValidationError) -> None:
        """Errors of a model's fields that are not in the form stand above it."""
        found = errors.error_dict
        for name in [name for name in found if name not in self.fields]:
            if name != NON_FIELD_ERRORS:
                found.setdefault(NON_FIELD_ERRORS, []).extend(found.pop(name))
        super()._update_errors(errors)  # type: ignore[misc]

    def parent(self) -> Any:
        """What a new row is added to; ask a valid form."""
        return self.cleaned_data[self.goes_to] if self.goes_to else self.organisation

    def meet(self, conflict: Conflict) -> None:
        """Put both versions into the words of this form; most need nothing."""
