"""How forms look: Django's renderer with our templates, and numbers with units.

Days and times need no widget of their own: the templates below
`templates/django/forms/widgets` make every one of them the browser's own, and
`ui.formats` puts the ISO notation, which those inputs speak, first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files import File
from django.db.models import Model
from django.forms.renderers import TemplatesSetting
from django.utils.choices import flatten_choices
from django.utils.formats import date_format, localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


class Renderer(TemplatesSetting):
    """Finds form templates among those of the apps."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class UnitInput(forms.NumberInput):
    """A number with its unit behind: `DecimalField(widget=UnitInput("mm"))`."""

    template_name = "ui/unit.html"

    def __init__(self, unit: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.unit = unit

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = self.unit
        return context


#: What stands for a value that nobody has entered.
NONE = "–"


@dataclass(frozen=True)
class Answer:
    """What somebody entered in a field, in words."""

    label: Any
    value: str


@dataclass(frozen=True)
class Difference:
    """A field that two people have filled in differently, in words."""

    label: Any
    theirs: str
    yours: str


def answers(form: forms.BaseForm) -> Iterator[Answer]:
    """Each visible field of a valid form with what was entered."""
    for field in form.visible_fields():
        entered = form.cleaned_data.get(field.name)
        said = in_words(field.field, entered)
        unit = getattr(field.field.widget, "unit", "")
        yield Answer(field.label, f"{said} {unit}" if unit and said != NONE else said)


def differences(
    form: forms.BaseForm, current: Model, wanted: Mapping[str, Any]
) -> Iterator[Difference]:
    """Each field of a row that is not as its second editor wants it."""
    for field in form.visible_fields():
        if field.name not in wanted or not hasattr(current, field.name):
            continue
        if isinstance(field.field, forms.ModelMultipleChoiceField):
            continue  # rows of their own, which the version does not watch
        theirs = in_words(field.field, _stored(current, field.name))
        yours = in_words(field.field, wanted[field.name])
        if theirs != yours:
            yield Difference(field.label, theirs, yours)


def in_words(field: forms.Field, value: Any) -> str:
    """A field's value as its reader would say it."""
    if value is None or value == "" or value == []:
        return NONE
    if said := getattr(field, "in_words", None):  # a field with words of its own
        return str(said(value))
    if isinstance(field, forms.ModelChoiceField):
        return ", ".join(_names(field, value)) or NONE
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        pairs: list[tuple[Any, Any]] = list(flatten_choices(choices))
        names = {str(key): str(name) for key, name in pairs}
        keys = value if isinstance(value, list | tuple) else [value]
        return ", ".join(names.get(str(key), str(key)) for key in keys)
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, int | float | Decimal):
        return str(localize(value, use_l10n=True))
    if isinstance(value, File):
        return value.name or NONE
    return str(value)


def _stored(row: Model, name: str) -> Any:
    """A row's own value, for a foreign key its number: nothing is fetched."""
    names = {field.name: field.attname for field in row._meta.concrete_fields}
    return getattr(row, names.get(name, name))


def _names(field: forms.ModelChoiceField[Any], value: Any) -> list[str]:
    """The names of the chosen rows, given as rows or as one key."""
    if isinstance(value, Model):
        rows = [value]
    elif isinstance(value, int | str):
        assert field.queryset is not None
        rows = list(field.queryset.filter(pk=value))
    else:
        rows = list(value)
    return [field.label_from_instance(row) for row in rows]
