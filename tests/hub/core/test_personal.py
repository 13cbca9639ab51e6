"""One's own data: changed, taken along, erased."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from tests.cast import PASSWORD
from tests.hub.core.browsing import here, page, sent

from grandis.hub.core import journal, personal
from grandis.hub.core.domain import joining, people
from grandis.hub.core.domain.personal import erase_person, tell_all
from grandis.hub.core.errors import Broken, Refused
from grandis.hub.core.models import (
    AccessEntry,
    DoneRequest,
    Invitation,
    JournalEntry,
    JournalHead,
    Person,
)
from grandis.hub.core.viewer import Viewer
from grandis.sealing import SaltedEntry, merkle
from grandis.sealing.records import Entry

PROFILE, ERASE = reverse("core:profile"), reverse("core:erase")


@pytest.fixture
def petras_at_home(cast):
    """Petras' browser after he has typed his password."""
    browser = Client(HTTP_USER_AGENT="Petras' telephone")
    type_password(browser, cast.petras)
    return browser


def type_password(browser, person):
    """Sign in, and give the password once more as for everything that is grave."""
    entered = {"login": person.email, "password": PASSWORD}
    for name in ("account_login", "account_reauthenticate"):
        assert browser.post(reverse(name), entered).status_code == 302


@pytest.fixture
def traces(cast, petras_at_home):
    """Petras leaves something everywhere."""
    people.edit_profile(cast.petras, by=cast.viewer(cast.petras), phone="+370 600")
    people.invite_person(
        cast.organisation(cast.ona), by=cast.viewer(cast.ona), email=cast.rasa.email
    )
    Invitation.objects.update(email=cast.petras.email, name="Petras P.")
    TOTP.activate(cast.petras, "JBSWY3DPEHPK3PXP")
    petras_at_home.get(here("settings"))
    people.change_duties(
        cast.petras.appointments.get(), by=cast.viewer(cast.ona), duties=["owner"]
    )
    people.change_duties(
        cast.ona.appointments.get(), by=cast.viewer(cast.petras), duties=["sales"]
    )
    people.change_duties(
        cast.ona.appointments.get(), by=cast.viewer(cast.petras), duties=["owner"]
    )
    cast.petras.refresh_from_db()


def test_a_profile_changes_name_number_and_language(cast, as_):
    petras = as_(cast.petras)
    fields = {"name": "Petras P.", "phone": "+370 600", "language": "lt"}
    answer = petras.post(PROFILE, fields)
    assert answer.status_code == 302
    cast.petras.refresh_from_db()

    assert {name: getattr(cast.petras, name) for name in fields} == fields
    assert '<html lang="lt">' in petras.get(PROFILE).content.decode()


def test_the_language_chosen_on_a_page_is_remembered_with_the_person(cast, as_):
    petras = as_(cast.petras)
    chosen = {"language": "da", "next": here("journal")}
    answer = petras.post(reverse("set_language"), chosen)

    assert answer["Location"] == here("journal")
    assert Person.objects.get(pk=cast.petras.pk).language == "da"
    assert '<html lang="da">' in as_(cast.petras).get(PROFILE).content.decode()


@pytest.mark.parametrize("wrong", ["xx", "", "x" * 500])
def test_a_language_that_nobody_speaks_here_changes_nothing(wrong, cast, as_):
    as_(cast.petras).post(reverse("set_language"), {"language": wrong})

    assert Person.objects.get(pk=cast.petras.pk).language == "en"


def test_a_language_button_never_leads_to_another_site(cast, as_):
    wanted = {"language": "da", "next": "https://evil.example/"}
    answer = as_(None).post(reverse("set_language"), wanted)

    assert "evil" not in answer["Location"]


def test_the_download_holds_everything_about_the_person(traces, petras_at_home):
    answer = petras_at_home.get(reverse("core:download"))
    told = json.loads(answer.content)

    assert answer["Content-Disposition"].startswith("attachment")
    assert told["person"]["email"] == "petras@example.org"
    assert told["person"]["phone"] == "+370 600"
    assert told["addresses"] == [
        {"email": "petras@example.org", "verified": True, "primary": True}
    ]
    assert [each["type"] for each in told["second factors"]] == ["totp"]
    assert told["sessions"][0]["user_agent"] == "Petras' telephone"
    assert told["appointments"][0]["organisation name"] == "UAB Kamštūna"
    assert told["invitations"][0]["name"] == "Petras P."
    assert [each["kind"] for each in told["journal"]] == [
        "person.invited",
        "person.duties",
        "person.duties",
        "person.duties",
    ]
    assert [each["path"] for each in told["access log"]] == [here("settings")]
    assert "JBSWY3DPEHPK3PXP" not in answer.content.decode()


def test_the_download_holds_nothing_about_others(traces, cast, petras_at_home):
    said = petras_at_home.get(reverse("core:download")).content.decode()

    for other in (cast.ona, cast.rasa, cast.darius):
        assert other.key not in said
        assert other.email not in said


def test_nobody_reads_or_erases_somebody_else(cast):
    for act in (tell_all, erase_person):
        with pytest.raises(Refused):
            act(cast.ona, by=cast.viewer(cast.petras))


def test_a_visitor_has_no_data_here(cast, as_):
    for name in ("download", "personal_data", "erase", "profile"):
        assert as_(None).get(reverse(f"core:{name}")).status_code == 302


def test_erasing_asks_for_the_password_first(cast, as_):
    answer = as_(cast.petras).get(ERASE)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_erasing_asks_whether_one_is_sure(petras_at_home, cast):
    page(petras_at_home, ERASE)
    assert petras_at_home.post(ERASE).status_code == 200
    cast.petras.refresh_from_db()

    assert cast.petras.is_active


def everything_stored():
    """All text of all rows that are not the journal's hashes."""
    return "\n".join(
        str(row)
        for model in apps.get_models()
        for row in model._base_manager.values_list()
    )


def test_after_erasing_nothing_leads_to_the_person(traces, petras_at_home, cast):
    key, email = cast.petras.key, cast.petras.email
    assert email in everything_stored()
    said = sent(petras_at_home, ERASE, sure="on")

    assert "Your data are erased." in said
    stored = everything_stored()
    for trace in (email, "Petras", "+370 600", "JBSWY3DPEHPK3PXP"):
        assert trace not in stored, trace
    assert not Person.objects.filter(key=key).exists()
    assert not UserSession.objects.filter(user=cast.petras).exists()
    assert not EmailAddress.objects.filter(user=cast.petras).exists()
    assert not AccessEntry.objects.filter(person=cast.petras).exists()
    assert not DoneRequest.objects.filter(person=cast.petras).exists()
    assert not JournalEntry.objects.filter(actor=cast.petras).exists()


def test_every_device_of_an_erased_person_is_signed_out(cast, petras_at_home):
    elsewhere = Client()
    type_password(elsewhere, cast.petras)
    assert elsewhere.get(PROFILE).status_code == 200
    sent(petras_at_home, ERASE, sure="on")

    assert elsewhere.get(PROFILE).status_code == 302
    sessions = [each.get_decoded() for each in Session.objects.all()]
    signed_in = {each.get("_auth_user_id") for each in sessions}
    assert str(cast.petras.pk) not in signed_in
    entered = {"login": "petras@example.org", "password": PASSWORD}
    assert elsewhere.post(reverse("account_login"), entered).status_code == 200


def test_the_journal_still_verifies_after_erasing(traces, cast):
    before = JournalHead.objects.get().size
    root = merkle.root(before, journal.read_node)
    erase_person(cast.petras, by=cast.viewer(cast.petras))

    assert merkle.root(before, journal.read_node) == root
    rows = JournalEntry.objects.order_by("index").select_related("cluster")
    leaves = [bytes(row.leaf) for row in rows]
    size = JournalHead.objects.get().size
    assert merkle.root(size, journal.read_node) == merkle.root(
        size, merkle.reader(leaves)
    )
    for row in rows:
        if row.body is not None:
            said = Entry(
                row.index,
                row.kind,
                journal.utc_text(row.at),
                row.cluster.slug,
                row.subject,
                row.body,
            )
            assert SaltedEntry(said, bytes(row.salt)).leaf == bytes(row.leaf)
    erased = {row.kind for row in rows if row.body is None and row.salt is None}
    assert erased == {"person.invited", "person.duties"}
    assert rows.last().kind == "person.erased"


def test_what_a_person_did_for_others_stays_readable(traces, cast, as_):
    ona_key = cast.ona.appointments.get().key
    erase_person(cast.petras, by=cast.viewer(cast.petras))
    about_ona = JournalEntry.objects.filter(subject=f"core.Appointment:{ona_key}")

    assert about_ona.exists()
    assert all(row.body is not None and row.actor is None for row in about_ona)
    assert "Erased person" not in page(as_(cast.ona), here("people"))
    page(as_(cast.ona), here("journal"))


def test_an_only_owner_is_not_erased_and_told_why(cast):
    with pytest.raises(Broken, match=r"only owner of UAB Kamštūna\. Make somebody"):
        erase_person(cast.ona, by=cast.viewer(cast.ona))

    cast.ona.refresh_from_db()
    assert cast.ona.is_active


def test_the_page_tells_an_only_owner_too(cast):
    browser = Client()
    type_password(browser, cast.ona)
    answer = browser.post(ERASE, {"sure": "on"})

    assert "You are the only owner of UAB Kamštūna." in answer.content.decode()
    assert Person.objects.get(pk=cast.ona.pk).is_active


def test_the_only_owner_of_an_organisation_that_left_may_be_erased(cast):
    joining.leave(cast.organisation(cast.carl), by=cast.viewer(cast.carl))
    erase_person(cast.carl, by=cast.viewer(cast.carl))

    assert not Person.objects.filter(name="Carl Carlsen").exists()


def test_apps_tell_and_forget_what_they_keep(cast, monkeypatch):
    forgotten = []
    keeper = personal.Keeper("shoes", lambda person: {"size": 43}, forgotten.append)
    monkeypatch.setattr(personal, "keepers", [keeper])
    by = cast.viewer(cast.petras)

    assert tell_all(cast.petras, by=by)["shoes"] == {"size": 43}
    erase_person(cast.petras, by=by)
    assert forgotten == [cast.petras]


def test_a_person_outside_of_every_cluster_may_be_erased(db):
    lone = Person.objects.create_user("lone@example.org", PASSWORD, name="Lone")
    erase_person(lone, by=Viewer(cluster=None, person=lone))

    lone.refresh_from_db()
    assert not lone.is_active
