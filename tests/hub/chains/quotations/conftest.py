"""A cluster that can quote, and an opportunity."""

import pytest
from django.utils import timezone
from tests.hub.chains.quotations.scene import ask, draft, equip


@pytest.fixture
def works(cast):
    """What the competitors work with."""
    return equip(cast)


@pytest.fixture
def opportunity(cast, works):
    """Caps for Carl."""
    return ask(cast)


@pytest.fixture
def quotation(cast, opportunity):
    """A draft."""
    return draft(cast, opportunity)


@pytest.fixture
def _one_moment(monkeypatch):
    """The clock stands still: two quotations begin in the same hour of the plan."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
