"""One way to write a JSON value, so that its hash means the value.

The form is that of RFC 8785 (JSON Canonicalization Scheme): no blanks, names sorted
by UTF-16 code units, UTF-8. Of numbers only integers up to 2^53 - 1 are allowed,
which every JSON reader keeps exactly; fractions would be written in as many ways as
there are languages.
"""

from json import JSONEncoder
from typing import Any

from grandis.sealing.errors import SealingError

LARGEST = 2**53 - 1
DEEPEST = 32

_encoder = JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def canonical(value: Any, where: str) -> bytes:
    """The canonical JSON text of a value made of JSON's own types.

    Parameters
    ----------
    where
        What an error calls the value.

    Raises
    ------
    SealingError
        When a part of it is of another type, a fraction, too large or too deep.
    """
    ordered = _ordered(value, where, DEEPEST)
    try:
        return _encoder.encode(ordered).encode()
    except UnicodeEncodeError as error:
        raise SealingError(
            f"{where}: half of a surrogate pair is no text; correct it"
        ) from error


def _ordered(value: Any, where: str, deeper: int) -> Any:
    """The value with its names sorted, if all of it may stand in canonical JSON."""
    if isinstance(value, str | bool | None):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise SealingError(f"{where}: {value} is beyond 2^53; write it as text")
        return value
    if not deeper:
        raise SealingError(f"{where}: more than {DEEPEST} levels; make it flatter")
    if isinstance(value, list | tuple):
        return [
            _ordered(each, f"{where}[{at}]", deeper - 1)
            for at, each in enumerate(value)
        ]
    if isinstance(value, dict):
        return _ordered_object(value, where, deeper - 1)
    raise SealingError(
        f"{where}: {value!r} is of type {type(value).__name__}; write whole numbers,"
        " text, true, false, null, lists and objects, and a fraction as text"
    )


def _ordered_object(value: dict[Any, Any], where: str, deeper: int) -> dict[str, Any]:
    if not all(isinstance(name, str) for name in value):
        raise SealingError(f"{where}: names of an object are text; convert them")
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return {name: _ordered(value[name], f"{where}.{name}", deeper) for name in names}
