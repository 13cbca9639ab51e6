"""No page says anything in English to somebody who reads another language.

Each page is read in English and in the other languages. What reads alike must be
data, or a word that both languages share; and no text that has a translation may
stand on a page in English.
"""

import re
from functools import cache
from itertools import chain

import pytest
from allauth.account.models import EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from tests.hub.closing import close
from tests.hub.languages.catalogues import LANGUAGES, PLACEHOLDER, forms, messages
from tests.hub.languages.reading import texts
from tests.hub.matrix.targets import Targets
from tests.hub.members.filling import fill
from tests.hub.ui.test_account_pages import PROTECTED, SIGNED_IN, SIGNED_OUT

from grandis.hub.core.models import Person
from grandis.hub.members.forms.names import countries, languages, materials
from grandis.processes.part import CERTIFICATES

WORD = re.compile(r"[^\W\d_]{4,}")
#: A shorter piece of a text may well be part of a word of another language.
LEAST = 12
NAMES = {"Grandis", "JSON", "OpenAPI", *CERTIFICATES}


@pytest.mark.parametrize("reader", ["public", "coordinator", "member"])
def test_no_page_of_the_hub_says_anything_in_english(reader, cast, as_):
    targets = Targets(cast, fill(cast))
    addresses = [
        reverse(page, kwargs=kwargs)
        for page, states in targets.states.items()
        for kwargs in states.values()
    ]
    person = cast.everybody[reader]

    assert faults(as_(person), person, addresses) == {}


def test_no_page_for_visitors_says_anything_in_english(cast, as_):
    address = cast.ona.emailaddress_set.create(email="new@example.org")
    key = EmailConfirmationHMAC(address).key
    addresses = [reverse(name) for name in SIGNED_OUT]
    addresses.append(reverse("account_confirm_email", args=[key]))

    assert faults(as_(None), None, addresses) == {}


def test_no_page_of_an_account_says_anything_in_english(cast, at_home):
    addresses = [reverse(name) for name in SIGNED_IN]

    assert faults(at_home, cast.ona, addresses) == {}


def test_no_page_of_a_protected_account_says_anything_in_english(cast, protected):
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    of_key = ("mfa_edit_webauthn", "mfa_remove_webauthn")
    addresses = [reverse(name) for name in PROTECTED]
    addresses += [reverse(name, args=[key.pk]) for name in of_key]

    assert faults(protected, cast.ona, addresses) == {}


def faults(client, person, addresses):
    """What is said in English, by language, and an address where it is said."""
    english = different(client, person, addresses)
    data = stored()
    return {
        (language, said): address
        for language in LANGUAGES
        for address, text in english.items()
        for said in in_english(
            read(client, person, language, address)[1], text, language, data
        )
    }


def different(client, person, addresses):
    """The pages in English; of those that refuse, one of each status."""
    refused = set()
    pages = {}
    for address in addresses:
        status, text = read(client, person, "en", address)
        if status == 200 or status not in refused:
            pages[address] = text
        if status != 200:
            refused.add(status)
    return pages


def in_english(page, english, language, data):
    alike = {text for text in page & english if foreign(text, language, data)}
    shown = "\n".join(page)
    return alike | {piece for piece in translated(language) if piece in shown}


def read(client, person, language, address):
    """A page's status, and what a person reads there."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if person is not None:
        Person.objects.filter(pk=person.pk).update(language=language)
    answer = client.get(address)
    close(answer)
    is_page = answer.get("Content-Type", "").startswith("text/html")
    text = texts(answer.content.decode()) if is_page else set()
    return answer.status_code, text


def stored():
    """Every text in the database, the longest first."""
    rows = chain.from_iterable(model.objects.values() for model in apps.get_models())
    values = chain.from_iterable(map(_flat, rows))
    return sorted({value for value in values if WORD.search(value)}, key=len)[::-1]


def _flat(value):
    """The texts in a value, in a list of them, or in a row."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        return list(chain.from_iterable(map(_flat, value)))
    return []


def foreign(text, language, data):
    """Whether a text holds words that are neither data nor shared."""
    for known in (*data, *shared(language)):
        text = text.replace(known, "")
    return bool(WORD.search(text))


@cache
def shared(language):
    """Texts that may well read alike in English and in a language."""
    found = {each.id for each in messages(language) if each.id == each.string}
    with override(language):
        named = chain(countries(), languages(), materials())
        found |= {name for _code, name in named}
    return sorted(found | NAMES, key=len)[::-1]


@cache
def translated(language):
    """The longest piece, between placeholders, of each text that is translated."""
    pairs = [
        (max(PLACEHOLDER.split(original), key=len).strip(), said)
        for each in messages(language)
        for original, said in zip(forms(each.id), forms(each.string), strict=False)
    ]
    return {piece for piece, said in pairs if len(piece) >= LEAST and piece not in said}
