"""All rows of a workbook through their forms and verbs, or none of them.

`look` tries everything in a transaction and takes it back: what it tells is what
would happen, not a guess. `carry_out` does the same and keeps it, if nothing was
wrong and nothing has changed since somebody looked.
"""

from dataclasses import dataclass, field
from hashlib import sha256

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from grandis.hub.core.domain.verbs import verb
from grandis.hub.core.errors import Broken, Conflict, Refused
from grandis.hub.core.models import Organisation, Versioned
from grandis.hub.core.viewer import Viewer
from grandis.hub.members.forms.base import RowForm
from grandis.hub.members.spreadsheets.columns import (
    MARK,
    REMOVE,
    kinds_to_fill,
    sheet_of,
    sheets_for,
    title_of,
)
from grandis.hub.members.spreadsheets.reading import (
    Fault,
    Line,
    lines_of,
    open_workbook,
)
from grandis.hub.members.views.kinds import Kind
from grandis.hub.ui.forms import answers, in_words


@dataclass(frozen=True)
class Change:
    """What happens to one row: `before` and `after` by label, in words."""

    sheet: str
    row: str
    what: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Report:
    """What a workbook would change, and what is wrong with it."""

    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """A short text that is the same when the same would happen."""
        return sha256(repr((self.changes, self.faults)).encode()).hexdigest()[:32]


@verb
def look(content: bytes, *, organisation: Organisation, by: Viewer) -> Report:
    """What would happen if a workbook were imported; nothing does."""
    with transaction.atomic():
        report = _apply(content, organisation, by)
        transaction.set_rollback(True)
    return report


@verb
def carry_out(
    content: bytes, *, organisation: Organisation, by: Viewer, fingerprint: str
) -> Report:
    """Import a workbook that somebody has looked at (`Report.fingerprint`)."""
    report = _apply(content, organisation, by)
    if report.faults:
        raise Broken(_("Something is wrong with the workbook; nothing was saved."))
    if report.fingerprint != fingerprint:
        raise Broken(
            _("Something has changed since you looked; look again before you save.")
        )
    return report


def _apply(content: bytes, organisation: Organisation, by: Viewer) -> Report:
    report = Report()
    book = open_workbook(content)
    marks: dict[tuple[str, str], str] = {}
    # Sites before machines before rates: a row may stand on one of the same file.
    for kind in kinds_to_fill(by, organisation):
        if title_of(kind) not in book.sheetnames:
            continue
        sheet = sheet_of(kind, by, organisation)  # knows what stands in those before
        for line in lines_of(book, [sheet], report.faults):
            if line.is_readable and _is_first(line, marks, report):
                _apply_line(line, organisation, by, report)
    if not report.changes and not report.faults:
        lines_of(book, sheets_for(by, organisation), report.faults)  # no sheet known?
    return report


def _is_first(line: Line, marks: dict[tuple[str, str], str], report: Report) -> bool:
    """Whether a row is named for the first time."""
    mark = line.values.get(MARK)
    if not mark:
        return True
    same = (line.sheet.title, mark.partition(":")[0])
    if same in marks:
        text = _("This row stands in %(cell)s already; keep one.")
        report.faults.append(line.fault(MARK, text % {"cell": marks[same]}))
        return False
    marks[same] = line.cells[MARK]
    return True


def _apply_line(
    line: Line, organisation: Organisation, by: Viewer, report: Report
) -> None:
    mark = line.values.pop(MARK, None)
    remove = line.values.pop(REMOVE, None) == "yes"
    row, version = None, None
    if mark:
        key, _colon, number = mark.partition(":")
        row = line.sheet.rows(by, organisation).filter(key=key).first()
        if row is None or not number.isdigit():
            text = _("There is no such row; leave the cell empty for a new one.")
            report.faults.append(line.fault(MARK, text))
            return
        version = int(number)
    try:
        with transaction.atomic():
            if remove:
                _remove(line, row, version, by, report)
            else:
                _save(line, row, version, organisation, by, report)
    except Broken as broken:
        report.faults.append(line.fault(broken.field, str(broken)))
    except Conflict:
        text = _("Somebody changed this row after the export; export again.")
        report.faults.append(line.fault(MARK, text))
    except Refused:
        report.faults.append(line.fault(MARK, _("You may not change this.")))


def _remove(
    line: Line, row: Versioned | None, version: int | None, by: Viewer, report: Report
) -> None:
    if row is None:
        raise Broken(_("A new row cannot be removed."), field=REMOVE)
    name = str(row)
    line.sheet.kind.remove(row, by=by, version=version)
    report.changes.append(Change(line.sheet.title, name, "removed"))


def _save(
    line: Line,
    row: Versioned | None,
    version: int | None,
    organisation: Organisation,
    by: Viewer,
    report: Report,
) -> None:
    kind = line.sheet.kind
    form = _form(line, row, version, organisation, by)
    if not form.is_valid():
        for name, errors in form.errors.items():
            for text in errors:
                report.faults.append(line.fault(name, str(text)))
        return
    if row is None:
        new = kind.add(form.parent(), by=by, **form.wanted)
        told = tuple((a.label, "", a.value) for a in answers(form) if a.value)
        report.changes.append(Change(line.sheet.title, str(new), "added", told))
        return
    stored, before = model_to_dict(row), _told(kind, row, organisation, by)
    kind.edit(row, by=by, version=version, **form.wanted)
    changed = kind.model._base_manager.get(pk=row.pk)
    if model_to_dict(changed) == stored:
        return
    after = _told(kind, changed, organisation, by)
    told = tuple(
        (label, before.get(label, ""), value)
        for label, value in after.items()
        if before.get(label) != value
    )
    report.changes.append(Change(line.sheet.title, str(changed), "changed", told))


def _told(
    kind: Kind, row: Versioned, organisation: Organisation, by: Viewer
) -> dict[str, str]:
    """A row in the words of its form."""
    form = kind.form(viewer=by, organisation=organisation, row=row)
    return {
        str(each.label): in_words(each.field, each.value())
        for each in form.visible_fields()
    }


def _form(
    line: Line,
    row: Versioned | None,
    version: int | None,
    organisation: Organisation,
    by: Viewer,
) -> RowForm:
    """The form of a row, sent with what its cells say."""
    data = {name: value for name, value in line.values.items() if value is not None}
    for column in line.sheet.columns:
        if column.choices and data.get(column.name) == "no":
            del data[column.name]  # a box that is not ticked is not sent
    if row is not None:
        data["version"] = str(version)
    return line.sheet.kind.form(data, viewer=by, organisation=organisation, row=row)
