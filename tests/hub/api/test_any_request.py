"""Whatever a program sends, as whomever: an answer as described, and no more.

schemathesis makes requests from the description of the interface, right ones and
wrong ones. Right ones are about rows that are there and are sent as every role; wrong
ones must be wrong for those who may do most. Nothing is random and everything is
rolled back, so that each sees the same rows.
"""

from copy import deepcopy

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.hub.api.cases import cases_of
from tests.hub.api.programs import token_for

from grandis.hub.api.v1.api import api
from grandis.hub.core.enums import Role
from grandis.hub.wsgi import application

CSRF = "a" * 32
AS_DESCRIBED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
#: Who sends requests that are wrong in themselves.
SEND_WRONG_ONES = ("public", "coordinator", "member", "stranger")


def bounded(operation):
    """Few requests for each operation, for there are many and many roles."""
    return settings(
        max_examples=1 if operation.method == "get" else 2,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


TAGS = list(
    dict.fromkeys(
        told["tags"][0]
        for methods in api.get_openapi_schema()["paths"].values()
        for told in methods.values()
    )
)


@pytest.fixture
def one_connection(db):
    """The application keeps the test's connection, as under Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(one_connection):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def credentials(cast, as_):
    """What each role sends along: a token, a session, or nothing."""

    def of(person):
        if person is None:
            return {}
        if cast.viewer(person).role != Role.PUBLIC:
            return {
                "headers": {"Authorization": f"Bearer {token_for(cast.viewer(person))}"}
            }
        session = as_(person).cookies["sessionid"].value
        return {
            "headers": {"X-CSRFToken": CSRF},
            "cookies": {"sessionid": session, "csrftoken": CSRF},
        }

    return {role: of(person) for role, person in cast.everybody.items()}


def operations_of(described, tag):
    found = [each.ok() for each in described.get_all_operations()]
    return [each for each in found if each.definition.raw["tags"] == [tag]]


def ids_in(path):
    """The key or number in a case's address, by the parameter's name."""
    ids = [part for part in path.partition("?")[0].split("/") if part]
    return {"key": ids[1], "index": ids[1]} if len(ids) > 1 else {}


def about_rows_that_are_there(made, case):
    """A made request, turned to the row that a case is about."""
    made.path_parameters |= {"cluster": "plastics"} | {
        name: value
        for name, value in ids_in(case.path).items()
        if name in made.path_parameters
    }
    if case.version is not None:
        made.headers["If-Match"] = f'"{case.version}"'
    if isinstance(made.body, dict) and isinstance(case.body, dict):
        parents = ("organisation", "site", "resource", "figures")
        made.body |= {name: case.body[name] for name in parents if name in case.body}


@pytest.mark.parametrize("tag", TAGS)
def test_any_request_gets_an_answer_as_described(
    cast, filled, dealt, described, credentials, tag
):
    cases = cases_of(cast, filled, dealt)

    def sending(case, roles, checks, prepare):
        def send(made):
            prepare(made, case)
            for role in roles:
                with transaction.atomic():
                    answer = made.call(**deepcopy(credentials[role]))
                    transaction.set_rollback(True)
                made.validate_response(answer, checks=checks)
                assert answer.status_code >= 300 or role in case.may, (role, case)

        return send

    for operation in operations_of(described, tag):
        case = cases[operation.definition.raw["operationId"]]
        right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
        send = sending(case, credentials, AS_DESCRIBED, about_rows_that_are_there)
        bounded(operation)(given(made=right)(send))()
        checks = [*AS_DESCRIBED, negative_data_rejection]
        send = sending(case, SEND_WRONG_ONES, checks, lambda made, case: None)
        bounded(operation)(given(made=wrong)(send))()
