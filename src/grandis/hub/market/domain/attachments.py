"""Drawings and other files of an opportunity."""

import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from grandis.hub.core.domain.verbs import require, verb
from grandis.hub.core.errors import Broken
from grandis.hub.core.models import new_key
from grandis.hub.core.viewer import Viewer
from grandis.hub.market import rules
from grandis.hub.market.domain.opportunities import record
from grandis.hub.market.domain.scanning import scan
from grandis.hub.market.domain.storing import forget_files
from grandis.hub.market.enums import Scan, State
from grandis.hub.market.filetypes import names_of_types, safe_name, type_of
from grandis.hub.market.models import Attachment, Opportunity

MOST_BYTES = 20_000_000
MOST_FILES = 10


@dataclass(frozen=True)
class Checked:
    """A file that has been looked at and may be kept."""

    name: str
    content: bytes
    content_type: str
    scan: Scan

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def check(name: str, content: bytes) -> Checked:
    """Look at a file before anything is kept of it; `Broken` says what is wrong."""
    name = safe_name(name)
    told = {"name": name}
    if not content:
        raise Broken(_("“%(name)s” is empty.") % told, field="drawings")
    if len(content) > MOST_BYTES:
        raise Broken(
            _("“%(name)s” is larger than 20 MB; send a smaller file.") % told,
            field="drawings",
        )
    kind = type_of(name, content)
    if kind is None:
        raise Broken(
            _("“%(name)s” is none of these: %(types)s; send it as one of them.")
            % {**told, "types": names_of_types()},
            field="drawings",
        )
    return Checked(name, content, kind.content_type, scan(content))


def attach(
    opportunity: Opportunity, *, by: Viewer, name: str, content: bytes
) -> Attachment:
    """Check a file and keep it; the scanner runs before anybody waits for a verb."""
    return keep(opportunity, by=by, file=check(name, content))


@verb
def keep(opportunity: Opportunity, *, by: Viewer, file: Checked) -> Attachment:
    """Keep a checked file with an opportunity; the same file is kept once.

    Of an infected file only its name is kept, so that people know of it.
    """
    current = Opportunity.objects.get(pk=opportunity.pk)
    require(rules.may_attach(by, current), by, "add files here")
    known = Attachment.objects.filter(opportunity=current)
    if same := known.filter(sha256=file.sha256).first():
        return same
    if known.count() >= MOST_FILES:
        raise Broken(
            _("There are %(most)d files already; put several into one PDF.")
            % {"most": MOST_FILES},
            field="drawings",
        )
    attachment = Attachment(
        opportunity=current,
        name=file.name,
        size=len(file.content),
        content_type=file.content_type,
        sha256=file.sha256,
        scan=file.scan,
    )
    if file.scan != Scan.INFECTED:
        attachment.file.save(new_key(), ContentFile(file.content), save=False)
    attachment.save()
    if current.state != State.UNCONFIRMED:
        record(current, "file_added", by)
    return attachment


@verb
def detach(attachment: Attachment, *, by: Viewer) -> None:
    """Remove a file."""
    opportunity = Opportunity.objects.get(pk=attachment.opportunity_id)
    allowed = rules.may_change(by, opportunity) or rules.serves(by, opportunity)
    require(allowed, by, "remove this file")
    forget_files([attachment.file.name or ""])
    attachment.delete()
    record(opportunity, "file_removed", by)
