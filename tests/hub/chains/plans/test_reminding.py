"""Members hear by e-mail of new work, and of work that is taken back."""

import pytest
from django.core import mail
from tests.hub.chains.plans.cluster import ask_for
from tests.hub.chains.plans.handmade import kept

from grandis.hub.chains.domain import plans
from grandis.hub.chains.models import HandOver, Work
from grandis.hub.core.enums import Duty
from grandis.hub.core.models import Appointment, Person


@pytest.fixture
def rasa(cast):
    return cast.viewer(cast.rasa)


@pytest.fixture
def cap(cast, rasa):
    return ask_for(rasa, "Cap for Carl", customer=cast.organisation(cast.carl))


@pytest.fixture
def done(django_capture_on_commit_callbacks):
    """What is mailed when a verb has been carried out."""

    def letters(verb, *args, **more):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(*args, **more)
        return {letter.to[0]: letter for letter in mail.outbox}

    return letters


def leave_to_the_institute(plan):
    """A plan in which Kamštūna has no work."""
    Work.objects.filter(plan=plan, member__name="UAB Kamštūna").delete()
    HandOver.objects.filter(plan=plan).delete()


def test_those_who_have_to_do_with_orders_hear_of_new_work(cast, rasa, cap, done):
    letters = done(plans.publish, kept(cast, cap, "Spring"), by=rasa)
    assert letters.keys() == {cast.ona.email, cast.petras.email, cast.milda.email}


def test_a_letter_leads_to_the_own_work_and_tells_nothing_of_it(cast, rasa, cap, done):
    letters = done(plans.publish, kept(cast, cap, "Spring"), by=rasa)
    letter = letters[cast.ona.email]
    assert letter.subject == f"New work for UAB Kamštūna in {cast.cluster.name}"
    assert "/c/plastics/work/" in letter.body
    secret = ("Polymer Institute", "Detalinga", "Carl", "Cap", "Press", "Spring")
    assert not any(word in letter.subject + letter.body for word in secret)


def test_each_reads_it_in_the_own_language(cast, rasa, cap, done):
    Person.objects.filter(pk=cast.ona.pk).update(language="lt")
    Person.objects.filter(pk=cast.milda.pk).update(language="da")
    letters = done(plans.publish, kept(cast, cap, "Spring"), by=rasa)
    subjects = [letters[who.email].subject for who in (cast.ona, cast.milda)]
    assert subjects == [
        f"{cast.cluster.name}: nauji darbai organizacijai UAB Kamštūna",
        f"Nyt arbejde til Polymer Institute i {cast.cluster.name}",
    ]


def test_accounts_and_who_has_left_get_no_letter(cast, rasa, cap, done):
    plan = kept(cast, cap, "Spring")
    Appointment.objects.filter(person=cast.petras).update(duties=[Duty.ACCOUNTS])
    Appointment.objects.filter(person=cast.ona).update(ended_at="2026-01-01T00:00Z")
    letters = done(plans.publish, plan, by=rasa)
    assert letters.keys() == {cast.milda.email}


def test_who_has_no_work_any_more_hears_that_it_is_withdrawn(cast, rasa, cap, done):
    plans.publish(kept(cast, cap, "Spring"), by=rasa)
    summer = kept(cast, cap, "Summer")
    leave_to_the_institute(summer)
    letters = done(plans.publish, summer, by=rasa)
    assert "is withdrawn" in letters[cast.ona.email].subject
    assert letters[cast.milda.email].subject.startswith("New work for Polymer")


def test_a_plan_taken_back_is_told_of(cast, rasa, cap, done):
    plan = plans.publish(kept(cast, cap, "Spring"), by=rasa)
    letters = done(plans.withdraw, plan, by=rasa)
    assert letters.keys() == {cast.ona.email, cast.petras.email, cast.milda.email}
    assert all("is withdrawn" in letter.subject for letter in letters.values())
    assert done(plans.withdraw, plan, by=rasa) == {}


def test_a_letter_that_is_refused_keeps_no_other(
    cast, rasa, cap, done, monkeypatch, caplog
):
    from django.core.mail.backends.locmem import EmailBackend

    sending = EmailBackend.send_messages

    def refusing(self, messages):
        if messages[0].to == [cast.ona.email]:
            raise ConnectionResetError
        return sending(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refusing)
    letters = done(plans.publish, kept(cast, cap, "Spring"), by=rasa)
    assert letters.keys() == {cast.petras.email, cast.milda.email}
    assert "was not sent" in caplog.text
