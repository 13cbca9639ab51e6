"""What does not verify is refused in one sentence, and nothing is touched."""

from hashlib import sha256
from zipfile import ZipFile

import msgspec
import psycopg
import pytest
from tests.installation import SERVER, name_of


def rewritten(source, target, change):
    """A copy of a backup, its parts by name changed by a function."""
    with ZipFile(source) as zip_:
        parts = {name: zip_.read(name) for name in zip_.namelist()}
    change(parts)
    with ZipFile(target, "w") as zip_:
        for name, data in parts.items():
            zip_.writestr(name, data)


def in_manifest(**changes):
    """A change of the list of contents alone."""

    def change(parts):
        known = msgspec.json.decode(parts["manifest.json"])
        parts["manifest.json"] = msgspec.json.encode(known | changes)

    return change


def another_bit(parts):
    (name,) = (each for each in parts if each.startswith("database"))
    parts[name] = parts[name][:-1] + bytes([parts[name][-1] ^ 1])


def one_more(parts):
    parts["files/unlisted"] = b"not in the list"


def one_less(parts):
    (name,) = (each for each in parts if each.startswith("database"))
    del parts[name]


def leading_out(parts):
    parts["../escaped"] = b""
    part = {"name": "../escaped", "size": 0, "sha256": sha256().hexdigest()}
    in_manifest(parts=[part])(parts)


FAULTS = {
    "a part that changed": (another_bit, "has changed since the backup was made"),
    "a part not in the list": (one_more, "'files/unlisted' is not in its list"),
    "a missing part": (one_less, "is missing in it"),
    "a part leading out": (leading_out, "a part with the name '../escaped'"),
    "another journal": (
        in_manifest(journal={"size": 3, "root": "00" * 32}),
        "the journal in it is not the one that its list of contents names",
    ),
    "more journal than there is": (
        in_manifest(journal={"size": 10**6, "root": "00" * 32}),
        "the journal in it is not the one that its list of contents names",
    ),
    "a newer version": (in_manifest(version="99.0"), "made by Grandis 99.0"),
    "unknown tables": (
        in_manifest(migrations=["core.9999_later"]),
        "install that version or a newer one",
    ),
    "a newer kind": (in_manifest(format=2), "made by a newer Grandis"),
    "another database": (in_manifest(database="oracle"), "its database is oracle"),
    "no list": (lambda parts: parts.pop("manifest.json"), "not a backup of Grandis"),
    "a list of nothing": (
        lambda parts: parts.update({"manifest.json": b"[]"}),
        "its manifest cannot be read",
    ),
}


@pytest.fixture(scope="module")
def backup(pattern, tmp_path_factory):
    file = tmp_path_factory.mktemp("backup") / "b.zip"
    saved = pattern.hub("backup", file)
    assert saved.returncode == 0, saved.stderr
    return file


@pytest.fixture(scope="module")
def target(pattern, tmp_path_factory):
    """A hub that every refusal leaves as it is."""
    from tests.installation import Installation

    folder = tmp_path_factory.mktemp("target") / "var"
    made = Installation.empty(folder, like=pattern)
    yield made
    made.remove()


def state(hub):
    """All bytes of the data folder, and on PostgreSQL all databases and rows."""
    files = {
        str(path): sha256(path.read_bytes()).hexdigest()
        for path in sorted(hub.folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("running.lock", "-shm", "-wal"))
    }
    if not SERVER:
        return files
    with psycopg.connect(hub.database) as database:
        ours = f"{name_of(hub.database)}%"
        names = database.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [ours]
        ).fetchall()
        rows = database.execute("SELECT * FROM core_journalnode").fetchall()
    return files, names, rows


RESTORING = """
import sys
import django; django.setup()
from pathlib import Path
from grandis.errors import InputError
from grandis.hub.core.administration.restoring import restore
for file in sys.argv[1:]:
    try:
        restore(Path(file), force=True)
    except InputError as error:
        print(error)
    else:
        print("restored")
"""


@pytest.fixture(scope="module")
def refusals(backup, target, tmp_path_factory):
    """What each faulty backup is answered, and whether anything was touched."""
    folder = tmp_path_factory.mktemp("faulty")
    files = [folder / f"{number}.zip" for number in range(len(FAULTS))]
    for file, (change, _) in zip(files, FAULTS.values(), strict=True):
        rewritten(backup, file, change)
    before = state(target)
    tried = target.python("-c", RESTORING, *map(str, files))
    assert tried.returncode == 0, tried.stderr
    said = dict(zip(FAULTS, tried.stdout.splitlines(), strict=True))
    return said, before == state(target)


@pytest.mark.parametrize("fault", FAULTS)
def test_it_refuses(refusals, fault):
    said, is_untouched = refusals

    assert FAULTS[fault][1] in said[fault]
    assert is_untouched


def test_it_refuses_half_a_file(backup, target, tmp_path):
    half = tmp_path / "half.zip"
    half.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])

    refused = target.hub("restore", "--force", half)

    assert refused.returncode == 2
    assert refused.stderr.startswith(f"grandis: {half}: this is not a whole backup")
    assert refused.stderr.count("\n") == 1


def test_it_refuses_a_journal_that_was_rewritten(installation, target, tmp_path):
    installation.hub(
        "manage",
        "shell",
        "--command=from grandis.hub.core.models import JournalEntry;"
        "JournalEntry.objects.filter(index=1).update(body={'name': 'UAB Kita'})",
    )
    installation.hub("backup", tmp_path / "b.zip")
    before = state(target)

    refused = target.hub("restore", "--force", tmp_path / "b.zip")

    assert refused.returncode == 2
    assert "entry 1 (organisation.invited) is not what was written" in refused.stderr
    assert state(target) == before


def test_it_replaces_a_hub_only_by_force(backup, installation):
    refused = installation.hub("restore", backup)
    forced = installation.hub("restore", "--force", backup)

    assert refused.returncode == 2
    assert "there is a hub in this database" in refused.stderr
    assert forced.returncode == 0, forced.stderr
    assert installation.hub("verify").returncode == 0


def test_it_replaces_no_files_without_force(backup, elsewhere):
    (elsewhere.folder / "files").mkdir()
    (elsewhere.folder / "files/drawing.pdf").write_text("the only copy")

    refused = elsewhere.hub("restore", backup)

    assert refused.returncode == 2
    assert "there are files here" in refused.stderr
    assert (elsewhere.folder / "files/drawing.pdf").read_text() == "the only copy"
