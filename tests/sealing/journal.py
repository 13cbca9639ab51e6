"""A small journal, and ways to export it truly and falsely."""

from pathlib import Path
from zipfile import ZipFile

from grandis.sealing import (
    Checkpoint,
    Entry,
    SaltedEntry,
    Signer,
    reader,
    root,
    sign_checkpoint,
    write_export,
)

ORIGIN = "grandis.example/plastics"
SIGNER = Signer(ORIGIN, bytes(range(32)))
STRANGER = Signer(ORIGIN, bytes(32))
SIZE = 11


def salted(index: int, **body: object) -> SaltedEntry:
    entry = Entry(
        index=index,
        kind="member.confirmed",
        at=f"2026-03-12T14:{index % 60:02}:00Z",
        cluster="plastics",
        subject=f"members.Member:{index}",
        body={"by": "owner", "number": index, **body},
    )
    return SaltedEntry(entry, bytes([index % 256]) * 32)


JOURNAL = [salted(index) for index in range(SIZE)]
LEAVES = [each.leaf for each in JOURNAL]
#: Entries 2 and 5 are hidden from the reader, or erased.
SHOWN = [each for each in JOURNAL if each.entry.index not in (2, 5)]


def checkpoint(
    size: int = SIZE,
    leaves: list[bytes] = LEAVES,
    signer: Signer = SIGNER,
    origin: str = ORIGIN,
) -> str:
    top = root(size, reader(leaves[:size]))
    return sign_checkpoint(Checkpoint(origin, size, top), signer)


def exported(path: Path, **changes: object) -> Path:
    """The journal, exported with some arguments changed."""
    given = {
        "checkpoint": checkpoint(),
        "key": SIGNER.key,
        "leaves": LEAVES,
        "entries": SHOWN,
    }
    write_export(path, **(given | changes))
    return path


def repacked(path: Path, **files: bytes | str | None) -> Path:
    """An export with files changed, added or (None) left out."""
    with ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w") as archive:
        for name, data in {**content, **files}.items():
            if data is not None:
                archive.writestr(name, data)
    return path


def lines(path: Path) -> list[bytes]:
    with ZipFile(path) as archive:
        return archive.read("entries.jsonl").splitlines(keepends=True)
