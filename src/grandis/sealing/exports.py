"""Journal exports: what a member takes home to verify the journal without the server.

An export is a zip file:

- ``checkpoint``: the signed checkpoint of the log
- ``key``: the key it is signed with, as text
- ``leaves``: all leaf hashes in order, 32 bytes each
- ``entries.jsonl``: the entries that the reader may see, by index, each on one line
  with its salt, in canonical JSON; hidden and erased ones are left out
- ``earlier-checkpoints/1`` and so on: checkpoints that the reader has kept
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import msgspec

from grandis.sealing.archives import Archive, opened
from grandis.sealing.checkpoints import SignedCheckpoint, read_checkpoint
from grandis.sealing.errors import SealingError
from grandis.sealing.merkle import HASH
from grandis.sealing.notes import VerifierKey, parse_key
from grandis.sealing.records import SaltedEntry, canonical_entry, leaf_of_text

CHECKPOINT, KEY, LEAVES, ENTRIES = "checkpoint", "key", "leaves", "entries.jsonl"
EARLIER = "earlier-checkpoints/"

#: What is more than this is not read.
MOST_LEAVES = 2**22
MOST_EARLIER = 1000
MOST_BYTES_OF_NOTE = 2**16
MOST_BYTES_OF_LINE = 2**20
MOST_BYTES_OF_ENTRIES = 2**30

_decoder = msgspec.json.Decoder(SaltedEntry)


class Export:
    """An export, open for reading; made by `open_export`.

    Attributes
    ----------
    checkpoint
        What the log signed; not verified.
    key
        The key that the export says it is signed with.
    leaves
        The leaf hashes, one after the other; as many as the checkpoint says.
    earlier
        The checkpoints that the reader has kept, not verified.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        strange = [name for name in archive.names if not _is_known(name)]
        if strange:
            raise SealingError(
                f"{strange[0][:100]!r} has no place in an export, and would not be"
                " verified; take it out"
            )
        self.checkpoint = self._checkpoint(CHECKPOINT)
        self.key = self._key()
        self.leaves = self._leaves()
        self.earlier = [
            self._checkpoint(name)
            for name in archive.names
            if name.startswith(EARLIER) and name != EARLIER
        ]

    def shown(self) -> Iterator[tuple[int, bytes]]:
        """The index and the leaf hash of each entry that is shown, by index.

        Raises
        ------
        SealingError
            When a line is not an entry, or the entries are not in order.
        """
        next_index = 0
        lines = self._archive.lines(ENTRIES, MOST_BYTES_OF_ENTRIES, MOST_BYTES_OF_LINE)
        for number, line in enumerate(lines, 1):
            index, leaf = _read_line(line, f"line {number} of {ENTRIES!r}")
            if not next_index <= index < self.checkpoint.checkpoint.size:
                raise SealingError(
                    f"line {number} of {ENTRIES!r}: entry {index} is out of order or"
                    " beyond the checkpoint; ask for another export"
                )
            next_index = index + 1
            yield index, leaf

    def _checkpoint(self, name: str) -> SignedCheckpoint:
        data = self._archive.content(name, MOST_BYTES_OF_NOTE)
        try:
            return read_checkpoint(data)
        except SealingError as error:
            raise SealingError(f"{name!r}: {error}") from error

    def _key(self) -> VerifierKey:
        data = self._archive.content(KEY, MOST_BYTES_OF_NOTE)
        return parse_key(data.decode(errors="replace").strip())

    def _leaves(self) -> bytes:
        size = self.checkpoint.checkpoint.size
        if size > MOST_LEAVES:
            raise SealingError(
                f"its checkpoint counts {size:,} entries; no more than {MOST_LEAVES:,}"
                " are verified"
            )
        leaves = self._archive.content(LEAVES, size * HASH)
        if len(leaves) != size * HASH:
            raise SealingError(
                f"its checkpoint counts {size:,} entries, but {LEAVES!r} has"
                f" {len(leaves):,} bytes, not {size * HASH:,}; ask for another export"
            )
        return leaves


@contextmanager
def open_export(path: str | os.PathLike[str]) -> Iterator[Export]:
    """An export, open for reading.

    Raises
    ------
    FileError
        When there is no such file or it cannot be read.
    SealingError
        When it is not an export: broken, too large, or with parts missing or added.
        Every such error names the file.
    """
    with opened(path, most_files=MOST_EARLIER + 5) as archive:
        yield Export(archive)


def write_export(
    target: str | os.PathLike[str] | IO[bytes],
    *,
    checkpoint: str,
    key: VerifierKey,
    leaves: Iterable[bytes],
    entries: Iterable[SaltedEntry],
    earlier: Sequence[str] = (),
) -> None:
    """Write an export; the same content gives the same bytes.

    Parameters
    ----------
    target
        A path, or a file open for writing bytes.
    checkpoint, earlier
        Signed notes.
    leaves
        All leaf hashes below the size of the checkpoint, in order.
    entries
        Those that the reader may see, in order; they may be generated one by one.

    Raises
    ------
    SealingError
        When an entry cannot be written in canonical JSON.
    """
    with ZipFile(target, "w") as archive:
        archive.writestr(_file(CHECKPOINT), checkpoint)
        archive.writestr(_file(KEY), f"{key}\n")
        archive.writestr(_file(LEAVES), b"".join(leaves))
        with archive.open(_file(ENTRIES, ZIP_DEFLATED), "w") as file:
            for each in entries:
                file.write(_line(canonical_entry(each.entry), each.salt))
        for number, note in enumerate(earlier, 1):
            archive.writestr(_file(f"{EARLIER}{number}"), note)


def _file(name: str, packing: int = ZIP_STORED) -> ZipInfo:
    """A file in a zip without a time, which whoever unpacks it may read."""
    info = ZipInfo(name)
    info.compress_type = packing
    info.external_attr = 0o644 << 16
    return info


def _is_known(name: str) -> bool:
    return name in (CHECKPOINT, KEY, LEAVES, ENTRIES) or name.startswith(EARLIER)


def _line(text: bytes, salt: bytes) -> bytes:
    return b'{"entry":' + text + b',"salt":"' + b64encode(salt) + b'"}\n'


def _read_line(line: bytes, where: str) -> tuple[int, bytes]:
    """The index and leaf hash of an entry, if it is written as `_line` writes it.

    Otherwise two programs could read two entries from it: JSON allows names twice.
    """
    try:
        salted = _decoder.decode(line)
        text = canonical_entry(salted.entry)
        leaf = leaf_of_text(salted.entry.index, text, salted.salt)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise SealingError(
            f"{where} is not an entry: {error}; ask for another export"
        ) from error
    except SealingError as error:
        raise SealingError(f"{where}: {error}") from error
    if line != _line(text, salted.salt):
        raise SealingError(
            f"{where} is not written in canonical JSON; ask for another export"
        )
    return salted.entry.index, leaf
