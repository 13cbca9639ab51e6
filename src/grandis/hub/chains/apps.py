"""Chains: quotations, plan runs and plans."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChainsConfig(AppConfig):
    """Declares who sees its rows when Django starts."""

    name = "grandis.hub.chains"
    label = "chains"
    verbose_name = _("Chains")

    def ready(self) -> None:
        from grandis.hub.chains.declarations import declare_chains
        from grandis.hub.chains.views.plan_entrances import register_plans
        from grandis.hub.chains.views.plan_sections import register_plan_sections
        from grandis.hub.chains.views.quotation_sections import register_quotations

        declare_chains()
        register_quotations()
        register_plans()
        register_plan_sections()
