"""A start does what there is to do, and nothing twice."""

import gettext
import os

import pytest

from grandis.errors import InputError
from grandis.hub.core.administration.preparing import (
    collect_static_files,
    compile_languages,
    update_tables,
)
from grandis.hub.core.administration.safety import refuse_unsafe
from grandis.hub.core.models import Person

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Member"
msgstr "Narys"

#, fuzzy
msgid "Order"
msgstr "Perhaps"
"""


@pytest.fixture
def catalogue(tmp_path):
    po = tmp_path / "lt/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    po.write_text(CATALOGUE)
    return po


def test_a_language_is_compiled_without_what_is_uncertain(tmp_path, catalogue):
    compile_languages([tmp_path])

    lithuanian = gettext.translation("django", tmp_path, ["lt"])
    assert lithuanian.gettext("Member") == "Narys"
    assert lithuanian.gettext("Order") == "Order"


def test_a_language_is_compiled_again_only_when_it_changed(tmp_path, catalogue):
    assert compile_languages([tmp_path]) == [catalogue]
    assert compile_languages([tmp_path]) == []

    later = catalogue.with_suffix(".mo").stat().st_mtime + 1
    os.utime(catalogue, (later, later))

    assert compile_languages([tmp_path]) == [catalogue]
    assert {path.name for path in catalogue.parent.iterdir()} == {
        "django.mo",
        "django.po",
    }


@pytest.fixture
def static(settings, tmp_path):
    source = tmp_path / "source/hub.css"
    source.parent.mkdir()
    source.write_text("a { color: red }")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [source.parent]
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder"
    ]
    return source


def test_static_files_are_collected_again_only_when_one_changed(static, settings):
    assert collect_static_files()
    assert not collect_static_files()

    static.write_text("a { color: green }")

    assert collect_static_files()
    assert (settings.STATIC_ROOT / "hub.css").read_text() == "a { color: green }"


def test_static_files_that_are_gone_are_not_served_on(static, settings):
    collect_static_files()
    static.rename(static.with_name("new.css"))

    collect_static_files()

    assert [path.name for path in settings.STATIC_ROOT.iterdir()] == ["new.css"]


def test_tables_that_are_up_to_date_are_left_alone(db):
    assert update_tables() is False


@pytest.fixture
def safe(settings):
    settings.SECRET_KEY = "".join(map(chr, range(48, 112)))
    settings.DEBUG = False
    settings.DEMO = False
    return settings


def test_a_safe_installation_may_start(safe, cast):
    refuse_unsafe()


def test_accounts_of_the_demo_need_a_demo(safe, cast):
    Person.objects.filter(pk=cast.ona.pk).update(is_demo=True)
    with pytest.raises(InputError, match="1 accounts of the demo"):
        refuse_unsafe()

    safe.DEMO = True

    refuse_unsafe()


@pytest.mark.parametrize(
    "secret",
    [
        "short",
        "x" * 60,
        "django-insecure-" + "".join(map(chr, range(48, 112))),
    ],
)
def test_a_secret_that_can_be_guessed_is_refused(safe, db, secret):
    safe.SECRET_KEY = secret

    with pytest.raises(InputError, match="the secret key is short, repetitive or"):
        refuse_unsafe()


def test_debug_pages_are_refused(safe, db):
    safe.DEBUG = True

    with pytest.raises(InputError, match="GRANDIS_DEBUG is on; leave it out"):
        refuse_unsafe()
