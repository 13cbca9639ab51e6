"""The interface for programs, as one object: what it answers and how it fails."""

import json
from functools import cached_property
from typing import Any

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from grandis.hub.api.v1.changing import VersionMissing
from grandis.hub.api.v1.problems import (
    ADDRESS,
    MEDIA_TYPE,
    answer,
    problem,
    schemas_of_problems,
)
from grandis.hub.api.v1.representations import representations
from grandis.hub.core.errors import Broken, Conflict, Refused


class Interface(NinjaAPI):
    """Ninja's interface with versions as ETags and problems as RFC 9457 has them."""

    def create_response(
        self, request: HttpRequest, data: Any, **more: Any
    ) -> HttpResponse:
        response = super().create_response(request, data, **more)
        if etag := getattr(request, "etag", ""):
            response["ETag"] = etag
        return response

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """The description of the interface; it never changes while this runs."""
        return self._described

    @cached_property
    def _described(self) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=ADDRESS)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if status == 412:  # a problem that holds a row, told by ninja
                        response["content"] = {
                            MEDIA_TYPE: response["content"].pop("application/json")
                        }
        schemas = schema["components"]["schemas"] | schemas_of_problems()
        schema["components"]["schemas"] = schemas
        said = json.dumps(schema)
        for name in [*schemas]:
            if f'"#/components/schemas/{name}"' not in said:
                del schemas[name]  # ninja keeps those of parameters, which it unfolds
        return schema

    def set_default_exception_handlers(self) -> None:
        """Every failure that has a meaning becomes a problem."""
        self.add_exception_handler(HttpError, _http_error)
        self.add_exception_handler(ValidationError, _not_valid)
        self.add_exception_handler(Http404, _not_found)
        self.add_exception_handler(Refused, _refused)
        self.add_exception_handler(Broken, _broken)
        self.add_exception_handler(VersionMissing, _version_missing)
        self.add_exception_handler(Conflict, _conflict)
        self.add_exception_handler(IntegrityError, _busy)


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    # Only refusals come with a sentence of ours (`security`), others with ninja's.
    said = error.message if error.status_code == 403 else ""
    response = answer(problem(error.status_code, said))
    if error.status_code == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Grandis"'
    return response


def _not_valid(request: HttpRequest, error: Any) -> HttpResponse:
    faults = [
        {"field": _place(fault["loc"]), "detail": fault["msg"]}
        for fault in error.errors
    ]
    detail = " ".join(f"{fault['field']}: {fault['detail']}." for fault in faults)
    return answer(problem(422, detail, code="not_valid", errors=faults))


def _place(path: tuple[Any, ...]) -> str:
    """A field's place without the names of our own arguments: `duties.0`."""
    source, *names = path
    if source == "body":
        names = names[1:]
    return ".".join(str(name) for name in names)


def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(problem(404))


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(problem(403, str(error)))


def _broken(request: HttpRequest, error: Any) -> HttpResponse:
    faults = [{"field": error.field, "detail": str(error)}]
    return answer(problem(422, str(error), errors=faults))


def _version_missing(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(problem(428, str(error)))


def _conflict(request: Any, error: Any) -> HttpResponse:
    shows = representations[type(error.current)]
    row = shows.rows(request.viewer).filter(pk=error.current.pk).first()
    if row is None:
        return answer(problem(404))
    current = shows.schema.from_orm(row).model_dump()
    response = answer(problem(412, current=current))
    response["ETag"] = f'"{row.version}"'
    return response


def _busy(request: HttpRequest, error: Any) -> HttpResponse:
    return answer(problem(409))
