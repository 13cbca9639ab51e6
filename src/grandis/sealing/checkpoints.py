"""Checkpoints: what a log signs to say how many entries it has, and which.

The format is that of https://c2sp.org/tlog-checkpoint, a signed note whose text is::

    grandis.example/plastics                        the log
    20852163                                        how many leaves its tree has
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=    the root of the tree

Whoever keeps one can tell later whether the log still begins with these entries.
"""

import re
from base64 import b64encode

import msgspec

from grandis.sealing.errors import SealingError
from grandis.sealing.merkle import HASH
from grandis.sealing.notes import (
    Note,
    Signer,
    VerifierKey,
    is_signed_by,
    read_note,
    unbase64,
)

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class Checkpoint(msgspec.Struct, frozen=True):
    """A log (its origin) at a size, and the root of its tree then."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __str__(self) -> str:
        root = b64encode(self.root).decode()
        return "\n".join([self.origin, str(self.size), root, *self.extensions, ""])


class SignedCheckpoint(msgspec.Struct, frozen=True):
    """A checkpoint and the note it was read from."""

    checkpoint: Checkpoint
    note: Note

    def is_signed_by(self, key: VerifierKey) -> bool:
        """Whether the key signed exactly this."""
        return is_signed_by(self.note, key)


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> str:
    """The signed note of a checkpoint.

    Raises
    ------
    SealingError
        When it cannot be written as one.
    """
    text = str(checkpoint)
    if _parsed(text) != checkpoint:
        raise SealingError(
            f"checkpoint of {checkpoint.origin!r}: a line of it is empty or broken;"
            " give each on one line"
        )
    return signer.sign(text)


def read_checkpoint(data: str | bytes) -> SignedCheckpoint:
    """A checkpoint taken apart; `SignedCheckpoint.is_signed_by` verifies it.

    Raises
    ------
    SealingError
        When it is not a signed checkpoint.
    """
    note = read_note(data)
    checkpoint = _parsed(note.text)
    if checkpoint is None:
        raise SealingError(
            "this note is not a checkpoint: its lines are not an origin, a size and a"
            " root; give the note that the log signed"
        )
    return SignedCheckpoint(checkpoint, note)


def _parsed(text: str) -> Checkpoint | None:
    *lines, end = text.split("\n")
    if len(lines) < 3 or end or not all(lines) or not _SIZE.fullmatch(lines[1]):
        return None
    root = unbase64(lines[2])
    if root is None or len(root) != HASH:
        return None
    return Checkpoint(lines[0], int(lines[1]), root, tuple(lines[3:]))
