"""The interface for programs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """The interface for programs."""

    name = "grandis.hub.api"
    label = "api"
    verbose_name = _("The interface for programs")
