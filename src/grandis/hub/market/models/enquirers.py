"""Who asks, and the private link by which they follow what became of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.models import Keyed
from grandis.hub.market.models.opportunities import LANGUAGES, Opportunity


class Enquirer(Keyed):
    """The person behind an enquiry: personal data, apart from what is asked for."""

    opportunity = models.OneToOneField(
        Opportunity, models.CASCADE, related_name="enquirer", editable=False
    )
    name = models.CharField(_("name"), max_length=120)
    company = models.CharField(_("company"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=LANGUAGES, default="en"
    )

    class Meta(Keyed.Meta):
        verbose_name = _("person who asks")
        verbose_name_plural = _("people who ask")

    def __str__(self) -> str:
        return self.name


class TrackingLink(Keyed):
    """A private address that shows a customer its own opportunity, and no more.

    Only a hash of the secret is kept. Following the link that came by e-mail
    confirms the address.
    """

    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="+", editable=False
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta(Keyed.Meta):
        verbose_name = _("private link")
        verbose_name_plural = _("private links")

    def __str__(self) -> str:
        return self.key
