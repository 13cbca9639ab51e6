"""What a backup says of itself, and whether this installation can take it."""

import re
from hashlib import sha256
from pathlib import PurePosixPath
from typing import IO

import msgspec

from grandis.errors import FileError

#: Counted up when backups are written in another way.
FORMAT = 1
NAME = "manifest.json"
AT_ONCE = 2**20


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file inside a backup."""

    name: str
    size: int
    sha256: str


class Journal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The journal when the backup began: how many entries, and their root."""

    size: int
    root: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The list of contents of a backup."""

    format: int
    #: The version of Grandis that made it.
    version: str
    #: When, in UTC, as ``2026-03-12T14:00:00Z``.
    made_at: str
    #: ``sqlite`` or ``postgresql``.
    database: str
    #: The state of the tables, as ``core.0001_initial``.
    migrations: list[str]
    journal: Journal
    parts: list[Part]

    @property
    def has_journal_key(self) -> bool:
        return any(part.name == JOURNAL_KEY for part in self.parts)


#: Names of the parts besides `files/…`.
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
JOURNAL_KEY = "journal.key"
FILES = "files/"


def read(data: bytes) -> Manifest:
    """The manifest in a backup; `FileError` when it is none of ours."""
    try:
        said = msgspec.json.decode(data)
        if isinstance(said, dict) and said.get("format", FORMAT) != FORMAT:
            raise FileError(
                "it was made by a newer Grandis; install that version to restore it"
            )
        manifest = msgspec.convert(said, Manifest)
    except msgspec.MsgspecError as error:
        raise FileError(f"its manifest cannot be read ({error})") from error
    for part in manifest.parts:
        path = PurePosixPath(part.name)
        if path.is_absolute() or ".." in path.parts or str(path) != part.name:
            raise FileError(f"it holds a part with the name {part.name!r}")
    return manifest


def version_of(text: str) -> tuple[int, ...]:
    """A version to compare: 1.2.10 is newer than 1.2.9."""
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])


def measured(name: str, source: IO[bytes], target: IO[bytes]) -> Part:
    """Copy a file and say what went through."""
    hash_, size = sha256(), 0
    while chunk := source.read(AT_ONCE):
        hash_.update(chunk)
        size += len(chunk)
        target.write(chunk)
    return Part(name, size, hash_.hexdigest())
