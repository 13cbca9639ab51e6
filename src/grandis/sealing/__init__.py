"""A log that nobody rewrites: each entry a leaf of one signed tree."""

from grandis.sealing.checkpoints import (
    Checkpoint,
    SignedCheckpoint,
    read_checkpoint,
    sign_checkpoint,
)
from grandis.sealing.errors import SealingError
from grandis.sealing.exports import write_export
from grandis.sealing.merkle import (
    Node,
    NodeReader,
    appended,
    consistency_proof,
    inclusion_proof,
    peaks,
    reader,
    root,
    verify_consistency,
    verify_inclusion,
)
from grandis.sealing.notes import (
    Note,
    Signer,
    VerifierKey,
    is_signed_by,
    parse_key,
    read_note,
)
from grandis.sealing.records import Entry, SaltedEntry, leaf_of
from grandis.sealing.verifying import Finding, Report, verify_export

__all__ = [
    "Checkpoint",
    "Entry",
    "Finding",
    "Node",
    "NodeReader",
    "Note",
    "Report",
    "SaltedEntry",
    "SealingError",
    "SignedCheckpoint",
    "Signer",
    "VerifierKey",
    "appended",
    "consistency_proof",
    "inclusion_proof",
    "is_signed_by",
    "leaf_of",
    "parse_key",
    "peaks",
    "read_checkpoint",
    "read_note",
    "reader",
    "root",
    "sign_checkpoint",
    "verify_consistency",
    "verify_export",
    "verify_inclusion",
    "write_export",
]
