"""What stands in which sheet: the fields of the forms, as columns.

A sheet has three rows of heading: the technical names (hidden), the labels, and
what to write. Its first column is the row's mark: key and version, empty for
what is new. Its last column removes a row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see, see_of
from grandis.hub.members.enums import Process
from grandis.hub.members.forms.base import RowForm
from grandis.hub.members.forms.fields import Listed, Several
from grandis.hub.members.limits import LIMITS, limits_of
from grandis.hub.members.spreadsheets.organisations import ORGANISATIONS
from grandis.hub.members.views.company import kinds_for, may_change
from grandis.hub.members.views.kinds import Kind

MARK, REMOVE = "mark", "remove"
#: The rows of a sheet's heading, and where its data begin.
NAMES_ROW, LABELS_ROW, HINTS_ROW, FIRST_ROW = 1, 2, 3, 4
YES, NO = gettext_lazy("yes"), gettext_lazy("no")
#: Fields of a form that are its own business.
_OWN = {"once", "version"}


@dataclass(frozen=True)
class Column:
    """A column: the field's name, what people read, and what may stand in it.

    `choices` are (value, word) pairs; `several` may stand in one cell, with
    commas between them.
    """

    name: str
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    several: bool = False
    kind: str = "text"


@dataclass(frozen=True)
class Sheet:
    """A kind of row with its columns."""

    kind: Kind
    title: str
    columns: tuple[Column, ...]

    def rows(self, viewer: Viewer, organisation: Organisation) -> QuerySet[Any]:
        """The rows of the sheet that a viewer sees."""
        seen: QuerySet[Any] = see(viewer, self.kind.model)
        if self.kind is ORGANISATIONS:
            others = seen.exclude(pk=organisation.pk).filter(left_at=None)
            return others.select_related("cluster")
        mine = seen.filter(organisation=organisation)
        return mine.select_related("organisation", *self.kind.related)


def kinds_to_fill(viewer: Viewer, organisation: Organisation) -> list[Kind]:
    """What a viewer may fill in for an organisation, sheet by sheet."""
    kinds = [
        kind
        for kind in kinds_for(viewer, organisation)
        if may_change(viewer, organisation, kind)
    ]
    if viewer.is_coordinator and viewer.organisation == organisation:
        kinds.insert(0, ORGANISATIONS)
    return kinds


def sheet_of(kind: Kind, viewer: Viewer, organisation: Organisation) -> Sheet:
    """The sheet of a kind, with what can be chosen from at the moment."""
    columns = tuple(_columns(kind, viewer, organisation))
    return Sheet(kind, title_of(kind), columns)


def sheets_for(viewer: Viewer, organisation: Organisation) -> list[Sheet]:
    """The sheets that a viewer may fill in for an organisation."""
    kinds = kinds_to_fill(viewer, organisation)
    return [sheet_of(kind, viewer, organisation) for kind in kinds]


def title_of(kind: Kind) -> str:
    """A sheet's title: at most 31 characters, without those that Excel forbids."""
    title = str(kind.words.title)
    for forbidden in "[]:*?/\\":
        title = title.replace(forbidden, " ")
    return title[:31].strip()


def forms_of(
    kind: Kind, viewer: Viewer, organisation: Organisation
) -> Iterator[RowForm]:
    """The forms of a kind that together have all of its fields."""
    if kind.question is None:
        yield kind.form(viewer=viewer, organisation=organisation)
        return
    for process in Process:
        yield kind.form(
            viewer=viewer, organisation=organisation, initial={"process": process}
        )


def _columns(
    kind: Kind, viewer: Viewer, organisation: Organisation
) -> Iterator[Column]:
    yield Column(MARK, _("Row"), _("Leave as it is; empty for a new row."))
    fields: dict[str, forms.Field] = {}
    for form in forms_of(kind, viewer, organisation):
        for name, field in form.fields.items():
            known = fields.setdefault(name, field)
            if isinstance(known, forms.MultipleChoiceField) and known is not field:
                known.choices = _joined(known.choices, field.choices)  # type: ignore[attr-defined]
    for name, field in fields.items():
        if name not in _OWN:
            yield _column(name, field, viewer, organisation)
    yield Column(
        REMOVE,
        _("Remove"),
        _("Write yes to remove the row."),
        choices=_yes_or_no(),
        kind="choice",
    )


def _joined(one: Any, other: Any) -> list[tuple[Any, Any]]:
    return list(dict([*one, *other]).items())


def _column(
    name: str, field: forms.Field, viewer: Viewer, organisation: Organisation
) -> Column:
    label = str(field.label or name.replace("_", " ").capitalize())
    choices = tuple(_choices(field, viewer, organisation))
    several = isinstance(field, Listed | Several | forms.MultipleChoiceField)
    hint = [str(field.help_text)] if field.help_text else []
    if field.required:
        hint.insert(0, _("Must be filled in."))
    if unit := getattr(field.widget, "unit", ""):
        label = f"{label} ({unit})"
    if several:
        hint.append(_("Several with commas between them."))
    if name.startswith("limit_"):
        hint.append(_("For: %(processes)s.") % {"processes": _processes(name)})
    return Column(name, label, " ".join(hint), choices, several, _kind_of(field))


def _processes(name: str) -> str:
    limit = LIMITS[name.removeprefix("limit_")]
    return ", ".join(
        str(process.label) for process in Process if limit in limits_of(process)
    )


def _kind_of(field: forms.Field) -> str:
    match field:
        case Listed():
            return "text"
        case forms.BooleanField() | forms.ChoiceField():
            return "choice"
        case forms.DateField():
            return "date"
        case forms.TimeField():
            return "time"
        case forms.IntegerField() | forms.FloatField() | forms.DecimalField():
            return "number"
    return "text"


def _choices(
    field: forms.Field, viewer: Viewer, organisation: Organisation
) -> Iterator[tuple[str, str]]:
    if isinstance(field, forms.BooleanField):
        yield from _yes_or_no()
    elif isinstance(field, forms.ModelChoiceField):
        model = field.queryset.model  # type: ignore[union-attr]
        for row in see_of(viewer, model, organisation):
            yield str(row.pk), str(row)
    elif isinstance(field, forms.ChoiceField):
        for value, word in _flat(field.choices):
            if value not in ("", None):
                yield str(value), str(word)


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, word in choices:
        if isinstance(word, list | tuple):
            yield from word
        else:
            yield value, word


def _yes_or_no() -> tuple[tuple[str, str], ...]:
    return ("yes", str(YES)), ("no", str(NO))
