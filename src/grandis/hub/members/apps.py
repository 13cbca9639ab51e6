"""The directory: members, what they have and what they can."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Declares who sees its rows when Django starts."""

    name = "grandis.hub.members"
    label = "members"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from grandis.hub.members.declarations import declare_members
        from grandis.hub.members.views.entrances import register_entrances

        declare_members()
        register_entrances()
