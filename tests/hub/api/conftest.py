"""What the tests of the interface share."""

import pytest
from django.core.cache import cache
from tests.hub.api.dealt import deal
from tests.hub.api.programs import Program, token_for
from tests.hub.members.filling import fill


@pytest.fixture
def filled(cast):
    """The directory with a row of every kind."""
    return fill(cast)


@pytest.fixture
def dealt(cast):
    """Opportunities, quotations and plans."""
    return deal(cast)


@pytest.fixture
def program(cast):
    """A program that acts for a person; None has no token."""

    def acting_for(person, *scopes):
        if person is None:
            return Program()
        return Program(token_for(cast.viewer(person), *scopes))

    return acting_for


@pytest.fixture(autouse=True)
def _forget_who_asked(db):
    """Each test has its own minute's worth of requests."""
    cache.clear()
