"""The journal: an append-only Merkle tree, written with the change it tells of.

One RFC 6962 tree holds the whole installation. `record` runs inside a verb's
transaction and fails outside of one, so that an entry exists exactly when its
change does. Apps register their kinds with a sentence for the screen.
"""

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from grandis.hub.core.enums import Audience
from grandis.hub.core.models import (
    Cluster,
    JournalEntry,
    JournalHead,
    JournalNode,
    Organisation,
)
from grandis.hub.core.viewer import Viewer
from grandis.sealing import merkle
from grandis.sealing.records import Entry, leaf_of

#: The sentence of each kind of entry, translated when shown; `{name}` stands for
#: a value of the entry's body.
sentences: dict[str, Any] = {}


def register(kinds: Mapping[str, Any]) -> None:
    """Add an app's kinds of entries with their sentences; once, when it starts."""
    sentences.update(kinds)


def hold() -> JournalHead:
    """The journal's head; nobody else can write until this transaction has ended."""
    head, _ = JournalHead.objects.select_for_update().get_or_create(pk=1)
    return head


def record(
    kind: str,
    *,
    by: Viewer,
    subject: models.Model,
    audience: Audience,
    organisation: Organisation | None = None,
    cluster: Cluster | None = None,
    **body: Any,
) -> JournalEntry:
    """Append an entry within the running transaction.

    `organisation` is the one that the entry concerns (`Audience` says who else
    may read it). Values of `body` are text, whole numbers, dates, decimals or
    lists and maps of these; the acting person stands in it by key only.
    """
    if kind not in sentences:
        raise LookupError(f"no app has registered journal entries of kind {kind!r}")
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            f"journal entry {kind!r} outside of its change's transaction"
        )
    head = hold()
    at = timezone.now().replace(microsecond=0)
    cluster = cluster or by.cluster
    told = plain(body | ({"actor": by.person.key} if by.person else {}))
    entry = Entry(
        index=head.size,
        kind=kind,
        at=utc_text(at),
        cluster=cluster.slug if cluster else "",
        subject=f"{subject._meta.label}:{getattr(subject, 'key', subject.pk)}",
        body=told,
    )
    salt = secrets.token_bytes(32)
    leaf = leaf_of(entry, salt)
    JournalNode.objects.bulk_create(
        JournalNode(level=node.level, index=node.index, hash=node.hash)
        for node in merkle.appended(head.size, leaf, read_node)
    )
    head.size += 1
    head.save(update_fields=["size"])
    return JournalEntry.objects.create(
        index=entry.index,
        kind=kind,
        at=at,
        cluster=cluster,
        organisation=organisation,
        actor=by.person,
        audience=audience,
        subject=entry.subject,
        body=told,
        salt=salt,
        leaf=leaf,
    )


def read_node(level: int, index: int) -> bytes:
    """The hash of a complete subtree, for the proofs of `grandis.sealing`."""
    return bytes(JournalNode.objects.get(level=level, index=index).hash)


def plain(value: Any) -> Any:
    """A value as JSON without floats: dates and decimals become text."""
    match value:
        case models.Choices():
            return value.value
        case None | bool() | int() | str():
            return value
        case datetime():
            return utc_text(value)
        case date():
            return value.isoformat()
        case float() | Decimal():
            return f"{value:f}"
        case Mapping():
            return {str(name): plain(each) for name, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(each) for each in value]
        case models.Model():
            return str(getattr(value, "key", value.pk))
    return str(value)


def utc_text(at: datetime) -> str:
    """A time as the journal writes it: UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
