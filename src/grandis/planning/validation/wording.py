"""Sentences for data that is wrong: which object, what, and what to do."""

import difflib
import re
from collections.abc import Hashable, Iterable
from itertools import islice
from typing import TypeVar

import msgspec

T = TypeVar("T", bound=Hashable)

#: Ids are no longer than this; other text is cut.
LONGEST_NAME = 100
#: Comparing with more names than this would make an error slow to appear.
MOST_COMPARED = 5000

SINGULAR = {
    "members": "member",
    "sites": "site",
    "links": "link",
    "calendars": "calendar",
    "changeovers": "changeover",
    "resources": "resource",
    "tools": "tool",
    "opportunities": "opportunity",
    "steps": "step",
    "options": "option",
    "choices": "choice",
    "branches": "branch",
    "call_offs": "call-off",
    "begun": "begun step",
    "taken": "taken opportunity",
    "assignments": "assignment",
}

#: The fields that together name an object, and what is written between them.
NAMING = (
    (("id",), ""),
    (("origin", "destination"), " → "),
    (("step", "opportunity"), " of "),
    (("resource",), ""),
    (("opportunity",), ""),
)

EXPECTED = {
    "int": "a whole number",
    "bool": "true or false",
    "float": "a decimal number",
    "str": "text",
    "array": "a list",
    "object": "an object with named fields",
    "null": "nothing",
}


def shown(text: object) -> str:
    """A text in quotes, cut where it is too long for a sentence."""
    text = str(text)
    return repr(text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…")


def nearest(name: str, known: Iterable[str]) -> str:
    """`` (did you mean 'x'?)`` when a known name is close, else nothing."""
    close = difflib.get_close_matches(name, islice(known, MOST_COMPARED), 1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def repeated(values: Iterable[T]) -> T | None:
    """The first value that comes a second time."""
    seen = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None


def circle(cycle: list[str]) -> str:
    """A cycle as arrows, shortened in the middle when it is long."""
    names = [repr(name) for name in cycle]
    if len(names) > 8:
        names[4:-3] = ["…"]
    return " → ".join(names)


def place(data: object, path: str) -> str:
    """Where `path`, as msgspec writes it, leads in `data`, in names.

    ``$.opportunities[16].steps[2].name`` becomes
    ``opportunity 'O-17', step 'tooling': 'name'``; the root is the empty text.
    """
    objects: list[str] = []
    detail = field = ""
    for key, index in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        data = _inside(data, key, index)
        if key:
            field = key
            detail = repr(key)
        elif isinstance(data, dict) or field in SINGULAR:
            objects.append(_object(field, int(index), data))
            field = ""
            detail = ""
        else:
            detail += f" number {int(index) + 1}"
    where = ", ".join(objects)
    return f"{where}: {detail}" if where and detail else where or detail


def _inside(data: object, key: str, index: str) -> object:
    try:
        return data[key] if key else data[int(index)]  # type: ignore[index]
    except (LookupError, TypeError):
        return None


def _object(field: str, index: int, data: object) -> str:
    kind = SINGULAR.get(field, f"{field!r} entry")
    known = data if isinstance(data, dict) else {}
    for fields, joint in NAMING:
        names = [known.get(field) for field in fields]
        if all(isinstance(name, str) and name for name in names):
            return f"{kind} {joint.join(map(shown, names))}"
    return f"{kind} number {index + 1}"


def misfit(data: object, error: msgspec.ValidationError, kind: type) -> str:
    """The sentence for a value without the type or range that its field has.

    `data` is what was read, `kind` what it should have been.
    """
    text, _, path = str(error).partition(" - at `")
    where = place(data, path)
    if name := re.fullmatch(r"Object contains unknown field `(.*)`", text):
        told = _unknown(name[1], _field_names(kind))
    elif name := re.fullmatch(r"Object missing required field `(.*)`", text):
        told = f"field {name[1]!r} is missing; add it"
    elif wanted := re.fullmatch(r"Expected (.*?)(, got .*)?", text):
        told = f"must be {_plain(wanted[1])}{_plain(wanted[2] or '')}; correct it"
        return f"{where or 'the file'} {told}"
    else:
        told = f"{text[:1].lower()}{text[1:]}; correct it"
    return f"{where}: {told}" if where else told


def _field_names(kind: type) -> list[str]:
    """The names of all fields of a record and of the records in it."""
    _, records = msgspec.json.schema_components([kind])
    return sorted(
        {name for record in records.values() for name in record["properties"]}
    )


def _unknown(name: str, fields: list[str]) -> str:
    if name in fields:
        return f"field {name!r} belongs elsewhere; move or remove it"
    return f"there is no field {shown(name)}{nearest(name, fields)}; correct it"


def _plain(text: str) -> str:
    """msgspec's words for types in words for everybody."""
    for word, plain in EXPECTED.items():
        text = re.sub(rf"\b{word}\b", plain, text)
    return (
        text.replace("`", "").replace(" | ", " or ").replace("of length", "with length")
    )
