"""Accounts from end to end: allauth's pages with our settings."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.cast import PASSWORD
from tests.hub.core.browsing import here
from tests.hub.ui.validity import faults

LOGIN = reverse("account_login")
AGAIN = reverse("account_reauthenticate")
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _forget_attempts(db):
    """Each test has its own attempts."""
    cache.clear()


@pytest.fixture
def sign_in(cast):
    """A browser of Ona, or of somebody who says so."""

    def signs_in(password=PASSWORD, browser=None, email=cast.ona.email, **more):
        browser = browser or Client(**more)
        return browser, browser.post(LOGIN, {"login": email, "password": password})

    return signs_in


def link_in(message):
    return re.search(r"http://[^/]+(/account/\S+)", message.body)[1]


def is_signed_in(browser):
    return "_auth_user_id" in browser.session


def test_signing_in_leads_to_the_own_cluster(sign_in):
    browser, answer = sign_in()

    assert answer["Location"] == reverse("core:start")
    assert browser.get(reverse("core:start"))["Location"] == here("home")


def test_the_case_of_an_address_does_not_matter(sign_in):
    browser, _answer = sign_in(email="Ona@Example.ORG")

    assert is_signed_in(browser)


def test_signing_in_leads_back_to_the_page_that_was_asked_for(cast):
    browser = Client()
    asked = browser.get(here("people"))["Location"]
    assert asked == f"{LOGIN}?next={here('people')}"
    entered = {"login": cast.ona.email, "password": PASSWORD, "next": here("people")}

    assert browser.post(LOGIN, entered)["Location"] == here("people")


@pytest.mark.parametrize("email", ["ona@example.org", "nobody@example.org"])
def test_a_wrong_password_and_a_wrong_address_look_the_same(email, sign_in):
    browser, answer = sign_in("not the right one", email=email)

    assert not is_signed_in(browser)
    assert "are not correct" in answer.content.decode()


def test_guessing_is_stopped(sign_in):
    browser = Client()
    answers = [sign_in("wrong", browser)[1] for _n in range(12)]

    said = answers[-1].content.decode()
    assert answers[-1].status_code == 429 or "Too many failed login attempts" in said
    sign_in(browser=browser)
    assert not is_signed_in(browser)


def test_too_many_requests_get_our_page(sign_in, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in("wrong")
    _browser, answer = sign_in("wrong")

    assert answer.status_code == 429
    assert "Too many attempts." in answer.content.decode()
    assert faults(answer.content.decode()) == []


def test_who_is_deactivated_does_not_sign_in(sign_in, cast):
    cast.ona.is_active = False
    cast.ona.save()
    browser, answer = sign_in()

    assert not is_signed_in(browser)
    assert answer.status_code in {200, 302}


def test_who_is_deactivated_is_signed_out_at_once(cast, as_):
    ona = as_(cast.ona)
    cast.ona.is_active = False
    cast.ona.save()

    assert ona.get(here("people")).status_code == 302


def test_nobody_signs_up(db):
    address = reverse("account_signup")
    entered = {"email": "new@example.org", "password1": "caps for every bottle"}

    assert "Accounts are made by invitation" in Client().get(address).content.decode()
    Client().post(address, entered)
    assert not EmailAddress.objects.filter(email="new@example.org").exists()


def test_a_forgotten_password_is_replaced_by_mail(sign_in, cast):
    browser = Client()
    browser.post(reverse("account_reset_password"), {"email": cast.ona.email})
    assert mail.outbox[-1].to == [cast.ona.email]
    form = browser.get(link_in(mail.outbox[-1]), follow=True)
    new = "another long password"
    browser.post(
        form.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True
    )

    assert not is_signed_in(sign_in()[0])
    assert is_signed_in(sign_in(new)[0])


def test_asking_for_an_unknown_address_does_not_tell(db):
    known = Client().post(
        reverse("account_reset_password"), {"email": "nobody@example.org"}
    )

    assert known["Location"] == reverse("account_reset_password_done")


def test_another_address_counts_when_its_mailbox_has_answered(sign_in, cast):
    browser, _answer = sign_in()
    browser.post(AGAIN, {"password": PASSWORD})
    entered = {"email": "ona@kamstuna.example", "action_add": ""}
    browser.post(reverse("account_email"), entered)
    cast.ona.refresh_from_db()
    assert cast.ona.email == "ona@example.org"

    confirmation = [m for m in mail.outbox if m.to == ["ona@kamstuna.example"]]
    address = link_in(confirmation[-1])
    browser.post(address)
    cast.ona.refresh_from_db()
    assert cast.ona.email == "ona@kamstuna.example"
    assert is_signed_in(sign_in(email="ona@kamstuna.example")[0])


def code_now():
    counter = int(time.time()) // 30
    return auth.format_hotp_value(auth.hotp_value(SECRET, counter))


def test_a_second_factor_is_enrolled_and_asked_for(sign_in, cast, monkeypatch):
    monkeypatch.setattr(auth, "generate_totp_secret", lambda: SECRET)
    browser, _answer = sign_in()
    address = reverse("mfa_activate_totp")
    assert browser.get(address)["Location"].startswith(AGAIN)
    browser.post(AGAIN, {"password": PASSWORD})
    assert browser.get(address).status_code == 200
    browser.post(address, {"code": code_now()})
    assert Authenticator.objects.filter(user=cast.ona, type="totp").exists()

    again, answer = sign_in()
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(again)
    again.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_signed_in(again)
    cache.clear()  # a code counts once
    again.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert is_signed_in(again)


def test_devices_are_listed_and_ended(sign_in, cast):
    telephone, _answer = sign_in(HTTP_USER_AGENT="Telephone")
    desk, _answer = sign_in(HTTP_USER_AGENT="Desk")
    address = reverse("usersessions_list")
    said = desk.get(address).content.decode()
    assert "Telephone" in said
    assert "Desk" in said

    desk.post(address)  # ends all others
    assert [each.user_agent for each in UserSession.objects.all()] == ["Desk"]
    assert not is_signed_in(telephone)
    assert desk.get(here("people")).status_code == 200


def test_signing_out_needs_a_click_on_a_button(sign_in):
    browser, _answer = sign_in()
    browser.get(reverse("account_logout"))
    assert is_signed_in(browser)
    browser.post(reverse("account_logout"))

    assert not is_signed_in(browser)
