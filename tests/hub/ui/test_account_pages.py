"""Every page of allauth that can be reached is valid and wears our frame."""

import re
from hashlib import sha256

import pytest
from allauth.account.models import EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    generate_private_key,
)
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)
from tests.cast import PASSWORD
from tests.hub.ui.validity import faults

SIGNED_OUT = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
]
SIGNED_IN = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "usersessions_list",
]
PROTECTED = [
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
]


def page(client: Client, address: str, **extra) -> str:
    """A page as its reader gets it, found to be whole."""
    answer = client.get(address, follow=True, **extra)
    assert answer.status_code == 200
    markup = answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert faults(markup, nonce.group(1) if nonce else "") == []
    assert '<header class="bar">' in markup
    assert markup.count("<h1>") == 1
    return markup


@pytest.fixture
def at_home(cast):
    """Ona's browser after she has typed her password, and typed it once more."""
    client = Client()
    entered = {"login": cast.ona.email, "password": PASSWORD}
    for name in ("account_login", "account_reauthenticate"):
        assert client.post(reverse(name), entered).status_code == 302
    return client


def security_key() -> dict[str, object]:
    """What a browser sends when somebody registers a security key."""
    public = generate_private_key(SECP256R1()).public_key()
    known = AttestedCredentialData.create(
        bytes(16), b"key", ES256.from_cryptography_key(public)
    )
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, known)
    asked = CollectedClientData.create(
        CollectedClientData.TYPE.CREATE, b"challenge", "http://localhost"
    )
    response = AuthenticatorAttestationResponse(
        client_data=asked,
        attestation_object=AttestationObject.create("none", data, {}),
    )
    return dict(RegistrationResponse(raw_id=b"key", response=response))


@pytest.fixture
def protected(cast, at_home):
    """The same with a second factor, recovery codes and a security key."""
    TOTP.activate(cast.ona, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(cast.ona)
    Authenticator.objects.create(
        user=cast.ona,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Phone", "credential": security_key()},
    )
    return at_home


@pytest.mark.parametrize("name", SIGNED_OUT)
def test_a_page_for_visitors_is_whole(name, cast):
    page(Client(), reverse(name))


@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_page_of_the_account_is_whole(name, at_home):
    page(at_home, reverse(name))


@pytest.mark.parametrize("name", PROTECTED)
def test_a_page_of_a_protected_account_is_whole(name, protected):
    page(protected, reverse(name))


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_a_page_of_one_key_is_whole(name, protected):
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    assert "Phone" in page(protected, reverse(name, args=[key.pk]))


def test_the_second_factor_is_asked_for_on_a_whole_page(protected, cast):
    visitor = Client()
    entered = {"login": cast.ona.email, "password": PASSWORD}
    visitor.post(reverse("account_login"), entered)
    assert "mfa_webauthn_authenticate" in page(visitor, reverse("mfa_authenticate"))


def test_a_link_that_confirms_an_address_leads_to_a_whole_page(cast):
    address = cast.ona.emailaddress_set.create(email="new@example.org")
    key = EmailConfirmationHMAC(address).key
    said = page(Client(), reverse("account_confirm_email", args=[key]))
    assert "new@example.org" in said


def test_an_address_that_changes_says_so(at_home, cast):
    wanted = {"email": "new@example.org", "action_add": ""}
    answer = at_home.post(reverse("account_email"), wanted)
    assert answer.status_code == 302
    assert "new@example.org" in page(at_home, reverse("account_email"))


def test_errors_of_a_form_stand_on_top_and_lead_to_their_fields(cast):
    answer = Client().post(reverse("account_login"), {"login": "", "password": "x"})
    markup = answer.content.decode()
    assert faults(markup) == []
    assert '<a href="#id_login">' in markup
    assert "<title>Error:" in markup


def test_the_sign_in_page_offers_a_passkey_and_no_way_to_sign_up(cast):
    markup = page(Client(), reverse("account_login"))
    assert 'id="passkey_login"' in markup
    assert reverse("account_signup") not in markup
