"""What every test shares: compiled languages; properties that are not timed."""

from pathlib import Path

from hypothesis import settings

from grandis.hub.core.administration.preparing import compile_languages

settings.register_profile("grandis", deadline=None)
settings.load_profile("grandis")


def pytest_configure(config):
    """Compile what translators have changed, as a start of the hub does."""
    if not hasattr(config, "workerinput"):  # once, by the process that is first
        compile_languages([Path(__file__).parents[1] / "src/grandis/hub/locale"])
