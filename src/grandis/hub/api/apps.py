"""The interface for programs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """Declares who sees tokens, lets them be recognised, and tells their person."""

    name = "grandis.hub.api"
    label = "api"
    verbose_name = _("The interface for programs")

    def ready(self) -> None:
        from grandis.hub.api.declarations import declare_api
        from grandis.hub.api.domain.tokens import forget_tokens, tell_tokens
        from grandis.hub.api.sessions import viewer_of_request
        from grandis.hub.core import navigation, personal
        from grandis.hub.core.declarations import EVERY_ROLE
        from grandis.hub.core.sessions import recognise_by

        declare_api()
        personal.register("tokens", tell=tell_tokens, forget=forget_tokens)
        recognise_by(viewer_of_request)
        navigation.register(_("Tokens"), "tokens:index", roles=EVERY_ROLE, order=85)
