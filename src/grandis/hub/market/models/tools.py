"""Tools that exist before an opportunity is made."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.models import Versioned
from grandis.hub.market.models.opportunities import Opportunity
from grandis.hub.members.models import Site


class StandingTool(Versioned):
    """Where the tool that a part names stands, and from when on it can be used."""

    opportunity = models.OneToOneField(
        Opportunity, models.CASCADE, related_name="+", editable=False
    )
    site = models.ForeignKey(
        Site, models.CASCADE, related_name="+", verbose_name=_("site")
    )
    ready_on = models.DateField(_("there from"), null=True, blank=True)

    class Meta(Versioned.Meta):
        verbose_name = _("tool that exists")
        verbose_name_plural = _("tools that exist")

    def __str__(self) -> str:
        return self.key
