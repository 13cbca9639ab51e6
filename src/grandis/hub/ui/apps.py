"""Look and feel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Look and feel."""

    name = "grandis.hub.ui"
    label = "ui"
    verbose_name = _("Look and feel")
