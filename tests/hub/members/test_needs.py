"""The home page tells who has to see to what in the directory."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import enrol

from grandis.hub.core.domain import joining
from grandis.hub.core.enums import Duty
from grandis.hub.core.guard import watching
from grandis.hub.core.home import items_for
from grandis.hub.members.domain import certificates, figures, membership, profiles

RENEW = "Renew the certificate ISO 9001, or withdraw the statement."
REMIND = "Remind UAB Kamštūna: its certificate ISO 9001 runs out."
PAY = "Pay the membership fee of 2026."


@pytest.fixture
def texts(cast, filled):
    """What stands on a person's home page."""

    def of(person):
        with watching():
            return [item.text for item in items_for(cast.viewer(person))]

    return of


def ends_in(cast, certificate, days):
    day = timezone.localdate() + timedelta(days=days)
    certificates.edit_certificate(certificate, by=cast.viewer(cast.ona), expires_on=day)


@pytest.mark.parametrize(("days", "reminded"), [(91, False), (90, True), (-400, True)])
def test_owner_and_coordinator_are_reminded_of_a_certificate(
    cast, filled, texts, days, reminded
):
    ends_in(cast, filled.ona["certificate"], days)
    assert (RENEW in texts(cast.ona)) == reminded
    assert (REMIND in texts(cast.rasa)) == reminded
    for person in (cast.darius, cast.petras, cast.asta, None):
        assert not {RENEW, REMIND} & set(texts(person))


def test_a_renewed_certificate_is_enough(cast, filled, texts):
    ends_in(cast, filled.ona["certificate"], -30)
    certificates.add_certificate(
        cast.organisation(cast.ona),
        by=cast.viewer(cast.ona),
        standard="iso 9001",
        issuer="Another certifier",
        issued_on=timezone.localdate(),
        expires_on=timezone.localdate() + timedelta(days=1000),
    )
    assert RENEW not in texts(cast.ona)
    assert REMIND not in texts(cast.rasa)


def test_the_coordinator_does_not_remind_who_has_left(cast, filled, texts):
    ends_in(cast, filled.ona["certificate"], 5)
    joining.leave(cast.organisation(cast.ona), by=cast.viewer(cast.ona))
    assert REMIND not in texts(cast.rasa)
    assert RENEW not in texts(cast.ona)


def test_an_owner_writes_and_completes_the_profile(cast, texts):
    write = "Write the profile of your organisation."
    complete = "Complete your profile: summary, town and languages."
    milda, organisation = cast.viewer(cast.milda), cast.organisation(cast.milda)
    assert write in texts(cast.milda)
    profiles.edit_profile(organisation, by=milda, summary="We test.", town="Kaunas")
    assert write not in texts(cast.milda)
    assert complete in texts(cast.milda)
    profiles.edit_profile(organisation, by=milda, languages=["lt"])
    assert complete not in texts(cast.milda)
    assert write not in texts(cast.carl)


def test_an_overdue_fee_is_the_members_and_the_coordinators_business(
    cast, filled, texts
):
    lina = enrol(cast.organisation(cast.ona), "Lina Linaitė", Duty.ACCOUNTS)
    assert PAY in texts(cast.ona)
    assert PAY in texts(lina)
    assert PAY not in texts(cast.petras)
    assert "2 membership fees are overdue." in texts(cast.rasa)
    membership.edit_fee(
        filled.ona["fee"], by=cast.viewer(cast.rasa), paid_on=timezone.localdate()
    )
    assert PAY not in texts(cast.ona)
    assert "1 membership fee is overdue." in texts(cast.rasa)


def test_a_company_enters_the_figures_of_last_year(cast, filled, texts):
    year = timezone.localdate().year - 1
    text = f"Enter the figures of {year}; only you will see them."
    figures.edit_figures(filled.ona["figures"], by=cast.viewer(cast.ona), year=year - 9)
    assert text in texts(cast.ona)
    for person in (cast.petras, cast.rasa, cast.milda):
        assert text not in texts(person)
    figures.edit_figures(filled.ona["figures"], by=cast.viewer(cast.ona), year=year)
    assert text not in texts(cast.ona)


def test_every_item_leads_to_a_page_of_its_reader(cast, filled, as_, texts):
    ends_in(cast, filled.ona["certificate"], 5)
    followed = 0
    for person in (cast.ona, cast.rasa, cast.milda):
        client: Client = as_(person)
        for item in items_for(cast.viewer(person)):
            assert client.get(item.link).status_code == 200, item
            followed += 1
    assert followed >= 5
