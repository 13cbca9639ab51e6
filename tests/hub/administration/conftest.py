"""The operator's tests have hubs of their own."""

from tests.installation import elsewhere, installation, pattern

__all__ = ["elsewhere", "installation", "pattern"]
