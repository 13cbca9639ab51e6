"""The interface describes itself, to programs and to people, and tells no secret."""

import re
from pathlib import Path

from django.test import Client
from tests.hub.ui.validity import faults, parse

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.problems import MEANINGS
from grandis.hub.api.v1.security import Rate
from grandis.hub.api.views.documentation import kind_of

ROOT = Path(__file__).parents[3]
NONCE = re.compile(r"'nonce-([^']+)'")
PAGE, SCHEMA = "/api/v1/", "/api/v1/openapi.json"


def operations(described):
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            yield f"{method.upper()} {path}", told


def test_everybody_can_read_it(db):
    for address in (PAGE, SCHEMA):
        assert Client().get(address).status_code == 200


def test_it_holds_nothing_of_any_cluster(cast):
    for address in (PAGE, SCHEMA):
        told = Client().get(address).content.decode()
        assert "Kamštūna" not in told
        assert "plastics" not in told


def test_every_operation_is_described(db):
    described = Client().get(SCHEMA).json()
    ids = [told["operationId"] for _, told in operations(described)]
    assert described["openapi"] == "3.1.0"
    assert len(set(ids)) == len(ids) > 100
    for name, told in operations(described):
        assert told["summary"], name
        assert told["tags"], name
        assert told["x-scope"], name
        assert told["security"] == [{"Token": []}, {"Session": []}], name
        assert {"401", "403", "404", "422", "429"} <= told["responses"].keys(), name


def test_every_body_is_typed_and_takes_nothing_else(db):
    described = Client().get(SCHEMA).json()
    schemas = described["components"]["schemas"]
    for name, told in operations(described):
        content = told.get("requestBody", {}).get("content", {})
        if files := content.get("multipart/form-data"):
            assert list(files["schema"]["properties"]) == ["file"], name
        elif content:
            content = content["application/json"]
            schema = schemas[content["schema"]["$ref"].rpartition("/")[2]]
            assert schema["properties"], name
            assert schema["additionalProperties"] is False, name


def test_what_has_a_version_is_changed_by_it_alone(db):
    described = Client().get(SCHEMA).json()
    for name, told in operations(described):
        headers = {p["name"] for p in told["parameters"] if p["in"] == "header"}
        if name.startswith("PATCH") and told["operationId"] != "edit_myself":
            assert {"If-Match", "Idempotency-Key"} == headers, name
            assert {"412", "428"} <= told["responses"].keys(), name


def pages():
    """Every page of the documentation, by address."""
    client = Client()
    page = client.get(PAGE).content.decode()
    links = {node.get("href") for node in parse(page).iter("a")}
    groups = {
        link.partition("#")[0]
        for link in links
        if link.startswith(f"{PAGE}operations/")
    }
    return {address: client.get(address) for address in [PAGE, *groups]}


def test_its_pages_are_valid_and_need_nothing_from_elsewhere(db):
    for address, answer in pages().items():
        nonce = NONCE.search(answer["Content-Security-Policy"])
        assert faults(answer.content.decode(), nonce.group(1) if nonce else "") == []
        assert "unsafe-inline" not in answer["Content-Security-Policy"]
        assert len(answer.content) < 100_000, address


def test_its_pages_show_every_operation_schema_and_problem(db):
    described = Client().get(SCHEMA).json()
    trees = {
        address: parse(answer.content.decode()) for address, answer in pages().items()
    }
    ids = {a: {node.get("id") for node in tree.iter()} for a, tree in trees.items()}
    shown = set().union(*ids.values())

    assert shown >= {told["operationId"] for _, told in operations(described)}
    assert shown >= {f"schema-{name}" for name in described["components"]["schemas"]}
    assert shown >= {code for code, _ in MEANINGS.values()}
    for address, tree in trees.items():
        for node in tree.iter("a"):
            page, _, anchor = node.get("href").partition("#")
            assert not anchor or anchor in ids[page or address] | {"main"}, address


def test_every_page_links_to_it(db):
    assert f'href="{PAGE}"' in Client().get("/").content.decode()


def test_a_problem_leads_to_its_explanation(cast):
    kind = Client().get("/api/v1/clusters/plastics").json()["type"]
    address, _, anchor = kind.partition("#")

    assert f'id="{anchor}"' in Client().get(address).content.decode()


def test_kinds_are_told_in_words():
    assert kind_of({"type": "string", "maxLength": 9}).text == "text up to 9 characters"
    assert kind_of({"type": "integer", "minimum": 0}).text == "whole number from 0"
    assert kind_of({"enum": ["a", "b"]}).text == "a | b"
    listed = kind_of({"type": "array", "items": {"$ref": "#/x/Y"}})
    assert (listed.text, listed.names) == ("list of", ("Y",))
    either = kind_of({"anyOf": [{"$ref": "#/x/Y"}, {"type": "null"}]})
    assert (either.text, either.names) == ("null or", ("Y",))


def test_the_reference_names_every_problem_and_scope():
    page = (ROOT / "docs" / "reference" / "api.md").read_text()
    for status, (code, _) in MEANINGS.items():
        assert f"| {status} | `{code}`" in page
    for scope in Scope:
        assert f"| `{scope.value}` |" in page
    assert f"more than {Rate.PER_MINUTE} requests" in page
