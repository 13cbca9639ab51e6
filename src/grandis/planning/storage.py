"""Files on disk: read whole, written whole or not at all."""

import os
import shutil
from pathlib import Path

from grandis.errors import FileError

#: Nobody plans with a larger file; larger ones are refused before reading.
MOST_BYTES = 512 * 2**20


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The content of a file.

    Raises
    ------
    FileError
        When there is no such file, it cannot be read, is empty or too large.
    """
    try:
        with open(path, "rb") as file:
            large = os.fstat(file.fileno()).st_size > MOST_BYTES
            data = b"" if large else file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FileError(f"{path}: {_reading(error)}") from error
    if large or len(data) > MOST_BYTES:
        raise FileError(
            f"{path}: the file is larger than {MOST_BYTES // 2**20} MB; give a smaller "
            "one"
        )
    if not data or data.isspace():
        raise FileError(f"{path}: the file is empty; give one with content")
    return data


def write_bytes(data: bytes, path: str | os.PathLike[str]) -> None:
    """Replace a file's content in one step; keep who may read it.

    Raises
    ------
    FileError
        When the file cannot be written; then it is as it was before.
    """
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            raise IsADirectoryError
        _replace(target, data)
    except (OSError, ValueError) as error:
        raise FileError(f"{path}: {_writing(error)}") from error


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(f".{os.getpid()}-{target.name[:200]}")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _reading(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "there is no such file; check its name"
        case IsADirectoryError():
            return "this is a folder; name a file in it"
        case PermissionError():
            return "you may not read this file; ask its owner"
        case OSError():
            return f"the file cannot be read ({error.strerror}); check it"
    return f"this is no file name ({error}); correct it"


def _writing(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "its folder does not exist; make it first"
        case IsADirectoryError():
            return "this is not a file; give another name"
        case PermissionError():
            return "you may not write here; choose another folder"
        case OSError():
            return (
                f"the file cannot be written ({error.strerror}); choose another place"
            )
    return f"this is no file name ({error}); correct it"
