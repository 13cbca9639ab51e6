"""Certificates: dated statements, never a bare logo."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandis.hub.members.enums import CertificateStatus
from grandis.hub.members.models.base import Owned
from grandis.hub.members.models.resources import Site

#: How long before its end a certificate is called expiring.
SOON = timedelta(days=90)


class Certificate(Owned):
    """What an organisation states to hold, on which day it stated so.

    Without a `site` it covers the whole organisation; without an end it is a
    declaration that does not expire, such as conformity with EU 10/2011.
    """

    standard = models.CharField(_("standard"), max_length=60)
    scope = models.TextField(_("scope"), max_length=600, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    site = models.ForeignKey(
        Site,
        models.PROTECT,
        related_name="certificates",
        verbose_name=_("only for the site"),
        null=True,
        blank=True,
    )
    stated_on = models.DateField(_("stated on"), editable=False)

    class Meta(Owned.Meta):
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ("standard", "-issued_on", "pk")

    def __str__(self) -> str:
        return self.standard

    def clean(self) -> None:
        """A certificate ends after it begins."""
        begun: date | None = self.issued_on  # a form may have refused it
        if self.expires_on and begun and self.expires_on <= begun:
            raise ValidationError(
                {"expires_on": _("It must expire after it was issued.")}
            )

    def status_on(self, day: date) -> CertificateStatus:
        """How it stands on a day; its last day counts as valid."""
        if day < self.issued_on:
            return CertificateStatus.COMING
        if self.expires_on is None or self.expires_on > day + SOON:
            return CertificateStatus.VALID
        if self.expires_on >= day:
            return CertificateStatus.EXPIRING
        return CertificateStatus.EXPIRED

    @property
    def status(self) -> CertificateStatus:
        """How it stands today."""
        return self.status_on(timezone.localdate())


def in_force_on(day: date) -> models.Q:
    """Certificates that are valid on a day."""
    open_end = models.Q(expires_on=None) | models.Q(expires_on__gte=day)
    return models.Q(issued_on__lte=day) & open_end
