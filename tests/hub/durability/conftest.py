"""A hub that can be killed."""

from tests.installation import installation, pattern

__all__ = ["installation", "pattern"]
