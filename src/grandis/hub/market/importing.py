"""Many opportunities at once: from the template's workbook, or from a JSON file.

`look` tries everything in a transaction and takes it back, `carry_out` keeps it;
both read the same file, so what was shown is what happens.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grandis.errors import InputError
from grandis.hub.core.domain.verbs import verb
from grandis.hub.core.errors import Broken
from grandis.hub.core.models import new_key
from grandis.hub.core.viewer import Viewer
from grandis.hub.market.domain import opportunities, parts
from grandis.hub.market.enums import Source
from grandis.hub.market.forms.entering import EntryForm
from grandis.hub.market.spreadsheet import sheet_for
from grandis.hub.members.spreadsheets.reading import Fault, lines_of, open_workbook

MOST_BYTES = 5_000_000
MOST_PARTS = 500


@dataclass
class Report:
    """What a file brings in, and what is wrong with it."""

    source: Source
    titles: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """A short text that is the same when the same would happen."""
        return sha256(repr((self.titles, self.faults)).encode()).hexdigest()[:32]


@verb
def look(content: bytes, *, by: Viewer) -> Report:
    """What a file would bring in; nothing does."""
    with transaction.atomic():
        report = _apply(content, by)
        transaction.set_rollback(True)
    return report


@verb
def carry_out(content: bytes, *, by: Viewer, fingerprint: str) -> Report:
    """Bring a file in that somebody has looked at."""
    report = _apply(content, by)
    if report.faults or report.fingerprint != fingerprint:
        raise Broken(
            _("Something has changed since you looked; look again before you save.")
        )
    return report


def _apply(content: bytes, by: Viewer) -> Report:
    if len(content) > MOST_BYTES:
        raise Broken(_("The file is larger than 5 MB; send a smaller one."))
    if content.startswith(b"PK\x03\x04"):
        return _from_workbook(content, by)
    return _from_json(content, by)


def _from_workbook(content: bytes, by: Viewer) -> Report:
    report = Report(Source.SPREADSHEET)
    enquiry = new_key()
    sheet = sheet_for(by)
    for line in lines_of(open_workbook(content), [sheet], report.faults):
        if not line.is_readable:
            continue
        form = EntryForm(sheet.sent(line.values), viewer=by)
        if not form.is_valid():
            for name, errors in form.errors.items():
                report.faults += [line.fault(name, str(text)) for text in errors]
            continue
        try:
            with transaction.atomic():
                _enter(report, by, enquiry, **form.wanted)
        except Broken as broken:
            report.faults.append(line.fault(broken.field, str(broken)))
    return report


def _enter(report: Report, by: Viewer, enquiry: str, **asked: Any) -> None:
    if len(report.titles) >= MOST_PARTS:
        raise Broken(
            _("There are more than %(most)d parts; send them in several files.")
            % {"most": MOST_PARTS}
        )
    assert by.cluster is not None
    opportunities.enter(
        by.cluster, by=by, source=report.source, enquiry=enquiry, **asked
    )
    report.titles.append(asked["title"])


def _from_json(content: bytes, by: Viewer) -> Report:
    report = Report(Source.FILE)
    enquiry = new_key()
    for number, part in enumerate(_parts(content), 1):
        place = _("part %(number)d") % {"number": number}
        title = part.get("name")
        if not isinstance(title, str) or not title.strip():
            text = _("A part needs a name.")
            report.faults.append(Fault("JSON", place, text))
            continue
        try:
            with transaction.atomic():
                told = {"part": part, "entered": parts.written(part)}
                _enter(report, by, enquiry, title=title, **told)
        except (Broken, InputError) as wrong:
            report.faults.append(Fault("JSON", place, str(wrong)))
    return report


def _parts(content: bytes) -> Iterator[dict[str, Any]]:
    """The parts of a JSON file: one object, or a list of them."""
    wrong = _("This is neither a workbook of the template nor JSON with parts.")
    try:
        found = json.loads(content.decode())
    except (ValueError, RecursionError):
        raise Broken(wrong) from None
    found = found if isinstance(found, list) else [found]
    if not found or not all(isinstance(each, dict) for each in found):
        raise Broken(wrong)
    yield from found
