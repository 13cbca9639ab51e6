"""Who acts for an organisation, and who lets them."""

import pytest
from django.core import mail
from tests.hub.core.browsing import declined, here, page, sent

from grandis.hub.core.domain import people
from grandis.hub.core.enums import Duty
from grandis.hub.core.errors import Refused
from grandis.hub.core.models import Invitation, JournalEntry


def key_of(person):
    return person.appointments.get().key


def invite(client, **more):
    asked = {"email": "nida@example.org", "duties": ["sales"], "language": "en"}
    return client.post(here("invite_person"), asked | more)


def test_answers_are_checked_before_a_mail_goes_out(
    cast, as_, django_capture_on_commit_callbacks
):
    ona = as_(cast.ona)
    with django_capture_on_commit_callbacks(execute=True):
        check = invite(ona, once="1").content.decode()
        assert "Check the invitation" in check
        assert "<dd>nida@example.org</dd>" in check
        assert "<dd>Sales</dd>" in check
        assert mail.outbox == []

        changed = invite(ona, once="1", change="yes").content.decode()
        assert 'value="nida@example.org"' in changed
        assert invite(ona, once="1", checked="yes").status_code == 302
    assert [each.to for each in mail.outbox] == [["nida@example.org"]]


def test_a_double_click_invites_once(cast, as_, django_capture_on_commit_callbacks):
    ona = as_(cast.ona)
    with django_capture_on_commit_callbacks(execute=True):
        for _twice in range(2):
            assert invite(ona, once="1", checked="yes").status_code == 302

    assert Invitation.objects.filter(email="nida@example.org").count() == 1
    assert len(mail.outbox) == 1
    assert JournalEntry.objects.filter(kind="person.invited").count() == 1


@pytest.mark.parametrize("name", ["petras", "darius", "rasa"])
def test_only_an_owner_invites_into_an_organisation(name, cast):
    with pytest.raises(Refused):
        people.invite_person(
            cast.organisation(cast.ona),
            by=cast.viewer(getattr(cast, name)),
            email="spy@example.org",
        )


def test_a_person_without_the_right_is_refused_on_the_page_too(cast, as_):
    assert invite(as_(cast.petras), checked="yes").status_code == 403
    assert not Invitation.objects.exists()


def test_nobody_is_invited_twice_into_the_same_organisation(cast, as_):
    answer = invite(as_(cast.ona), email="Petras@Example.org", checked="yes")

    assert "petras@example.org already acts for UAB Kamštūna." in (
        answer.content.decode()
    )


def test_an_owner_changes_duties(cast, as_):
    address = here("change_duties", key=key_of(cast.petras))
    said = sent(as_(cast.ona), address, duties=["sales", "accounts"])

    assert "The duties are changed." in said
    assert cast.petras.appointments.get().as_duties == {Duty.SALES, Duty.ACCOUNTS}
    assert as_(cast.petras).post(address, {"duties": ["owner"]}).status_code == 403


@pytest.mark.parametrize(
    ("name", "fields"),
    [("change_duties", {"duties": ["sales"]}), ("end_appointment", {})],
)
def test_an_organisation_keeps_an_owner(name, fields, cast, as_):
    address = here(name, key=key_of(cast.ona))
    said = declined(as_(cast.ona), address, **fields)

    assert "UAB Kamštūna needs at least one owner." in said
    assert cast.ona.appointments.get().as_duties == {Duty.OWNER}


def test_with_a_second_owner_the_first_may_leave(cast, as_):
    people.change_duties(
        cast.petras.appointments.get(), by=cast.viewer(cast.ona), duties=[Duty.OWNER]
    )
    sent(as_(cast.ona), here("end_appointment", key=key_of(cast.ona)))

    assert cast.ona.appointments.get().ended_at is not None
    page(as_(cast.ona), here("people"), 404)


def test_a_person_may_leave_by_themselves_but_not_send_others_away(cast, as_):
    petras = as_(cast.petras)
    away = petras.post(here("end_appointment", key=key_of(cast.ona)))
    assert away.status_code == 403
    sent(petras, here("end_appointment", key=key_of(cast.petras)))

    assert cast.petras.appointments.get().ended_at is not None


def test_an_ended_appointment_has_no_page_any_more(cast, as_):
    key = key_of(cast.petras)
    people.end_appointment(cast.petras.appointments.get(), by=cast.viewer(cast.ona))

    page(as_(cast.ona), here("change_duties", key=key), 404)


def test_an_invitation_is_withdrawn_by_its_organisation_alone(cast, as_):
    invited = people.invite_person(
        cast.organisation(cast.ona), by=cast.viewer(cast.ona), email="n@example.org"
    )
    address = here("withdraw_invitation", key=invited.key)
    for person in (cast.darius, cast.rasa, cast.petras):
        assert as_(person).post(address).status_code == 404
    sent(as_(cast.ona), address)

    invited.refresh_from_db()
    assert invited.withdrawn_at is not None


def test_the_coordinator_never_sees_the_people_of_a_member(cast, as_):
    key = cast.organisation(cast.ona).key
    people.invite_person(
        cast.organisation(cast.ona), by=cast.viewer(cast.ona), email="n@example.org"
    )
    said = page(as_(cast.rasa), here("organisation", key=key))

    assert "n@example.org" not in said
    assert "Petras" not in said


def test_each_invitation_is_listed_once_however_many_people_there_are(cast, as_):
    office = cast.organisation(cast.rasa)
    people.appoint(cast.stranger, office, [Duty.SALES])
    people.appoint(cast.milda, office, [Duty.SALES])
    people.invite_person(office, by=cast.viewer(cast.rasa), email="n@example.org")

    listed = page(as_(cast.rasa), here("people"))
    assert listed.count('data-label="E-mail address">n@example.org') == 1
