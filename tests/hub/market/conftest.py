"""Opportunities of every kind, and a folder of their own for files."""

import pytest
from tests.hub.market.asking import Asked, ask


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    """Files of a test go to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def asked(cast) -> Asked:
    """One opportunity of each kind."""
    return ask(cast)
