"""Operations as they are written: a function, its scope, and what it gives.

The first sentence of a function's docstring is its summary in the documentation,
the rest its description; its name is the operation's id.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from ninja import Router
from ninja.responses import Status

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import (
    KEY_HEADER,
    KEY_PATTERN,
    VERSION_HEADER,
    VERSION_PATTERN,
)
from grandis.hub.api.v1.problems import Changed, described
from grandis.hub.api.v1.security import Rate, Session, Token

View = TypeVar("View", bound=Callable[..., Any])

#: What any operation may answer, and what those may that change something.
READING = (401, 403, 404, 422, 429)
CHANGING: tuple[int, ...] = (400, *READING, 409, 413)

IDEMPOTENCY = {
    "in": "header",
    "name": KEY_HEADER,
    "required": False,
    "description": "Any text; the same request with the same key is done once.",
    "schema": {"type": "string", "pattern": KEY_PATTERN},
}
VERSION = {
    "in": "header",
    "name": VERSION_HEADER,
    "required": True,
    "description": "The ETag of what you have read.",
    "schema": {"type": "string", "pattern": VERSION_PATTERN},
}


def reading(
    router: Router, path: str, *, gives: Any, scope: Scope = Scope.READ
) -> Callable[[View], View]:
    """Register a function that reads."""
    return _operation(router, "GET", path, scope, {200: gives}, READING, [])


def downloading(
    router: Router, path: str, *, content_type: str, scope: Scope
) -> Callable[[View], View]:
    """Register a function that gives a file, as a response of Django."""
    file = {"schema": {"type": "string", "format": "binary"}}
    told = {"description": "The file.", "content": {content_type: file}}
    return _operation(
        router, "GET", path, scope, {200: None}, READING, [], responses={200: told}
    )


def changing(
    router: Router,
    method: str,
    path: str,
    *,
    scope: Scope,
    gives: Any = None,
    status: int = 200,
    versioned: bool = False,
    conflict: Any = None,
) -> Callable[[View], View]:
    """Register a function that carries out a verb.

    With `versioned` it needs the version that the sender has seen, and a conflict
    answers with the row as it is now (`conflict`, or else what the operation gives).
    """
    answers = {status if gives is not None else 204: gives}
    headers, problems = [IDEMPOTENCY], CHANGING
    if versioned:
        headers, problems = [*headers, VERSION], (*problems, 428)
        answers |= {412: _changed(conflict or gives)}
    return _operation(router, method, path, scope, answers, problems, headers)


def _operation(
    router: Router,
    method: str,
    path: str,
    scope: Scope,
    answers: dict[int, Any],
    problems: tuple[int, ...],
    headers: list[dict[str, Any]],
    responses: dict[int, Any] | None = None,
) -> Callable[[View], View]:
    def register(view: View) -> View:
        summary, _, description = (inspect.getdoc(view) or "").partition("\n")
        router.add_api_operation(
            path,
            [method],
            _answering(view, next(iter(answers))),
            auth=[Token(scope), Session()],
            throttle=[Rate()],
            response=answers,
            operation_id=view.__name__,
            url_name=view.__name__,
            summary=summary.rstrip("."),
            description=description.strip() or summary,
            openapi_extra={"parameters": headers, "x-scope": scope.value}
            | {"responses": described(problems) | _etags(answers) | (responses or {})},
        )
        return view

    return register


def _answering(view: View, status: int) -> Callable[..., Any]:
    """The view with the status of its success, where that is not the usual one."""
    if status == 200:
        return view

    @wraps(view)
    def answering(*args: Any, **kwargs: Any) -> Status[Any]:
        return Status(status, view(*args, **kwargs))

    return answering


def _changed(shown: Any) -> type[Changed[Any]]:
    return Changed[shown]


def _etags(answers: dict[int, Any]) -> dict[int, Any]:
    """Say which answers have a version as their ETag."""
    told = {"description": "The version.", "schema": {"type": "string"}}
    return {
        status: {"headers": {"ETag": told}}
        for status, schema in answers.items()
        if "version" in getattr(schema, "model_fields", ()) or status == 412
    }
