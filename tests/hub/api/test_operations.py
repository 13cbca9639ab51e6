"""Every operation for every role: done, refused, or not there."""

import pytest
from django.db import transaction
from tests.hub.api.cases import cases_of
from tests.hub.api.programs import Program
from tests.hub.members.test_seeing import SEES_SHOWN, SEES_UNSHOWN

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.api import api
from grandis.hub.api.v1.representations import representations
from grandis.hub.api.v1.rows import collections
from grandis.hub.core.enums import Role
from grandis.hub.core.visibility import declaration_of

#: Everybody, in parts that can be tested side by side.
ROLES = (
    ("public", "invited", "stranger", "customer", "partner"),
    ("coordinator", "member", "production"),
    ("competitor", "research", "trustee", "agency"),
)


@pytest.fixture
def speaking(cast, program, as_):
    """A program for a role: with a token, or a session where there can be none."""

    def speaking(role):
        person = cast.everybody[role]
        if person is None or cast.viewer(person).role != Role.PUBLIC:
            return program(person)
        browser = Program()
        browser.client = as_(person)
        return browser

    return speaking


def operations():
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            yield path, method, told


def test_every_operation_has_a_case(cast, filled, dealt):
    assert set(cases_of(cast, filled, dealt)) == {
        told["operationId"] for _, _, told in operations()
    }


def test_every_role_is_asked(cast):
    assert sorted(role for some in ROLES for role in some) == sorted(cast.everybody)


@pytest.mark.parametrize("roles", ROLES, ids="-".join)
def test_each_role_does_what_it_may_and_nothing_else(
    cast, filled, dealt, speaking, roles
):
    cases = cases_of(cast, filled, dealt)
    got = {}
    for role in roles:
        asking = speaking(role)
        for name, case in cases.items():
            headers = {} if case.version is None else {"If-Match": f'"{case.version}"'}
            with transaction.atomic():
                if case.file is None:
                    answer = asking.send(case.method, case.path, case.body, **headers)
                else:
                    answer = asking.upload(case.path, case.file)
                transaction.set_rollback(True)
            got[role, name] = answer.status_code

    assert got == {(role, name): cases[name].expected(role) for role, name in got}


def test_lists_hold_what_a_role_sees_and_nothing_else(cast, filled, speaking):
    paths = {rows.model: rows.path.rpartition("/")[2] for rows in collections}
    wrong = []
    for role in set(cast.everybody) - {"public"}:
        listed = {
            path: speaking(role).get(f"{path}?limit=200").json()
            for path in paths.values()
        }
        for sees, rows in ((SEES_SHOWN, filled.ona), (SEES_UNSHOWN, filled.darius)):
            for name, row in rows.items():
                if type(row) in paths:
                    told = listed[paths[type(row)]]
                    keys = {item["key"] for item in told["items"]}
                    if told["total"] != len(keys) or (
                        (row.key in keys) != (role in sees[name])
                    ):
                        wrong.append((role, name))

    assert wrong == []


def test_what_is_confidential_needs_its_own_scope():
    models = {shows.schema.__name__: model for model, shows in representations.items()}
    secret = {
        name for name, model in models.items() if declaration_of(model).confidential
    }
    assert len(secret) == 6
    for _, method, told in operations():
        said = str(told["responses"].get(200, told["responses"].get(201, "")))
        if any(f"/{name}'" in said or f"_{name}_'" in said for name in secret):
            assert told["x-scope"].startswith("confidential:"), told["operationId"]
        assert (method == "get") == told["x-scope"].endswith("read")


def test_a_token_that_reads_cannot_read_what_is_confidential(cast, filled, program):
    asking = program(cast.ona, Scope.READ)
    for path in ("shifts", "loads", "closures", "rates", "figures", "fees"):
        assert asking.get(path).status_code == 403
    assert asking.get("resources").status_code == 200


def test_a_row_of_another_cluster_is_not_there(cast, filled, as_):
    own = cast.organisation(cast.stranger)
    answer = as_(cast.stranger).get(
        f"/api/v1/clusters/abroad/organisations/{cast.organisation(cast.ona).key}"
    )
    assert answer.status_code == 404
    assert (
        as_(cast.stranger)
        .get(f"/api/v1/clusters/abroad/organisations/{own.key}")
        .status_code
        == 200
    )


def test_what_is_added_can_be_read_changed_and_removed(cast, program):
    asking, ona = program(cast.ona), cast.organisation(cast.ona)
    added = asking.post(
        "sites", {"name": "Works", "town": "Kaunas", "organisation": ona.key}
    )
    path = f"sites/{added.json()['key']}"
    assert added.status_code == 201
    assert asking.get(path).json() == added.json()
    changed = asking.patch(path, {"latitude": 54.9}, If_Match=added["ETag"])
    assert changed.json()["latitude"] == 54.9
    assert changed.json()["town"] == "Kaunas"
    late = asking.delete(path, If_Match=added["ETag"])
    assert late.status_code == 412
    assert late.json()["current"] == changed.json()
    assert asking.delete(path, If_Match=changed["ETag"]).status_code == 204
    assert asking.get(path).status_code == 404


def test_a_machine_keeps_its_limits_as_they_were_sent(cast, filled, program):
    limits = {"clamp": 850.5, "opening": 400, "robot": True}
    answer = program(cast.petras).post(
        "resources",
        {
            "site": filled.ona["site"].key,
            "name": "Press 85 t",
            "process": "injection_moulding",
            "limits": limits,
        },
    )
    assert answer.status_code == 201
    assert answer.json()["limits"] == limits
    assert answer.json()["stage"] == "injection_moulding"


def test_a_shift_is_for_a_site_or_a_resource(cast, filled, program):
    asking = program(cast.petras)
    for places in ((), ("site", "resource")):
        body = {"weekdays": [0], "start": "06:00", "end": "14:00"}
        body |= {place: filled.ona[place].key for place in places}
        answer = asking.post("shifts", body)

        assert answer.status_code == 422
        assert "site, resource" in answer.json()["detail"]


def test_a_profile_that_is_not_there_yet_has_version_zero(cast, program):
    asking = program(cast.ona)
    path = f"organisations/{cast.organisation(cast.ona).key}/profile"
    assert asking.get(path).status_code == 404
    first = asking.patch(path, {"summary": "Caps"}, If_Match='"0"')
    assert (first.status_code, first["ETag"]) == (200, '"1"')
    second = asking.patch(path, {"summary": "Lids"}, If_Match='"0"')
    assert second.status_code == 412
    assert second.json()["current"]["summary"] == "Caps"


def test_lists_come_in_pages(cast, filled, program):
    asking, path, seen = program(cast.ona), "sites?limit=1", []
    while path:
        told = asking.get(path).json()
        assert len(told["items"]) == 1
        assert told["total"] == 2
        seen += [item["key"] for item in told["items"]]
        path = told["next"]

    assert len(set(seen)) == len(seen) == 2


def test_lists_can_be_asked_for_one_organisation(cast, filled, program):
    darius = cast.organisation(cast.darius)
    told = program(cast.ona).get(f"sites?organisation={darius.key}").json()

    assert {item["organisation"] for item in told["items"]} == {darius.key}


def test_a_list_takes_the_same_queries_for_one_row_and_for_many(
    cast, filled, program, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("grandis.hub.api.v1.security.Rate.STEP", 1000)
    asking = program(cast.ona)
    asking.get("me")  # notes the token's use
    for path in {rows.path.rpartition("/")[2] for rows in collections} | {
        "journal",
        "organisations",
        "appointments",
    }:
        for limit in (1, 200):
            with django_assert_max_num_queries(4):
                asking.get(f"{path}?limit={limit}")


def test_find_gives_reasons(cast, filled, program):
    told = program(cast.ona).get("find?clamp=1500&process=injection_moulding").json()

    names = {item["organisation"]["name"] for item in told["items"]}
    assert names == {"UAB Kamštūna", "UAB Detalinga"}
    codes = {reason["code"] for reason in told["items"][0]["reasons"]}
    assert {"resource", "limit_met"} <= codes


def test_coverage_names_gaps(cast, filled, program):
    told = program(cast.ona).get("coverage").json()
    gaps = {row["stage"]: row["gap"] for row in told["rows"]}

    assert len(gaps) == 8
    assert gaps["extrusion"] == "nobody"
    assert gaps["injection_moulding"] == ""


def test_the_checkpoint_is_signed_by_the_key_it_names(cast, program):
    from grandis.sealing import parse_key, read_checkpoint

    told = program(cast.ona).get("journal/checkpoint").json()
    signed = read_checkpoint(told["note"])

    assert signed.checkpoint.size == told["size"] > 0
    assert signed.is_signed_by(parse_key(told["verifier_key"]))
