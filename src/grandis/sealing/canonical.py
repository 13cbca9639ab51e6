"""One way to write a JSON value, so that its hash means the value.

The form is that of RFC 8785 (JSON Canonicalization Scheme): no blanks, names sorted
by UTF-16 code units, UTF-8. Of numbers only integers up to 2^53 - 1 are allowed,
which every JSON reader keeps exactly; fractions would be written in as many ways as
there are languages.
"""

from typing import Any

import msgspec

from grandis.sealing.errors import SealingError

LARGEST = 2**53 - 1
DEEPEST = 32

_KEPT = {str, bool, type(None)}
_NESTED = {dict, list, tuple}


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
        # Its escapes are those of RFC 8785, and it keeps the order of names.
        return msgspec.json.encode(ordered)
    except UnicodeEncodeError as error:
        raise SealingError(
            f"{where}: half of a surrogate pair is no text; correct it"
        ) from error


def _ordered(value: Any, where: str, deeper: int) -> Any:
    """The value with its names sorted, if all of it may stand in canonical JSON."""
    kind = type(value)
    if kind in _KEPT or (kind is int and -LARGEST <= value <= LARGEST):
        return value
    if kind in _NESTED and not deeper:
        raise SealingError(f"{where}: more than {DEEPEST} levels; make it flatter")
    # Most values are kept: a call less for each makes this twice as fast.
    if kind is dict:
        return {
            str.__str__(name): each
            if type(each := value[name]) in _KEPT
            else _ordered(each, f"{where}.{name}", deeper - 1)
            for name in _sorted_names(value, where)
        }
    if kind in _NESTED:
        return [
            each
            if type(each) in _KEPT
            else _ordered(each, f"{where}[{at}]", deeper - 1)
            for at, each in enumerate(value)
        ]
    return _plain(value, where)


def _sorted_names(value: dict[Any, Any], where: str) -> list[str]:
    """The names of an object by UTF-16 code units; most are ASCII, which is quick."""
    try:
        is_ascii = "".join(value).isascii()
    except TypeError as error:
        raise SealingError(
            f"{where}: names of an object are text; convert them"
        ) from error
    if is_ascii:
        return sorted(value)
    return sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))


def _plain(value: Any, where: str) -> str | int:
    """The text or number that a member of an enumeration, say, stands for."""
    if isinstance(value, str):
        return str.__str__(value)
    if not isinstance(value, int):
        raise SealingError(
            f"{where}: {value!r} is of type {type(value).__name__}; write a fraction as"
            " text, and all else as whole numbers, text, true, false, null, lists and"
            " objects"
        )
    if abs(value) > LARGEST:
        raise SealingError(f"{where}: {value} is beyond 2^53; write it as text")
    return int(value)
