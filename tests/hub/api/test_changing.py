"""Changes are done once, on the version that was seen, or say why not."""

import pytest
from django.test import Client
from tests.hub.api.programs import ROOT, Program

from grandis.hub.core.domain import joining
from grandis.hub.core.models import Organisation


def organisation_of(cast, person):
    return f"organisations/{cast.organisation(person).key}"


def test_nobody_changes_anything_without_signing_in(cast):
    answer = Program().patch(organisation_of(cast, cast.ona), {"name": "X"})

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_a_session_reads(cast, as_):
    answer = as_(cast.ona).get(f"{ROOT}/me")

    assert answer.status_code == 200
    assert answer.json()["person"] == cast.ona.key


def test_a_session_changes_with_its_csrf_token_alone(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.ona, "allauth.account.auth_backends.AuthenticationBackend")
    path = f"{ROOT}/me"
    answer = browser.patch(path, {"name": "Ona"}, content_type="application/json")
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]

    browser.get("/account/login/")
    browser.cookies["csrftoken"] = "a" * 32
    answer = browser.patch(
        path,
        {"name": "Ona"},
        content_type="application/json",
        headers={"X-CSRFToken": "a" * 32},
    )
    assert answer.status_code == 200
    assert answer.json()["name"] == "Ona"


def test_a_change_answers_with_the_row_and_its_version(cast, program):
    asking, path = program(cast.ona), organisation_of(cast, cast.ona)
    before = asking.get(path)
    answer = asking.patch(path, {"website": "https://k.lt"}, If_Match=before["ETag"])

    assert answer.status_code == 200
    assert answer.json()["website"] == "https://k.lt"
    assert answer["ETag"] == f'"{before.json()["version"] + 1}"'
    assert cast.organisation(cast.ona).website == "https://k.lt"


def test_what_is_left_out_stays(cast, program):
    asking, path = program(cast.ona), organisation_of(cast, cast.ona)
    before = asking.get(path)
    answer = asking.patch(path, {}, If_Match=before["ETag"])

    assert answer.json() == before.json()


def test_a_change_needs_the_version_that_was_seen(cast, program):
    answer = program(cast.ona).patch(organisation_of(cast, cast.ona), {"name": "X"})

    assert answer.status_code == 428
    assert answer.json()["code"] == "version_missing"


@pytest.mark.parametrize("version", ["3", '"x"', "*", 'W/"1"', '""'])
def test_a_version_looks_like_one(cast, program, version):
    answer = program(cast.ona).patch(
        organisation_of(cast, cast.ona), {"name": "X"}, If_Match=version
    )

    assert answer.status_code == 422
    assert answer.json()["field"] == "If-Match"


def test_who_comes_second_gets_the_row_as_it_is(cast, program):
    asking, path = program(cast.ona), organisation_of(cast, cast.ona)
    seen = asking.get(path)
    joining.edit_organisation(
        cast.organisation(cast.ona),
        by=cast.viewer(cast.rasa),
        website="https://first.lt",
    )
    answer = asking.patch(path, {"website": "https://2.lt"}, If_Match=seen["ETag"])

    assert answer.status_code == 412
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["code"] == "changed_meanwhile"
    assert told["current"]["website"] == "https://first.lt"
    assert answer["ETag"] == f'"{told["current"]["version"]}"'
    assert cast.organisation(cast.ona).website == "https://first.lt"
    again = asking.patch(path, {"website": "https://2.lt"}, If_Match=answer["ETag"])
    assert again.status_code == 200


def test_the_same_request_with_the_same_key_is_done_once(cast, program):
    asking = program(cast.rasa)
    body = {"name": "UAB Nauja", "country": "LT", "role": "member"}
    first = asking.post("organisations", body, Idempotency_Key="a-1")
    second = asking.post("organisations", body, Idempotency_Key="a-1")

    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert Organisation.objects.filter(name="UAB Nauja").count() == 1


def test_another_request_with_the_same_key_is_another(cast, program):
    asking = program(cast.rasa)
    for name in ("UAB Nauja", "UAB Kita"):
        body = {"name": name, "country": "LT", "role": "member"}
        answer = asking.post("organisations", body, Idempotency_Key="a-1")
        assert answer.json()["name"] == name
    there = asking.get("organisations").json()["items"]
    asking.post(
        f"organisations/{there[0]['key']}/confirm", Idempotency_Key="a-1"
    ).json()

    assert Organisation.objects.filter(name__in=["UAB Nauja", "UAB Kita"]).count() == 2


def test_people_do_not_share_keys(cast, program):
    for person in (cast.ona, cast.darius):
        answer = program(person).patch("me", {"phone": "+370"}, Idempotency_Key="same")
        assert answer.json()["person"] == person.key
        person.refresh_from_db()
        assert person.phone == "+370"


@pytest.mark.parametrize("key", ["", "x" * 65, "a b"])
def test_a_key_looks_like_one(cast, program, key):
    answer = program(cast.ona).patch("me", {"phone": "1"}, Idempotency_Key=key)

    assert answer.status_code == 422
    assert answer.json()["field"] == "Idempotency-Key"


def test_a_broken_rule_names_its_field(cast, program):
    asking, path = program(cast.ona), organisation_of(cast, cast.ona)
    answer = asking.patch(path, {"website": "no address"}, If_Match=etag(asking, path))

    assert answer.status_code == 422
    told = answer.json()
    assert (told["code"], told["field"]) == ("broken_rule", "website")
    assert told["errors"] == [{"field": "website", "detail": told["detail"]}]


def test_values_of_a_wrong_shape_name_each_field(cast, program):
    asking, path = program(cast.ona), organisation_of(cast, cast.ona)
    answer = asking.patch(
        path,
        {"name": "", "country": "Lithuania", "standing": "left"},
        If_Match=etag(asking, path),
    )

    assert answer.status_code == 422
    told = answer.json()
    assert told["code"] == "not_valid"
    assert {fault["field"] for fault in told["errors"]} == {
        "name",
        "country",
        "standing",
    }


def etag(asking, path):
    return asking.get(path)["ETag"]


@pytest.mark.parametrize(
    ("body", "status"), [(b"{", 400), (b"[]", 422), (b'"\xff"', 400), (b"", 422)]
)
def test_what_is_no_json_object_is_refused(cast, program, body, status):
    asking = program(cast.ona)
    answer = asking.client.generic(
        "PATCH",
        f"{ROOT}/me",
        body,
        content_type="application/json",
        headers=asking.headers,
    )

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_text_with_a_nul_is_refused(cast, program):
    answer = program(cast.ona).patch("me", {"name": "a\x00b"})

    assert answer.status_code == 422
    assert answer.json()["field"] == "name"


def test_a_request_that_is_too_large_is_refused(cast, program, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = program(cast.ona).patch("me", {"name": "x" * 2000})

    assert answer.status_code in {400, 413}
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/nonsense",
        "/api/v1/clusters/nowhere/organisations",
        "/api/v1/clusters/pla%20stics",
        f"{ROOT}/organisations/aaaaaaaaaaaa",
    ],
)
def test_what_is_not_there_is_a_problem_too(cast, program, path):
    answer = program(cast.ona).get(path)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


def test_a_method_that_an_address_does_not_know_is_a_problem(cast, program):
    answer = program(cast.ona).delete("organisations")

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer["Allow"].split(", ")) == {"GET", "POST"}


def test_answers_stay_out_of_caches(cast, program):
    answer = program(cast.ona).get("me")

    assert answer["Cache-Control"] == "private, no-store"
    assert "Authorization" in answer["Vary"]


def test_a_cluster_without_a_public_page_is_hidden_from_others(cast, program, as_):
    cast.cluster.is_public = False
    cast.cluster.save()

    assert program(cast.ona).get("").status_code == 200
    assert as_(cast.stranger).get(ROOT).status_code == 404
    assert Program().get("").status_code == 404


def test_a_refusal_is_said_in_the_language_asked_for(cast, program):
    answer = program(cast.ona).post(
        "plan-runs",
        {"title": "Mine", "opportunities": ["a" * 12]},
        Accept_Language="lt",
    )

    assert answer.status_code == 403
    assert answer.json()["detail"] == "Atlikdami vaidmenį „Narys“ to daryti negalite."
