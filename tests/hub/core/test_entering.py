"""Coming in by invitation."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.hub.core.browsing import declined, here, page, sent

from grandis.hub.core.domain import people
from grandis.hub.core.models import Appointment, Invitation, Person

PASSWORD = "caps for every bottle"


@pytest.fixture
def invite(cast, django_capture_on_commit_callbacks):
    """Ona invites somebody; gives the link that was mailed."""

    def sends(email="nida@example.org", language="en", duties=("sales",)):
        with django_capture_on_commit_callbacks(execute=True):
            people.invite_person(
                cast.organisation(cast.ona),
                by=cast.viewer(cast.ona),
                email=email,
                name="Nida Nidaitė",
                language=language,
                duties=duties,
            )
        return re.search(r"http://localhost:8000(\S+)", mail.outbox[-1].body)[1]

    return sends


def test_the_mail_says_who_what_and_until_when(invite):
    invite()
    sent_mail = mail.outbox[-1]

    assert sent_mail.to == ["nida@example.org"]
    assert sent_mail.subject == "Invitation to Plastics cluster"
    assert "Dear Nida Nidaitė," in sent_mail.body
    assert 'UAB Kamštūna in the cluster "Plastics cluster"' in sent_mail.body
    assert Invitation.objects.get(email="nida@example.org").mailed_at is not None


def test_a_mail_that_cannot_be_sent_shows_beside_the_invitation(
    invite, cast, as_, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1  # nobody listens there
    with pytest.raises(IndexError):
        invite()

    assert "The mail was not sent" in page(as_(cast.ona), here("people"))


def test_a_new_person_makes_an_account_and_is_in(invite, as_):
    link, browser = invite(), as_(None)
    assert 'value="Nida Nidaitė"' in page(browser, link)
    said = sent(browser, link, name="Nida N.", password=PASSWORD)

    nida = Person.objects.get(email="nida@example.org")
    appointment = nida.appointments.get()
    assert "You now act for UAB Kamštūna." in said
    assert (nida.name, appointment.duties) == ("Nida N.", ["sales"])
    assert nida.emailaddress_set.get().verified
    assert browser.session["_auth_user_id"] == str(nida.pk)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "This password is too short."),
        ("password1234", "This password is too common."),
        ("123456789012", "This password is entirely numeric."),
        ("nida@example.org", "too similar to the e-mail address"),
    ],
)
def test_a_weak_password_is_declined(password, said, invite, as_):
    markup = declined(as_(None), invite(), name="Nida", password=password)

    assert said in markup
    assert not Person.objects.filter(email="nida@example.org").exists()


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"expires_at": timezone.now() - timedelta(days=1)}, "has expired"),
        ({"accepted_at": timezone.now()}, "has been used already"),
        ({"withdrawn_at": timezone.now()}, "has been withdrawn"),
    ],
)
def test_a_closed_invitation_says_why(how, said, invite, as_):
    link = invite()
    Invitation.objects.filter(email="nida@example.org").update(**how)

    assert said in page(as_(None), link, 410)
    answer = as_(None).post(link, {"name": "Nida", "password": PASSWORD})
    assert answer.status_code == 410
    assert not Person.objects.filter(email="nida@example.org").exists()


def test_a_link_that_nobody_sent_leads_nowhere(cast, as_):
    page(as_(None), reverse("core:invitation", args=["nonsense"]), 404)


def test_a_newer_invitation_closes_the_older_one(invite, as_):
    older, newer = invite(), invite()

    page(as_(None), older, 410)
    page(as_(None), newer)


def test_who_has_an_account_is_asked_to_sign_in_first(invite, cast, as_):
    link = invite(cast.milda.email)
    said = page(as_(None), link)
    assert "There is an account with this address." in said

    answer = as_(None).post(link, {"name": "Milda", "password": PASSWORD})
    assert answer.status_code == 200
    assert "There is an account with this address." in answer.content.decode()
    sent(as_(cast.milda), link)
    assert set(
        cast.milda.appointments.values_list("organisation__name", flat=True)
    ) == {
        "Polymer Institute",
        "UAB Kamštūna",
    }


def test_somebody_signed_in_with_another_address_is_told(invite, cast, as_):
    said = page(as_(cast.milda), invite())

    assert "You are signed in as milda@example.org" in said
    assert "sent to nida@example.org" in said


def test_an_invitation_twice_sent_is_accepted_once(invite, as_):
    link = invite()
    fields = {"name": "Nida", "password": PASSWORD, "once": "the same"}
    for browser in (as_(None), as_(None)):
        sent(browser, link, **fields)

    assert Appointment.objects.filter(person__email="nida@example.org").count() == 1


def test_who_repeats_a_request_without_the_password_is_not_signed_in(invite, as_):
    link, thief = invite(), as_(None)
    sent(as_(None), link, name="Nida", password=PASSWORD, once="the same")
    answer = thief.post(
        link, {"name": "Nida", "password": "some other words", "once": "the same"}
    )

    assert answer["Location"] == reverse("account_login")
    assert "_auth_user_id" not in thief.session


def test_the_mail_and_the_new_person_speak_the_invitations_language(invite, as_):
    sent(as_(None), invite(language="lt"), name="Nida", password=PASSWORD)

    assert Person.objects.get(email="nida@example.org").language == "lt"


def test_the_address_of_an_invitation_is_not_readable_from_the_database(invite):
    secret = invite().strip("/").rpartition("/")[2]

    assert Invitation.objects.get(email="nida@example.org").secret_hash != secret
