"""The interface's documentation, made from the same description that programs read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.gzip import gzip_page

from grandis.hub.api.v1.api import api
from grandis.hub.api.v1.problems import ADDRESS, MEANINGS
from grandis.hub.api.v1.security import Rate


@dataclass(frozen=True)
class Kind:
    """A type in words, and the schemas it names."""

    text: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Value:
    """A parameter, or a field of a schema."""

    name: str
    kind: Kind
    needed: bool
    meaning: str


@dataclass(frozen=True)
class Answer:
    """What an operation gives."""

    status: int
    kind: Kind


@dataclass(frozen=True)
class Operation:
    """An operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: list[Value]
    body: Kind | None
    answers: list[Answer]


@dataclass(frozen=True)
class Group:
    """The operations on one kind of thing."""

    name: str
    operations: list[Operation] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The group in an address."""
        return slugify(self.name)


@dataclass(frozen=True)
class Described:
    """A schema as the page shows it."""

    name: str
    description: str
    values: list[Value]
    choices: list[str]


def documentation(request: HttpRequest) -> HttpResponse:
    """Say how programs use this installation; needs nothing from elsewhere."""
    told = {
        "groups": groups(),
        "problems": [(status, *meaning) for status, meaning in MEANINGS.items()],
        "rate": Rate.PER_MINUTE,
        "address": settings.ADDRESS,
        "root": ADDRESS,
    }
    return render(request, "api/documentation.html", told)


@gzip_page  # long, and the same for everybody
def operations(request: HttpRequest, group: str) -> HttpResponse:
    """Describe a group's operations and all values that these name."""
    for each in groups():
        if each.slug == group:
            told = {"group": each, "schemas": schemas_of(each)}
            return render(request, "api/operations.html", told)
    raise Http404("no group of operations has this name")


@cache
def groups() -> list[Group]:
    """All operations, by the tag they carry."""
    found: dict[str, Group] = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            name = told["tags"][0]
            group = found.setdefault(name, Group(name))
            group.operations.append(_operation(path, method, told))
    return list(found.values())


def schemas_of(group: Group) -> list[Described]:
    """The schemas that a group's operations name, and those that these name."""
    known = schemas()
    found: dict[str, Described] = {}
    ahead = [name for told in group.operations for name in _names(told)]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found[name] = known[name]
            ahead.extend(n for value in known[name].values for n in value.kind.names)
    return [found[name] for name in sorted(found)]


def _names(operation: Operation) -> Iterator[str]:
    """The schemas that an operation names itself."""
    kinds = [each.kind for each in operation.parameters]
    kinds += [each.kind for each in operation.answers]
    for kind in [*kinds, operation.body or Kind()]:
        yield from kind.names


@cache
def schemas() -> dict[str, Described]:
    """All schemas by name."""
    described = api.get_openapi_schema()["components"]["schemas"]
    return {
        name: Described(
            name=name,
            description=told.get("description", ""),
            values=list(_fields(told)),
            choices=[str(choice) for choice in told.get("enum", ())],
        )
        for name, told in described.items()
    }


def _operation(path: str, method: str, told: dict[str, Any]) -> Operation:
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        description=told.get("description", ""),
        scope=told["x-scope"],
        parameters=[
            Value(
                parameter["name"],
                kind_of(parameter["schema"]),
                parameter["required"],
                parameter.get("description", ""),
            )
            for parameter in told["parameters"]
        ],
        body=_content(told["requestBody"]) if "requestBody" in told else None,
        answers=[
            Answer(status, _content(answer))
            for status, answer in sorted(told["responses"].items())
        ],
    )


def _content(told: dict[str, Any]) -> Kind:
    for content in told.get("content", {}).values():
        return kind_of(content["schema"])
    return Kind()


def _fields(schema: dict[str, Any]) -> Iterator[Value]:
    needed = schema.get("required", ())
    for name, told in schema.get("properties", {}).items():
        meaning = told.get("description", "")
        yield Value(name, kind_of(told), name in needed, meaning)


def kind_of(schema: dict[str, Any]) -> Kind:
    """A type in words: `text up to 120`, `list of …`, or the schemas it names."""
    if "$ref" in schema:
        return Kind(names=(schema["$ref"].rpartition("/")[2],))
    for several in ("allOf", "anyOf", "oneOf"):
        if several in schema:
            kinds = [kind_of(each) for each in schema[several]]
            texts = [kind.text for kind in kinds if kind.text]
            names = tuple(name for kind in kinds for name in kind.names)
            return Kind(" or ".join(texts) + (" or" if texts and names else ""), names)
    if "enum" in schema:
        return Kind(" | ".join(str(choice) for choice in schema["enum"]))
    if schema.get("type") == "array":
        item = kind_of(schema["items"])
        return Kind(f"list of {item.text}".rstrip(), item.names)
    return Kind(_plain(schema))


_WORDS = {"string": "text", "integer": "whole number", "null": "null"}


def _plain(schema: dict[str, Any]) -> str:
    if "const" in schema:
        return repr(schema["const"])
    kind = schema.get("type", "anything")
    words = [schema.get("format") or _WORDS.get(kind, kind)]
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    if low is not None:
        words.append(f"from {low}")
    if high is not None:
        words.append(f"up to {high}")
    if "maxLength" in schema:
        words.append(f"up to {schema['maxLength']} characters")
    return " ".join(words)
