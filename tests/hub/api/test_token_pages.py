"""Pages on which a person makes tokens, sees each once, and takes them back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.hub.api.programs import Program, token_for
from tests.hub.ui.validity import faults

from grandis.hub.api.domain.tokens import PREFIX
from grandis.hub.api.models import ApiToken

TOKENS = "/c/plastics/tokens/"


def filled_in(once="form-1", **more):
    return {
        "once": once,
        "name": "ERP",
        "scopes": ["read", "directory:write"],
        "expires_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
    } | more


def secret_in(answer):
    found = re.search(rf'value="({PREFIX}[\w-]+)"', answer.content.decode())
    return found and found[1]


def test_the_token_that_is_shown_works(cast, as_):
    answer = as_(cast.petras).post(f"{TOKENS}new/", filled_in())
    told = Program(secret_in(answer)).get("me").json()

    assert told["person"] == cast.petras.key
    assert told["scopes"] == ["read", "directory:write"]
    assert "no-store" in answer["Cache-Control"]


def test_it_is_shown_once(cast, as_):
    browser = as_(cast.ona)
    secret = secret_in(browser.post(f"{TOKENS}new/", filled_in()))
    again = browser.post(f"{TOKENS}new/", filled_in())
    listed = browser.get(TOKENS)

    assert secret
    assert secret_in(again) is None
    assert "sent twice" in again.content.decode()
    assert secret not in listed.content.decode()
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("scopes", []),
        ("scopes", ["everything"]),
        ("expires_on", "2020-01-01"),
        ("expires_on", "soon"),
    ],
)
def test_wrong_values_are_named(cast, as_, field, value):
    answer = as_(cast.ona).post(f"{TOKENS}new/", filled_in(**{field: value}))

    assert field in answer.context["form"].errors
    assert not ApiToken.objects.exists()


def test_a_revoked_token_no_longer_works(cast, as_):
    asking, browser = Program(token_for(cast.viewer(cast.ona))), as_(cast.ona)
    revoke = f"{TOKENS}{ApiToken.objects.get().key}/revoke/"
    browser.get(revoke)
    assert asking.get("me").status_code == 200
    answer = browser.post(revoke, {"once": "1"})

    assert answer["Location"] == TOKENS
    assert asking.get("me").status_code == 401
    assert "Revoked" in browser.get(TOKENS).content.decode()


def test_a_colleague_cannot_see_or_revoke_it(cast, as_):
    token_for(cast.viewer(cast.petras), name="Petras's machine")
    key = ApiToken.objects.get().key

    assert "machine" not in as_(cast.ona).get(TOKENS).content.decode()
    assert as_(cast.ona).post(f"{TOKENS}{key}/revoke/").status_code == 404


def test_whose_organisation_has_not_agreed_makes_none(cast, as_):
    assert as_(cast.jonas).get(TOKENS).status_code == 200
    assert as_(cast.jonas).post(f"{TOKENS}new/", filled_in()).status_code == 403


def test_the_pages_are_valid(cast, as_):
    browser = as_(cast.ona)
    pages = [browser.get(TOKENS), browser.get(f"{TOKENS}new/")]
    pages += [browser.post(f"{TOKENS}new/", filled_in()), browser.get(TOKENS)]
    pages += [browser.post(f"{TOKENS}new/", filled_in(once="2", name=""))]
    pages += [browser.post(f"{TOKENS}new/", filled_in())]
    pages += [browser.get(f"{TOKENS}{ApiToken.objects.get().key}/revoke/")]

    for page in pages:
        assert faults(page.content.decode(), page.wsgi_request.csp_nonce) == []


def test_a_list_takes_the_same_queries_for_one_token_and_for_fifty(
    cast, as_, django_assert_max_num_queries
):
    browser = as_(cast.ona)
    for count in (1, 49):
        for _ in range(count):
            token_for(cast.viewer(cast.ona))
        with django_assert_max_num_queries(15):
            assert browser.get(TOKENS).status_code == 200


def test_what_is_kept_of_tokens_is_told_and_forgotten(cast):
    from grandis.hub.api.domain.tokens import forget_tokens, tell_tokens

    for person in (cast.ona, cast.petras):
        token_for(cast.viewer(person), name=person.name)
    assert [told["name"] for told in tell_tokens(cast.ona)] == [cast.ona.name]
    forget_tokens(cast.ona)

    assert [token.name for token in ApiToken.objects.all()] == [cast.petras.name]
