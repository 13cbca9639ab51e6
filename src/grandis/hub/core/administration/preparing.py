"""What a start does before the first page: languages, tables, files.

Each step looks first whether it has anything to do: a second start is quick.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from grandis.errors import InputError

Say = Callable[[str], None]


def prepare(say: Say) -> None:
    """Make the installation ready to start."""
    if compile_languages(settings.LOCALE_PATHS):
        say("Compiled the languages")
    if update_tables():
        say("Brought the database up to date")
    if collect_static_files():
        say("Collected styles, scripts and pictures")


def compile_languages(folders: list[Path]) -> list[Path]:
    """Compile the catalogues that are newer than what was made of them."""
    texts = [po for folder in folders for po in sorted(Path(folder).rglob("*.po"))]
    stale = [po for po in texts if _is_stale(po)]
    for po in stale:
        _compile(po)
    return stale


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _compile(po: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po.open("rb") as source:
        catalogue = read_po(source)
    try:
        with NamedTemporaryFile(dir=po.parent, suffix=".tmp", delete=False) as draft:
            write_mo(draft, catalogue)
    except PermissionError:
        raise InputError(
            f"{po.parent}: the language cannot be compiled here; start the hub once as"
            " the owner of this folder"
        ) from None
    Path(draft.name).chmod(po.stat().st_mode)
    Path(draft.name).replace(po.with_suffix(".mo"))  # whole, for those who read it


def update_tables() -> bool:
    """Apply what the database has not seen of the migrations."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return bool(waiting)


def collect_static_files() -> bool:
    """Gather static files for the web server, when one has changed."""
    root = Path(settings.STATIC_ROOT)
    stamp = root.with_suffix(".stamp")
    found = _fingerprint()
    if root.is_dir() and stamp.exists() and stamp.read_text() == found:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(found)
    return True


def _fingerprint() -> str:
    """A hash over names, sizes and times of all static files."""
    known = sha256(settings.VERSION.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path))
            about = file.stat()
            known.update(f"{file} {about.st_size} {about.st_mtime_ns}\n".encode())
    return known.hexdigest()
