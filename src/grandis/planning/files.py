"""Problem and plan files: JSON in an envelope that names format and version.

::

    {"format": "grandis-problem", "version": 1, "problem": {…}}
    {"format": "grandis-plan", "version": 1, "plan": {…}}

The fields are described in ``docs/reference/files.md`` and, for machines, by
`problem_schema` and `plan_schema` (JSON Schema 2020-12).
"""

import inspect
import json
import os
import re
from typing import Any, Final, Literal, TypeVar

import msgspec

from grandis.errors import FileError, ProblemError
from grandis.planning.plan import Plan
from grandis.planning.problem import Problem
from grandis.planning.storage import read_bytes, write_bytes
from grandis.planning.validation.wording import misfit, shown

VERSION: Final = 1
#: A part of a file that fits into this width stays on one line.
LINE_WIDTH = 100
SCHEMA = "https://json-schema.org/draft/2020-12/schema"

Path = str | os.PathLike[str]


class ProblemFile(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    tag_field="format",
    tag="grandis-problem",
):
    """A problem in its envelope."""

    version: Literal[1]
    problem: Problem


class PlanFile(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    tag_field="format",
    tag="grandis-plan",
):
    """A plan in its envelope."""

    version: Literal[1]
    plan: Plan


class Envelope(msgspec.Struct, frozen=True):
    """What every file of ours says of itself, whatever else it holds."""

    format: str = ""
    version: int = 0


Content = TypeVar("Content", ProblemFile, PlanFile)


def read_problem(path: Path) -> Problem:
    """Read a problem file.

    Raises
    ------
    FileError
        When the file cannot be read or is no problem file.
    ProblemError
        When the problem in it contradicts itself.
    """
    return problem_from_json(read_bytes(path), str(path))


def write_problem(problem: Problem, path: Path) -> None:
    """Write a problem file, whole or not at all.

    Raises
    ------
    FileError
        When the file cannot be written.
    """
    write_bytes(problem_to_json(problem), path)


def read_plan(path: Path) -> Plan:
    """Read a plan file.

    Raises
    ------
    FileError
        When the file cannot be read or is no plan file.
    """
    return plan_from_json(read_bytes(path), str(path))


def write_plan(plan: Plan, path: Path) -> None:
    """Write a plan file, whole or not at all.

    Raises
    ------
    FileError
        When the file cannot be written.
    """
    write_bytes(plan_to_json(plan), path)


def problem_from_json(data: bytes, name: str = "problem") -> Problem:
    """The problem in a file's content; errors begin with `name`.

    Raises
    ------
    FileError
        When this is no problem file.
    ProblemError
        When the problem in it contradicts itself.
    """
    return _content(data, name, ProblemFile).problem


def problem_to_json(problem: Problem) -> bytes:
    """A problem file's content; the same problem gives the same bytes."""
    return _file(ProblemFile(VERSION, problem))


def plan_from_json(data: bytes, name: str = "plan") -> Plan:
    """The plan in a file's content; errors begin with `name`.

    Raises
    ------
    FileError
        When this is no plan file.
    """
    return _content(data, name, PlanFile).plan


def plan_to_json(plan: Plan) -> bytes:
    """A plan file's content; the same plan gives the same bytes."""
    return _file(PlanFile(VERSION, plan))


def problem_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a problem file."""
    return _schema(ProblemFile)


def plan_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a plan file."""
    return _schema(PlanFile)


def _content(data: bytes, name: str, kind: type[Content]) -> Content:
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        data.decode()
        _check_envelope(msgspec.json.decode(data, type=Envelope), kind)
        return msgspec.json.decode(data, type=kind)
    except ProblemError as error:
        raise ProblemError(f"{name}: {error}") from error
    except FileError as error:
        raise FileError(f"{name}: {error}") from error
    except UnicodeDecodeError as error:
        raise FileError(
            f"{name}: {_position(data, error.start)} is not UTF-8; save the file as "
            "UTF-8"
        ) from error
    except RecursionError as error:
        raise FileError(
            f"{name}: lists or objects are nested too deeply; this is not a file that "
            "Grandis made"
        ) from error
    except msgspec.ValidationError as error:
        raise FileError(f"{name}: {misfit(_raw(data), error, kind)}") from error
    except msgspec.DecodeError as error:
        raise FileError(f"{name}: {_malformed(data, str(error))}") from error


def _check_envelope(envelope: Envelope, kind: type[Content]) -> None:
    wanted = kind.__struct_config__.tag
    if envelope.format != wanted:
        named = envelope.format
        found = f"its format is {shown(named)}" if named else "it names none"
        raise FileError(
            f"this is not a file of the format {wanted!r} ({found}); give another file"
        )
    if envelope.version > VERSION:
        raise FileError(
            f"version {envelope.version} was made by a newer Grandis; update this one "
            f"or write version {VERSION}"
        )
    if envelope.version < VERSION:
        raise FileError(f"'version' is missing or wrong; write \"version\": {VERSION}")


def _raw(data: bytes) -> object:
    """The plain data, to name objects by; numbers stay text, whatever their size."""
    try:
        return json.loads(data, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None


def _malformed(data: bytes, text: str) -> str:
    found = re.fullmatch(r"JSON is malformed: (.*) \(byte (\d+)\)", text)
    if not found:
        where = _position(data, len(data.rstrip()))
        return f"the file ends too early, at {where}; get the whole file"
    where = _position(data, int(found[2]))
    return f"{where}: {found[1]}; this is not JSON, correct it there"


def _position(data: bytes, offset: int) -> str:
    before = data[:offset]
    column = offset - (before.rfind(b"\n") + 1)
    return f"line {before.count(bytes([10])) + 1}, column {column + 1}"


def _file(content: ProblemFile | PlanFile) -> bytes:
    try:
        return _laid_out(msgspec.to_builtins(content)) + b"\n"
    except UnicodeEncodeError as error:
        raise FileError(
            f"the text {error.object!r} holds a character that no file can hold; "
            "correct it"
        ) from error


def _schema(kind: type[ProblemFile | PlanFile]) -> dict[str, Any]:
    schema = msgspec.json.schema(kind)
    for definition in schema["$defs"].values():
        # What the docstring says about Python is of no use in a file.
        text = inspect.cleandoc(definition["description"])
        definition["description"] = text.partition("\n\nRaises\n")[0]
    # Through text, so that defaults are lists as in a file, not tuples.
    plain: dict[str, Any] = json.loads(json.dumps({"$schema": SCHEMA} | schema))
    return plain


def _laid_out(value: Any) -> bytes:
    """JSON with one record a line, or more lines where it is long."""
    flat = msgspec.json.encode(value)
    if len(flat) <= LINE_WIDTH or not isinstance(value, dict | list | tuple):
        return flat
    if isinstance(value, dict):
        lines = [
            msgspec.json.encode(k) + b": " + _laid_out(v) for k, v in value.items()
        ]
    else:
        lines = [_laid_out(item) for item in value]
    inner = b",\n".join(lines).replace(b"\n", b"\n ")
    opening, closing = (b"{", b"}") if isinstance(value, dict) else (b"[", b"]")
    return opening + b"\n " + inner + b"\n" + closing
