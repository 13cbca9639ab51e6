"""A token acts for its person, never for more, and not for longer than it should."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone
from tests.hub.api.programs import Program, token_for

from grandis.hub.api.domain.tokens import (
    PREFIX,
    hash_of,
    make_token,
    new_secret,
    revoke_token,
)
from grandis.hub.api.enums import Scope
from grandis.hub.api.models import ApiToken
from grandis.hub.core.domain import joining, people
from grandis.hub.core.enums import Audience, Duty
from grandis.hub.core.errors import Broken, Refused
from grandis.hub.core.models import JournalEntry
from grandis.hub.core.visibility import see


def make(viewer, **more):
    asked = {
        "secret": new_secret(),
        "name": "ERP",
        "scopes": [Scope.READ],
        "expires_on": timezone.localdate() + timedelta(days=30),
    }
    return make_token(viewer.organisation, by=viewer, **(asked | more))


def test_only_a_hash_of_the_secret_is_kept(cast):
    secret = new_secret()
    token = make(cast.viewer(cast.ona), secret=secret)

    kept = ApiToken.objects.filter(pk=token.pk).values().get()
    assert secret.startswith(PREFIX)
    assert kept["secret_hash"] == hash_of(secret)
    assert not any(secret in str(value) for value in kept.values())


def test_making_and_revoking_is_journalled_for_the_organisation_alone(cast):
    viewer = cast.viewer(cast.ona)
    revoke_token(make(viewer), by=viewer)

    entries = JournalEntry.objects.filter(kind__startswith="token.")
    assert [entry.kind for entry in entries] == ["token.revoked", "token.made"]
    assert {entry.audience for entry in entries} == {Audience.OWN}
    assert {entry.organisation for entry in entries} == {viewer.organisation}


@pytest.mark.parametrize("days", [-1, 366])
def test_it_lasts_a_year_at_most(cast, days):
    with pytest.raises(Broken) as broken:
        make(
            cast.viewer(cast.ona),
            expires_on=timezone.localdate() + timedelta(days=days),
        )
    assert broken.value.field == "expires_on"


def test_it_needs_a_scope(cast):
    with pytest.raises(Broken) as broken:
        make(cast.viewer(cast.ona), scopes=[])
    assert broken.value.field == "scopes"


def test_whose_organisation_has_not_agreed_makes_no_token(cast):
    with pytest.raises(Refused):
        make(cast.viewer(cast.jonas))


def test_nobody_makes_a_token_for_another_organisation(cast):
    with pytest.raises(Refused):
        make_token(
            cast.organisation(cast.darius),
            by=cast.viewer(cast.ona),
            secret=new_secret(),
            name="ERP",
            scopes=[Scope.READ],
            expires_on=timezone.localdate(),
        )


def test_only_its_person_sees_it(cast):
    token = make(cast.viewer(cast.ona))

    seen = {
        name
        for name, person in cast.everybody.items()
        if see(cast.viewer(person), ApiToken).filter(pk=token.pk).exists()
    }
    assert seen == {"member"}


def test_only_its_person_revokes_it(cast):
    token = make(cast.viewer(cast.petras))
    with pytest.raises(Refused):
        revoke_token(token, by=cast.viewer(cast.ona))


def test_it_acts_for_its_person(cast, program):
    told = program(cast.petras, Scope.READ).get("me").json()

    assert told["person"] == cast.petras.key
    assert told["organisation"] == cast.organisation(cast.petras).key
    assert (told["role"], told["duties"]) == ("member", ["production"])
    assert told["scopes"] == ["read"]


@pytest.mark.parametrize("secret", ["grandis_" + "x" * 43, "nonsense", ""])
def test_an_unknown_token_is_refused(cast, secret):
    answer = Program().get("me", Authorization=f"Bearer {secret}")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "not_signed_in"


def test_a_worthless_token_is_not_saved_by_a_session(cast, as_):
    asking = Program("grandis_worthless")
    asking.client = as_(cast.ona)

    assert asking.get("me").status_code == 401


def test_it_ends_when_it_is_revoked(cast):
    viewer = cast.viewer(cast.ona)
    asking = Program(token_for(viewer))
    assert asking.get("me").status_code == 200
    revoke_token(ApiToken.objects.get(), by=viewer)

    assert asking.get("me").status_code == 401


def test_it_ends_on_its_last_day(cast):
    asking = Program(token_for(cast.viewer(cast.ona), days=0))
    assert asking.get("me").status_code == 200
    ApiToken.objects.update(expires_on=timezone.localdate() - timedelta(days=1))

    assert asking.get("me").status_code == 401


def test_it_ends_with_the_appointment_and_never_returns(cast, program):
    asking = program(cast.petras)
    people.end_appointment(
        cast.petras.appointments.get(ended_at=None), by=cast.viewer(cast.ona)
    )
    assert asking.get("me").status_code == 401
    people.appoint(cast.petras, cast.organisation(cast.ona), [Duty.SALES])

    assert asking.get("me").status_code == 401


def test_it_ends_when_the_organisation_leaves(cast, program):
    asking = program(cast.ona)
    joining.leave(cast.organisation(cast.ona), by=cast.viewer(cast.ona))

    assert asking.get("me").status_code == 401


def test_it_ends_with_the_account(cast, program):
    asking = program(cast.ona)
    cast.ona.is_active = False
    cast.ona.save()

    assert asking.get("me").status_code == 401


def test_it_follows_its_persons_duties(cast, program):
    asking = program(cast.petras)
    people.change_duties(
        cast.petras.appointments.get(), by=cast.viewer(cast.ona), duties=[Duty.SALES]
    )

    assert asking.get("me").json()["duties"] == ["sales"]


def test_it_is_worth_nothing_in_another_cluster(cast, program):
    answer = program(cast.ona).get("/api/v1/clusters/abroad/organisations")

    assert answer.status_code == 403
    assert "another cluster" in answer.json()["detail"]


def test_it_opens_no_page(cast, program):
    answer = program(cast.ona).get("/c/plastics/tokens/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_it_may_do_what_its_scopes_say_and_no_more(cast, program):
    ona = cast.organisation(cast.ona)
    reading = program(cast.ona, Scope.READ)
    assert reading.get("organisations").status_code == 200
    answer = reading.patch(f"organisations/{ona.key}", {"name": "X"}, If_Match='"1"')

    assert answer.status_code == 403
    assert "directory:write" in answer.json()["detail"]
    assert reading.get("appointments").status_code == 403


def test_a_scope_gives_no_right_that_the_person_lacks(cast, program):
    other = cast.organisation(cast.darius)
    answer = program(cast.ona).patch(
        f"organisations/{other.key}", {"name": "X"}, If_Match=f'"{other.version}"'
    )

    assert answer.status_code == 403
    assert answer.json()["code"] == "refused"


def test_its_use_is_noted_to_the_hour(cast, program):
    asking = program(cast.ona)
    asking.get("me")
    first = ApiToken.objects.get().last_used_at
    asking.get("me")
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=timezone.now() - timedelta(hours=2))
    asking.get("me")

    assert ApiToken.objects.get().last_used_at >= first


def test_processes_count_together(cast, program, monkeypatch):
    monkeypatch.setattr("grandis.hub.api.v1.security.Rate.PER_MINUTE", 4)
    monkeypatch.setattr("grandis.hub.api.v1.security.Rate.STEP", 2)
    asking, statuses = program(cast.ona), []
    for _ in range(12):
        statuses += [asking.get("me").status_code for _ in range(2)]
        caches["process"].clear()  # the next two come to another process

    assert statuses[0] == 200
    assert 429 in statuses


def test_too_many_requests_have_to_wait(cast, program, monkeypatch):
    monkeypatch.setattr("grandis.hub.api.v1.security.Rate.PER_MINUTE", 3)
    monkeypatch.setattr("grandis.hub.api.v1.security.Rate.STEP", 1)
    asking, another = program(cast.ona), program(cast.darius)
    answers = [asking.get("me") for _ in range(8)]  # may span two minutes

    late = [answer for answer in answers if answer.status_code == 429]
    assert late
    assert late[0].json()["code"] == "too_many_requests"
    assert 1 <= int(late[0]["Retry-After"]) <= 60
    assert another.get("me").status_code == 200
