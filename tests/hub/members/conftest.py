"""What the tests of the directory share."""

import pytest
from tests.hub.members.filling import Filled, fill


@pytest.fixture
def filled(cast) -> Filled:
    """A directory with a row of every kind."""
    return fill(cast)
