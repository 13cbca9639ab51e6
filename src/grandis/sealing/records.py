"""How a journal entry becomes a leaf that says nothing about it.

The leaf's data is a commitment: SHA-256 over 32 random bytes, the *salt*, and the
canonical JSON of the entry. Without the salt nobody can find out the entry by trying;
with it nobody can claim another entry. Once entry and salt are erased, the leaf holds
nothing about anybody, and the tree still verifies.
"""

import re
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec

from grandis.sealing.canonical import canonical
from grandis.sealing.errors import SealingError
from grandis.sealing.merkle import leaf_hash

#: Bytes in a salt.
SALT = 32

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that happened, as the journal keeps it."""

    #: The number of the entry and of its leaf, from 0.
    index: int
    #: What happened, like ``member.confirmed``.
    kind: str
    #: When, in UTC, as ``2026-03-12T14:00:00Z``.
    at: str
    cluster: str
    #: What it happened to, like ``members.Member:12``.
    subject: str
    #: The details, in JSON's own types without fractions.
    body: dict[str, Any]


class SaltedEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry and the salt of its leaf: what shows that the entry is in the tree."""

    entry: Entry
    salt: bytes

    @property
    def leaf(self) -> bytes:
        """The leaf hash; see `leaf_of`."""
        return leaf_of(self.entry, self.salt)


def leaf_of(entry: Entry, salt: bytes) -> bytes:
    """The leaf hash of an entry, to be stored in the tree at the entry's index.

    Parameters
    ----------
    salt
        32 random bytes, used for this entry only.

    Raises
    ------
    SealingError
        When the entry cannot be written canonically, or the salt has another length.
    """
    return leaf_of_text(entry.index, canonical_entry(entry), salt)


def leaf_of_text(index: int, text: bytes, salt: bytes) -> bytes:
    """The leaf hash of an entry in canonical JSON."""
    if len(salt) != SALT:
        raise SealingError(
            f"entry {index}: the salt has {len(salt)} bytes; give {SALT} random ones"
        )
    return leaf_hash(sha256(salt + text).digest())


def canonical_entry(entry: Entry) -> bytes:
    """The canonical JSON of an entry.

    Raises
    ------
    SealingError
        When its time, its index or its body cannot be written so.
    """
    where = f"entry {entry.index}"
    if entry.index < 0:
        raise SealingError(f"{where}: entries count from 0; give its place in the log")
    if not _is_moment(entry.at):
        raise SealingError(
            f"{where}: {entry.at!r} is no time in UTC with whole seconds; write it as"
            " 2026-03-12T14:00:00Z"
        )
    return canonical(msgspec.structs.asdict(entry), where)


def _is_moment(text: str) -> bool:
    try:
        return bool(_MOMENT.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False
