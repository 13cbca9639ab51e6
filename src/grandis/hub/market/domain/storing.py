"""Files on disk: under random names, removed when no row needs them any more."""

from collections.abc import Iterable
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from grandis.hub.core.guard import trusted
from grandis.hub.market.models import Attachment


def forget_files(names: Iterable[str]) -> None:
    """Remove files once the transaction is committed, but those still in use."""
    for name in {name for name in names if name}:
        transaction.on_commit(partial(_remove, name))


def _remove(name: str) -> None:
    with trusted():
        in_use = Attachment.objects.filter(file=name).exists()
    if not in_use:
        default_storage.delete(name)
