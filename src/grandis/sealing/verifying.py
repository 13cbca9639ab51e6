"""Is an export true to what the log signed, now and before?"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from grandis.sealing.checkpoints import Checkpoint, SignedCheckpoint
from grandis.sealing.errors import SealingError
from grandis.sealing.exports import Export, open_export
from grandis.sealing.merkle import HASH, NodeReader, reader, root
from grandis.sealing.notes import VerifierKey

#: What can be wrong, by code.
SENTENCES = {
    "not_signed": "the checkpoint is not signed by {key}: it was changed, or somebody"
    " else made it",
    "wrong_root": "the {size} leaves do not give the root that the checkpoint signs:"
    " leaves were changed",
    "wrong_entry": "entry {index} is not the one in the tree: it was changed",
    "earlier_not_signed": "the earlier checkpoint of {earlier} entries is not signed by"
    " {key}: it was changed, or somebody else made it",
    "earlier_is_larger": "an earlier checkpoint counts {earlier} entries, the export"
    " only {size}: entries were taken away, or the export is the older one",
    "rewritten": "the first {earlier} entries are not those that an earlier checkpoint"
    " signs: the log was rewritten",
}


class Finding(msgspec.Struct, frozen=True):
    """One way in which an export is not true; `str` says it in English."""

    code: str
    values: dict[str, Any]

    def __str__(self) -> str:
        return SENTENCES[self.code].format(**self.values)


class Report(msgspec.Struct, frozen=True):
    """What was verified, and what was found to be wrong."""

    checkpoint: Checkpoint
    #: The key that everything was verified against.
    key: VerifierKey
    #: Whether the key came from the reader. A key from the export itself shows only
    #: that the export agrees with itself.
    is_key_given: bool
    #: How many entries the reader may see.
    shown: int
    #: How many earlier checkpoints were compared.
    earlier: int
    findings: tuple[Finding, ...]

    @property
    def is_true(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    @property
    def hidden(self) -> int:
        """How many entries are in the tree without being shown: hidden or erased."""
        return self.checkpoint.size - self.shown

    @property
    def root(self) -> str:
        """The root in base64, as in the checkpoint."""
        return b64encode(self.checkpoint.root).decode()


def verify_export(
    path: str | os.PathLike[str],
    key: VerifierKey | None = None,
    earlier: Sequence[SignedCheckpoint] = (),
) -> Report:
    """Verify the signature, the tree, every entry shown and what was signed before.

    Parameters
    ----------
    key
        The key of the log, from elsewhere than the export; without it the export's
        own is used.
    earlier
        Checkpoints that the reader has kept; those in the export are added.

    Raises
    ------
    FileError
        When there is no such file or it cannot be read.
    SealingError
        When it is not an export, or an earlier checkpoint is one of another log.
    """
    with open_export(path) as export:
        used = key or export.key
        kept = [*earlier, *export.earlier]
        read = reader([export.leaves])
        findings = list(_head(export, used, read))
        shown = 0
        for index, leaf in export.shown():
            shown += 1
            if leaf != export.leaves[HASH * index : HASH * (index + 1)]:
                findings.append(Finding("wrong_entry", {"index": index}))
        for each in kept:
            findings += _compared(each, export.checkpoint.checkpoint, used, read)
        return Report(
            checkpoint=export.checkpoint.checkpoint,
            key=used,
            is_key_given=key is not None,
            shown=shown,
            earlier=len(kept),
            findings=tuple(findings),
        )


def _head(export: Export, key: VerifierKey, read: NodeReader) -> Iterator[Finding]:
    """What is wrong with the signature and the root."""
    checkpoint = export.checkpoint.checkpoint
    if not export.checkpoint.is_signed_by(key):
        yield Finding("not_signed", {"key": str(key)})
    if root(checkpoint.size, read) != checkpoint.root:
        yield Finding("wrong_root", {"size": checkpoint.size})


def _compared(
    kept: SignedCheckpoint, now: Checkpoint, key: VerifierKey, read: NodeReader
) -> Iterator[Finding]:
    """What is wrong between an earlier checkpoint and the log as it is now."""
    before = kept.checkpoint
    if before.origin != now.origin:
        raise SealingError(
            f"an earlier checkpoint is one of the log {before.origin!r}, not of"
            f" {now.origin!r}; give those of the same log"
        )
    values = {"earlier": before.size, "size": now.size, "key": str(key)}
    if not kept.is_signed_by(key):
        yield Finding("earlier_not_signed", values)
    elif before.size > now.size:
        yield Finding("earlier_is_larger", values)
    elif root(before.size, read) != before.root:
        yield Finding("rewritten", values)
