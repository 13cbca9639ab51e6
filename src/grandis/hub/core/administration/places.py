"""Places for the background workers of a machine: one worker at each.

A place is a locked file in the data folder. The system lets go of it when its worker
dies, however it dies: a worker whose place is free is gone.
"""

import fcntl
import os
import platform
from pathlib import Path
from typing import NamedTuple, Self

from django.conf import settings

#: A worker's name is as long as its tasks can keep.
MOST_LETTERS = 64


class Place(NamedTuple):
    """A place that is held until it is left, or until the process ends."""

    name: str
    lock: int

    @classmethod
    def take(cls) -> Self:
        """The first place at which nobody works."""
        number = 1
        while (lock := _locked(number)) is None:
            number += 1
        return cls(_name(number), lock)

    def leave(self) -> None:
        """Let another worker have it."""
        os.close(self.lock)


def free_places() -> set[str]:
    """The names of this machine's places at which somebody worked and nobody does."""
    taken = Path(settings.DATA).glob("worker-*.lock")
    numbers = [int(file.stem.removeprefix("worker-")) for file in taken]
    free = {number: _locked(number) for number in numbers}
    for lock in free.values():
        if lock is not None:
            os.close(lock)
    return {_name(number) for number, lock in free.items() if lock is not None}


def _name(number: int) -> str:
    """What the worker at a place is called on all machines."""
    place = f"-{number}"
    return platform.node()[: MOST_LETTERS - len(place)] + place


def _locked(number: int) -> int | None:
    """The lock of a place, now held; None when a worker holds it."""
    file = Path(settings.DATA) / f"worker-{number}.lock"
    lock = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock
