"""Putting a backup back: nothing is touched before all of it has been verified."""

import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from grandis.errors import FileError, InputError
from grandis.hub.core.administration import manifest, verification
from grandis.hub.core.administration.backup import migrations
from grandis.hub.core.administration.locking import only_one
from grandis.hub.core.administration.manifest import Manifest
from grandis.hub.core.administration.staging import staged_copy
from grandis.hub.core.models import Person
from grandis.hub.core.signing import verifier_key

#: The largest list of contents that is read.
MOST_BYTES = 64 * 2**20


def restore(file: Path, *, force: bool = False) -> Manifest:
    """Replace this installation's data by a backup's; the hub must be stopped.

    Raises
    ------
    InputError
        When the backup does not verify, is newer than this program, or there is
        something here already and `force` is not given. Nothing has changed then.
    """
    with (
        only_one(),
        _reading(file) as zip_,
        TemporaryDirectory(prefix=".restore-", dir=settings.DATA) as scratch,
    ):
        known = _manifest(file, zip_)
        _refuse_unknown(file, known)
        if not force:
            _refuse_to_replace(known)
        unpacked = Path(scratch)
        _unpack(file, zip_, known, unpacked)
        with staged_copy(unpacked / manifest.DATABASES[known.database]) as staged:
            _refuse_false(file, known, staged.using, _key_file(known, unpacked))
            staged.take_over()
        _put_files(known, unpacked)
    return known


def _key_file(known: Manifest, unpacked: Path) -> Path:
    """The key that signed the backup's journal, wherever it is kept."""
    return unpacked / manifest.JOURNAL_KEY if known.has_journal_key else _own_key()


def _own_key() -> Path:
    return Path(settings.JOURNAL_KEY)


@contextmanager
def _reading(file: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(file) as zip_:
            yield zip_
    except FileNotFoundError:
        raise FileError(f"{file}: there is no such file; give a backup") from None
    except (BadZipFile, zlib.error, EOFError) as error:
        raise FileError(
            f"{file}: this is not a whole backup ({error}); take another one"
        ) from error


def _manifest(file: Path, zip_: ZipFile) -> Manifest:
    try:
        if zip_.getinfo(manifest.NAME).file_size > MOST_BYTES:
            raise FileError("its list of contents is too large")
        known = manifest.read(zip_.read(manifest.NAME))
    except KeyError:
        raise FileError(
            f"{file}: this is not a backup of Grandis; give one made by `grandis hub"
            " backup`"
        ) from None
    except FileError as error:
        raise FileError(f"{file}: {error}") from error
    return known


def _refuse_unknown(file: Path, known: Manifest) -> None:
    """Refuse what this program would not understand."""
    ours = {".".join(each) for each in MigrationLoader(None).disk_migrations}
    newer = manifest.version_of(known.version) > manifest.version_of(settings.VERSION)
    if newer or not ours.issuperset(known.migrations):
        raise FileError(
            f"{file}: it was made by Grandis {known.version}, this is"
            f" {settings.VERSION}; install that version or a newer one to restore it"
        )
    if known.database != connection.vendor:
        raise FileError(
            f"{file}: its database is {known.database}, this installation has"
            f" {connection.vendor}; set GRANDIS_DATABASE to one of that kind"
        )


def _refuse_to_replace(known: Manifest) -> None:
    """Refuse to lose what is here, unless that is wanted."""
    if "core.0001_initial" in migrations():
        size = verification.journal_size()
        if size or Person.objects.exists():
            raise InputError(
                f"{connection.settings_dict['NAME']}: there is a hub in this database"
                f" ({size} journal entries, the backup has {known.journal.size}); back"
                " it up, then restore with --force"
            )
    files = Path(settings.MEDIA_ROOT)
    if files.is_dir() and any(files.iterdir()):
        raise InputError(
            f"{files}: there are files here; back them up, then restore with --force"
        )
    if known.has_journal_key and _own_key().exists():
        raise InputError(
            f"{_own_key()}: there is a journal key here and one in the backup; restore"
            " with --force to take that of the backup"
        )


def _unpack(file: Path, zip_: ZipFile, known: Manifest, folder: Path) -> None:
    """Unpack every part and compare it with the list of contents."""
    names = {part.name for part in known.parts} | {manifest.NAME}
    if unlisted := set(zip_.namelist()) - names:
        raise FileError(f"{file}: {min(unlisted)!r} is not in its list of contents")
    for part in known.parts:
        target = folder / part.name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with zip_.open(part.name) as source, target.open("wb") as out:
                found = manifest.measured(part.name, source, out)
        except KeyError:
            raise FileError(f"{file}: {part.name!r} is missing in it") from None
        if found != part:
            raise FileError(
                f"{file}: {part.name!r} has changed since the backup was made; take"
                " another backup"
            )


def _refuse_false(file: Path, known: Manifest, using: str, key: Path) -> None:
    """Refuse a database that does not verify, or another one than was saved.

    Without the journal's key its signatures cannot be checked, but a cluster
    that has lost its key must not lose its data too.
    """
    signer = verifier_key(key) if key.exists() else None
    for finding in verification.findings(using, signer):
        raise FileError(f"{file}: it does not verify: {finding}; take another backup")
    size = known.journal.size
    if (
        verification.journal_size(using) < size
        or verification.journal_root(size, using).hex() != known.journal.root
    ):
        raise FileError(
            f"{file}: the journal in it is not the one that its list of contents"
            " names; take another backup"
        )


def _put_files(known: Manifest, unpacked: Path) -> None:
    """Exchange the folder of files by renaming, and bring the journal's key."""
    files, restored = Path(settings.MEDIA_ROOT), unpacked / manifest.FILES
    restored.mkdir(exist_ok=True)
    if files.exists():
        files.rename(unpacked / "replaced")
    restored.rename(files)
    if known.has_journal_key:
        draft = _own_key().with_suffix(".restored")
        draft.touch(mode=0o600)
        shutil.copyfile(unpacked / manifest.JOURNAL_KEY, draft)
        draft.replace(_own_key())
