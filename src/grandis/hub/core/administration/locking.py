"""One running hub for each data folder, and none while it is restored."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from grandis.errors import InputError


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the data folder until the end of the block.

    The system lets go of it when the process dies, however it dies.
    """
    folder = Path(settings.DATA)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "running.lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise InputError(
            f"{folder}: the data folder cannot be written ({error.strerror}); name"
            " another in GRANDIS_DATA"
        ) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                f"{folder}: a hub is running with this data folder; stop it first"
            ) from None
        yield
    finally:
        os.close(lock)
