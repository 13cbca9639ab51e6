"""Zip files from anybody, read with care.

Nothing is written to disk, nothing is believed that the file says of itself, and no
more is read than was asked for: a small file can claim to hold terabytes.
"""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from grandis.errors import FileError
from grandis.sealing.errors import SealingError

#: Bytes read in one go; so long may the table of contents be.
_AT_ONCE = 2**20
_ENCRYPTED = 1


class Archive:
    """A zip file that is open for reading; made by `opened`."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self.names = archive.namelist()

    def content(self, name: str, most: int) -> bytes:
        """All of a file, if it has at most `most` bytes.

        Raises
        ------
        SealingError
            When it is not there or larger.
        """
        return b"".join(self._chunks(name, most))

    def lines(self, name: str, most: int, longest: int) -> Iterator[bytes]:
        """The lines of a file, each with its end.

        Raises
        ------
        SealingError
            When it is not there, has more than `most` bytes in all, or more than
            `longest` in a line.
        """
        rest = b""
        for chunk in self._chunks(name, most):
            *whole, rest = (rest + chunk).splitlines(keepends=True)
            yield from whole
            if len(rest) > longest:
                raise SealingError(
                    f"a line of {name!r} is longer than {longest:,} bytes; ask for"
                    " another export"
                )
        if rest:
            yield rest

    def _chunks(self, name: str, most: int) -> Iterator[bytes]:
        if name not in self.names:
            raise SealingError(f"{name!r} is missing; ask for another export")
        with self._archive.open(name) as file:
            while chunk := file.read(2**16):
                most -= len(chunk)
                if most < 0:
                    raise SealingError(
                        f"{name!r} is longer than it can be; ask for another export"
                    )
                yield chunk


@contextmanager
def opened(path: str | os.PathLike[str], most_files: int) -> Iterator[Archive]:
    """A zip file, open for reading.

    Raises
    ------
    FileError
        When there is no such file or it cannot be read.
    SealingError
        When it is not a whole and plain zip file; every such error names the file.
    """
    try:
        with _Cautious(io.FileIO(path)) as file, ZipFile(file) as archive:
            _require_plain(archive, most_files)
            yield Archive(archive)
    except SealingError as error:
        raise SealingError(f"{path}: {error}") from error
    except OSError as error:
        reason = error.strerror or "it is damaged"
        raise FileError(f"{path}: cannot be read ({reason}); check it") from error
    # What zipfile raises for broken files, as far as it is known.
    except (
        BadZipFile,
        EOFError,
        RuntimeError,
        ValueError,
        struct.error,
        zlib.error,
    ) as error:
        raise SealingError(
            f"{path}: this is not a whole zip file ({error}); fetch it again"
        ) from error


class _Cautious(io.BufferedReader):
    """A file of which nothing long is read in one go."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or not 0 <= size <= _AT_ONCE:
            size = _AT_ONCE
        data = super().read(size)
        if len(data) == _AT_ONCE:
            raise BadZipFile("its table of contents is too long")
        return data


def _require_plain(archive: ZipFile, most_files: int) -> None:
    """Refuse a zip file that could be read in two ways, or in none."""
    names = archive.namelist()
    if len(names) > most_files or len(set(names)) < len(names):
        raise SealingError(
            f"it holds more than {most_files} files, or one twice; ask for another"
            " export"
        )
    for info in archive.infolist():
        if info.flag_bits & _ENCRYPTED or info.compress_type not in (
            ZIP_STORED,
            ZIP_DEFLATED,
        ):
            raise SealingError(
                f"{info.filename!r} is encrypted or packed in an unusual way; ask for"
                " another export"
            )
