"""Opportunities: what customers ask for and what members want to make."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketConfig(AppConfig):
    """Declares who sees its rows when Django starts."""

    name = "grandis.hub.market"
    label = "market"
    verbose_name = _("Market")

    def ready(self) -> None:
        from grandis.hub.market.declarations import declare_market
        from grandis.hub.market.entrances import register_entrances

        declare_market()
        register_entrances()
