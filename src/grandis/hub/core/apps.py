"""The app at the bottom: people, visibility and the journal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Declares who sees its rows when Django starts."""

    name = "grandis.hub.core"
    label = "core"
    verbose_name = _("People and the record")

    def ready(self) -> None:
        from grandis.hub.core import checks  # noqa: F401 - registers itself
        from grandis.hub.core.declarations import declare_core
        from grandis.hub.core.needs import register_needs

        declare_core()
        register_needs()
