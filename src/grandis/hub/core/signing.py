"""Checkpoints of the journal, signed with this installation's key.

The key is made when it is first needed and never leaves its file. The verifier
key and the newest checkpoint are public: whoever keeps a checkpoint can prove
later that the journal still begins with the same entries.
"""

import os
import secrets
from base64 import b64decode, b64encode
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from grandis.hub.core.journal import read_node
from grandis.hub.core.models import JournalCheckpoint, JournalHead
from grandis.sealing import Checkpoint, Signer, VerifierKey, merkle, sign_checkpoint


def verifier_key(file: Path | None = None) -> VerifierKey:
    """The public key with which everybody checks this journal's signatures.

    `file` holds the private key if it is not yet where it belongs.
    """
    return _signer_for(settings.JOURNAL_ORIGIN, file or settings.JOURNAL_KEY).key


def newest_checkpoint() -> JournalCheckpoint:
    """The signed checkpoint of the journal as it is; made when the journal grew."""
    head = JournalHead.objects.first()
    size = head.size if head else 0
    known = JournalCheckpoint.objects.filter(size=size).first()
    if known is not None:
        return known
    root = merkle.root(size, read_node)
    note = sign_checkpoint(Checkpoint(settings.JOURNAL_ORIGIN, size, root), _signer())
    made, _new = JournalCheckpoint.objects.get_or_create(
        size=size, defaults={"note": note}
    )
    return made


def _signer() -> Signer:
    return _signer_for(settings.JOURNAL_ORIGIN, settings.JOURNAL_KEY)


@lru_cache(maxsize=1)
def _signer_for(origin: str, file: Path) -> Signer:
    if not file.exists():
        _make_key(file)
    try:
        seed = b64decode(file.read_text(), validate=True)
        if len(seed) != 32:
            raise ValueError(f"{len(seed)} bytes instead of 32")
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{file}: this is not the journal's key ({error}); restore it from your "
            "backup, since another key cannot continue the same journal"
        ) from error
    return Signer(origin, seed)


def _make_key(file: Path) -> None:
    """Write a new key, whole or not at all; another process may be first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=file.parent, prefix=".journal-key-") as draft:
        draft.write(b64encode(secrets.token_bytes(32)).decode())
        draft.flush()
        os.fsync(draft.fileno())
        try:
            os.link(draft.name, file)  # NamedTemporaryFile makes it 0600
        except FileExistsError:
            return
