"""A cluster that can quote, and an opportunity."""

import pytest
from tests.hub.chains.quotations.scene import ask, equip

from grandis.hub.chains.domain import quotations


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
    return quotations.quote(opportunity, by=cast.viewer(cast.rasa))
