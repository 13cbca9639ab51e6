"""A backup: one zip file with the database, the files and a list of contents."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from grandis.errors import FileError
from grandis.hub.core.administration import manifest
from grandis.hub.core.administration.copying import copy_database
from grandis.hub.core.administration.manifest import Journal, Manifest, Part
from grandis.hub.core.administration.verification import journal_root, journal_size
from grandis.hub.core.journal import utc_text


def back_up(file: Path, *, with_journal_key: bool = False) -> Manifest:
    """Write a backup while the hub goes on working.

    The journal's key signs in the cluster's name: it is left out unless asked
    for, and has to be kept elsewhere then.

    Raises
    ------
    InputError
        When the file exists, cannot be written, or a tool of PostgreSQL fails.
    """
    size = journal_size()
    journal = Journal(size, journal_root(size).hex())
    with _whole_or_not_at_all(file) as draft, ZipFile(draft, "w", ZIP_DEFLATED) as zip_:
        parts = [_database(zip_, file.parent)]
        parts += [_part(zip_, name, path) for name, path in _files()]
        if with_journal_key:
            parts.append(_part(zip_, manifest.JOURNAL_KEY, settings.JOURNAL_KEY))
        made = Manifest(
            format=manifest.FORMAT,
            version=settings.VERSION,
            made_at=utc_text(timezone.now()),
            database=connection.vendor,
            migrations=migrations(),
            journal=journal,
            parts=parts,
        )
        zip_.writestr(manifest.NAME, msgspec.json.format(msgspec.json.encode(made)))
    return made


def migrations(using: str = "default") -> list[str]:
    """The migrations that a database has seen."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _database(zip_: ZipFile, folder: Path) -> Part:
    """Copy the database beside the backup: there is room for it."""
    with TemporaryDirectory(prefix=".grandis-", dir=folder) as scratch:
        copy = Path(scratch, "copy")
        copy_database(copy)
        return _part(zip_, manifest.DATABASES[connection.vendor], copy)


def _files() -> Iterator[tuple[str, Path]]:
    """The files that people uploaded; read after the rows that name them."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield manifest.FILES + path.relative_to(root).as_posix(), path


def _part(zip_: ZipFile, name: str, path: Path) -> Part:
    try:
        with path.open("rb") as source, zip_.open(name, "w", force_zip64=True) as out:
            return manifest.measured(name, source, out)
    except FileNotFoundError:
        raise FileError(
            f"{path}: this file is not there any more; start the backup again"
        ) from None


@contextmanager
def _whole_or_not_at_all(file: Path) -> Iterator[BinaryIO]:
    """A file for the owner alone that gets its name when it is complete."""
    if file.exists():
        raise FileError(f"{file}: this file exists; give another name")
    if not file.parent.is_dir():
        raise FileError(f"{file}: its folder does not exist; make it first")
    try:
        with TemporaryDirectory(prefix=".grandis-", dir=file.parent) as scratch:
            draft = Path(scratch, "backup")
            draft.touch(mode=0o600)
            with draft.open("wb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            draft.replace(file)
    except OSError as error:
        raise FileError(
            f"{file}: the backup cannot be written ({error.strerror}); make room, or"
            " choose another folder"
        ) from error
