"""Demonstration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """Demonstration."""

    name = "grandis.hub.demo"
    label = "demo"
    verbose_name = _("Demonstration")
