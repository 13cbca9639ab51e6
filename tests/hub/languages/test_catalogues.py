"""The catalogues hold every text of the hub, whole, in each language."""

import gettext
import shutil
import subprocess
from pathlib import Path

import django
import pytest
from django.core.management import call_command
from django.utils.translation import ngettext, override
from tests.hub.languages.catalogues import (
    LANGUAGES,
    LOCALE,
    PLACEHOLDER,
    catalogue,
    file_of,
    forms,
    messages,
)

HUB = LOCALE.parent
DJANGO = Path(django.__file__).parent / "conf/locale"
each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_language
def test_every_text_is_translated(language):
    missing = [message.id for message in messages(language) if not whole(message)]

    assert missing == []


def whole(message):
    return not message.fuzzy and all(forms(message.string))


@each_language
def test_no_text_is_kept_that_the_hub_no_longer_says(language):
    assert not catalogue(language).obsolete


@each_language
def test_every_translation_keeps_the_placeholders(language):
    changed = [
        (message.id, said)
        for message in messages(language)
        for said in forms(message.string)
        if placeholders(said) not in map(placeholders, forms(message.id))
    ]

    assert changed == []


#: Hours, pieces and minutes in short: their full stop ends no sentence.
ABBREVIATIONS = ("val.", "vnt.", "stk.", "min.")


def placeholders(text):
    return sorted(set(PLACEHOLDER.findall(text)))


@each_language
def test_every_translation_ends_like_its_original(language):
    def end(text):
        return text[-1] if text[-1] in ".?!:,\n" else ""

    def is_short(text):
        return text.lower().endswith(ABBREVIATIONS)

    changed = [
        (message.id, said)
        for message in messages(language)
        for said in forms(message.string)
        for original in forms(message.id)[:1]
        if end(said) != end(original) and (end(original) or not is_short(said))
    ]

    assert changed == []


@each_language
def test_a_language_counts_as_django_does(language):
    ours, theirs = catalogue(language), catalogue(language, DJANGO)

    assert (ours.num_plurals, ours.plural_expr) == (
        theirs.num_plurals,
        theirs.plural_expr,
    )
    for message in messages(language):
        if message.pluralizable:
            assert len(message.string) == ours.num_plurals


@each_language
def test_a_compiled_catalogue_says_the_same(language):
    compiled = gettext.translation("django", LOCALE, [language])

    for message in messages(language):
        if not message.pluralizable:
            assert compiled.gettext(message.id) == message.string


@each_language
def test_gettext_finds_no_fault(language, tmp_path):
    done = subprocess.run(
        ["msgfmt", "--check-format", "-o", tmp_path / "out.mo", file_of(language)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("lt", {1: "1 narys", 2: "2 nariai", 10: "10 narių", 21: "21 narys"}),
        ("da", {1: "1 medlem", 2: "2 medlemmer", 10: "10 medlemmer"}),
    ],
)
def test_a_number_has_its_form(language, said):
    with override(language):
        got = {n: ngettext("%(n)s member", "%(n)s members", n) % {"n": n} for n in said}

    assert got == said


@pytest.fixture
def collected(tmp_path, settings, monkeypatch):
    """Catalogues made anew from a copy of the hub, as tools/make-messages does."""
    wanted = (
        path for kind in ("py", "html", "txt", "po") for path in HUB.rglob(f"*.{kind}")
    )
    for path in wanted:
        copy = tmp_path / path.relative_to(HUB)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=LANGUAGES, no_obsolete=True, verbosity=0)
    return tmp_path / "locale"


def test_no_text_of_the_hub_is_missing_or_left_over(collected):
    for language in LANGUAGES:
        said = {str(message.id) for message in messages(language)}
        found = {str(each.id) for each in catalogue(language, collected) if each.id}

        assert said ^ found == set()
