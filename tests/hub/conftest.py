"""What every test of the hub shares."""

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.utils.translation import override
from tests.cast import Cast, assemble, find

from grandis.hub.core.administration.preparing import compile_languages
from grandis.hub.core.models import Cluster


@pytest.fixture(scope="session", autouse=True)
def _languages():
    """Pages speak the languages of today's catalogues, as after a start."""
    compile_languages(settings.LOCALE_PATHS)


@pytest.fixture(autouse=True)
def _english():
    """No test speaks the language that a page of the one before was read in."""
    with override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The cast is built once; each test's own changes are rolled back."""
    with django_db_blocker.unblock():
        assemble()


@pytest.fixture
def cast(db) -> Cast:
    """The people of the tests, in the database."""
    if not Cluster.objects.exists():  # a test with real transactions emptied it
        assemble()
    return find()


@pytest.fixture
def as_():
    """A browser in which a person is signed in; None is the public."""

    def signed_in(person):
        client = Client()
        if person is not None:
            client.force_login(
                person, "allauth.account.auth_backends.AuthenticationBackend"
            )
        return client

    return signed_in


@pytest.fixture(autouse=True)
def _forget_what_was_noted():
    """The access log's memory lives in the process; each test starts without."""
    caches["process"].clear()
