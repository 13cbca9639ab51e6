"""Installations with the cast, made once and copied for each test."""

import pytest
from tests.installation import Installation


@pytest.fixture(scope="session")
def _pattern(tmp_path_factory):
    made = Installation.empty(tmp_path_factory.mktemp("pattern"))
    filled = made.python("-m", "tests.installation")
    assert filled.returncode == 0, filled.stderr
    yield made
    made.remove()


@pytest.fixture
def installation(_pattern, tmp_path):
    """A hub with the cast in it."""
    made = Installation.empty(tmp_path / "var", like=_pattern)
    yield made
    made.remove()


@pytest.fixture
def elsewhere(tmp_path):
    """Another machine: an empty data folder, an empty database."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    made = Installation.empty(folder)
    yield made
    made.remove()
