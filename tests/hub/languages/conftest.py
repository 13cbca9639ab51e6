"""Accounts with everything that allauth has pages for."""

from tests.hub.ui.test_account_pages import at_home, protected

__all__ = ["at_home", "protected"]
