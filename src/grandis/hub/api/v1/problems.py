"""How the interface says what went wrong: RFC 9457 problem details."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Field, Schema
from ninja.openapi.schema import REF_TEMPLATE
from ninja.responses import Response
from ninja.schema import NinjaGenerateJsonSchema

ADDRESS = "/api/v1/"
MEDIA_TYPE = "application/problem+json"
Row = TypeVar("Row")

#: What an answer says in its headers, by status.
HEADERS = {
    401: ("WWW-Authenticate", "How to sign in."),
    429: ("Retry-After", "The seconds to wait."),
}

#: What each status of the interface means; the code is for programs.
MEANINGS = {
    400: ("not_understood", _("This request could not be understood.")),
    401: ("not_signed_in", _("Sign in, or show a token that works.")),
    403: ("refused", _("You may not do this.")),
    404: ("not_found", _("This does not exist, or is not yours to see.")),
    405: ("method_not_allowed", _("This address does not know this method.")),
    409: ("busy", _("Somebody else did the same just now; read again.")),
    412: ("changed_meanwhile", _("Somebody else has changed this in the meantime.")),
    413: ("too_large", _("This request is too large.")),
    422: ("broken_rule", _("The values break a rule.")),
    428: ("version_missing", _("Say in If-Match which version you are changing.")),
    429: ("too_many_requests", _("Too many requests; wait a little.")),
    500: ("failed", _("Something failed on our side.")),
}


class Fault(Schema):
    """One value that is wrong."""

    field: str = Field(description="Where, like `duties.0`; empty if it is the whole.")
    detail: str


class Problem(Schema):
    """What went wrong (RFC 9457), for programs and for people."""

    type: str = Field(description="The same as the code, as an address.")
    code: str = Field(description="What went wrong, for programs.")
    title: str = Field(description="What went wrong, in the reader's language.")
    status: int
    detail: str = Field(description="What is wrong in this case, and what to do.")
    field: str = Field(description="The field of the first fault, or empty.")
    errors: list[Fault] = Field(description="All faults that were found.")


class Changed(Problem, Generic[Row]):
    """Somebody else has changed the same row: nothing was written."""

    current: Row = Field(description="The row as it is now.")


def described(statuses: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Answers with a problem, in the words of OpenAPI.

    Ninja would make a class for each status of each operation: a third of the time
    that a start takes.
    """
    refers = {"schema": {"$ref": REF_TEMPLATE.format(model=Problem.__name__)}}
    told: dict[int, dict[str, Any]] = {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: refers},
        }
        for status in statuses
    }
    for status in HEADERS.keys() & told.keys():
        name, description = HEADERS[status]
        schema = {"description": description, "schema": {"type": "string"}}
        told[status]["headers"] = {name: schema}
    return told


def schemas_of_problems() -> dict[str, Any]:
    """The schemas that `described` refers to."""
    schema = Problem.model_json_schema(
        ref_template=REF_TEMPLATE,
        schema_generator=NinjaGenerateJsonSchema,
        mode="serialization",
    )
    return {**schema.pop("$defs"), Problem.__name__: schema}


def problem(
    status: int,
    detail: str = "",
    *,
    code: str = "",
    errors: list[dict[str, str]] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """The body of an answer about a problem."""
    usual, title = MEANINGS[status]
    code = code or usual
    errors = errors or []
    return {
        "type": f"{ADDRESS}#{code}",
        "code": code,
        "title": str(title),
        "status": status,
        "detail": detail or str(title),
        "field": errors[0]["field"] if errors else "",
        "errors": errors,
        **more,
    }


def answer(body: dict[str, Any]) -> HttpResponse:
    """A problem as a response."""
    return Response(body, status=body["status"], content_type=MEDIA_TYPE)


def problem_of_status(status: int) -> HttpResponse:
    """A problem of which nothing is known but its status."""
    if status in MEANINGS:
        return answer(problem(status))
    phrase = HTTPStatus(status).phrase
    body = problem(500, phrase, code=phrase.lower().replace(" ", "_"))
    return answer(body | {"status": status, "title": phrase})
