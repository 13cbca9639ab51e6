"""Is the database sound, and is the journal in it the one that was signed?

The journal only grows, so its first n entries can be verified while the hub
writes: n is read first and nothing after it is looked at.
"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connections

from grandis.errors import InputError
from grandis.hub.core.journal import utc_text
from grandis.hub.core.models import (
    JournalCheckpoint,
    JournalEntry,
    JournalHead,
    JournalNode,
)
from grandis.hub.core.signing import verifier_key
from grandis.sealing import (
    Entry,
    SealingError,
    VerifierKey,
    leaf_of,
    merkle,
    read_checkpoint,
)

#: Rows read at once.
AT_ONCE = 2_000


def own_findings() -> Iterator[str]:
    """What is wrong with this installation's database and journal."""
    file = Path(settings.JOURNAL_KEY)
    if not file.exists() and JournalCheckpoint.objects.exists():
        yield (
            f"journal: its key is not in {file}; put it there from where you keep it,"
            " since another key cannot continue this journal"
        )
    yield from findings(key=verifier_key() if file.exists() else None)


def findings(using: str = "default", key: VerifierKey | None = None) -> Iterator[str]:
    """What is wrong with a database and its journal, one sentence each.

    Without a key the journal's signatures are not looked at.
    """
    damage = list(_damage(using))
    yield from damage
    if not damage:
        yield from _unknown_links(using)
        yield from _journal_findings(using, key)


def _journal_findings(using: str, key: VerifierKey | None) -> Iterator[str]:
    size = journal_size(using)
    leaves = list[bytes]()
    yield from _entry_findings(size, leaves, using)
    if len(leaves) == size:
        read = merkle.reader(leaves)
        yield from _tree_findings(size, read, using)
        yield from _checkpoint_findings(size, read, using, key)


def journal_size(using: str = "default") -> int:
    """The number of entries in the journal."""
    head = JournalHead.objects.using(using).first()
    return head.size if head else 0


def journal_root(size: int, using: str = "default") -> bytes:
    """The root over the first entries, by the stored nodes.

    Raises
    ------
    InputError
        When nodes are missing.
    """
    nodes = JournalNode.objects.using(using)
    try:
        return merkle.root(
            size, lambda level, index: bytes(nodes.get(level=level, index=index).hash)
        )
    except JournalNode.DoesNotExist:
        raise InputError(
            "the journal's tree has lost nodes; ask `grandis hub verify` for all that"
            " is wrong"
        ) from None


def _entry_findings(size: int, leaves: list[bytes], using: str) -> Iterator[str]:
    """Compare each entry with its leaf, and gather the leaves in order."""
    entries = (
        JournalEntry.objects.using(using)
        .filter(index__lt=size)
        .order_by("index")
        .values_list(
            "index", "kind", "at", "cluster__slug", "subject", "body", "salt", "leaf"
        )
    )
    for index, kind, at, cluster, subject, body, salt, leaf in entries.iterator(
        AT_ONCE
    ):
        if index != len(leaves):
            yield f"journal: entry {len(leaves)} is missing"
            return
        leaves.append(bytes(leaf))
        if salt is None or body is None:
            continue  # erased: the leaf alone remains
        entry = Entry(index, kind, utc_text(at), cluster or "", subject, body)
        if not _is_leaf(entry, bytes(salt), bytes(leaf)):
            yield f"journal: entry {index} ({kind}) is not what was written"
    if len(leaves) < size:
        yield f"journal: {size} entries were written, {len(leaves)} are there"


def _is_leaf(entry: Entry, salt: bytes, leaf: bytes) -> bool:
    try:
        return leaf_of(entry, salt) == leaf
    except SealingError:
        return False


def _tree_findings(size: int, read: merkle.NodeReader, using: str) -> Iterator[str]:
    """Compare the stored nodes with those that follow from the leaves."""
    found = 0
    nodes = JournalNode.objects.using(using).values_list("level", "index", "hash")
    for level, index, hash_ in nodes.iterator(AT_ONCE):
        if (index + 1) << level > size:
            continue  # written since the size was read
        found += 1
        if read(level, index) != bytes(hash_):
            yield f"journal: node {index} of level {level} is not that of its leaves"
    expected = sum(size >> level for level in range(size.bit_length()))
    if found != expected:
        yield f"journal: the tree has {found} of its {expected} nodes"


def _checkpoint_findings(
    size: int, read: merkle.NodeReader, using: str, key: VerifierKey | None
) -> Iterator[str]:
    """Compare what was signed with the tree, and the signatures with the key."""
    for row in JournalCheckpoint.objects.using(using).filter(size__lte=size):
        where = f"journal: the checkpoint at {row.size} entries"
        try:
            signed = read_checkpoint(row.note)
        except SealingError as error:
            yield f"{where} cannot be read: {error}"
            continue
        if key is not None and not signed.is_signed_by(key):
            yield f"{where} is not signed by {key}"
        told = signed.checkpoint.size, signed.checkpoint.root
        if told != (row.size, merkle.root(row.size, read)):
            yield f"{where} is one of another journal"


def _damage(using: str) -> Iterator[str]:
    """What SQLite finds on its pages; PostgreSQL notices damage when it reads."""
    if connections[using].vendor != "sqlite":
        return
    with connections[using].cursor() as cursor:
        for (said,) in cursor.execute("PRAGMA integrity_check").fetchall():
            if said != "ok":
                yield f"database: {said}"


def _unknown_links(using: str) -> Iterator[str]:
    """Rows that refer to rows which do not exist."""
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "sqlite":
            cursor.execute("PRAGMA foreign_key_check")
            for table, row, parent, _number in cursor.fetchall():
                yield f"database: row {row} of {table} refers to no row of {parent}"
        else:
            cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
            for (name,) in cursor.fetchall():
                yield f"database: the constraint {name} was never checked"
