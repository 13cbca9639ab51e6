"""Tokens: how a program acts for a person."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandis.hub.api.enums import Scope
from grandis.hub.core.models import Appointment, Keyed


class ApiToken(Keyed):
    """A secret with which a program acts for a person in one appointment.

    It ends with the appointment, and only a hash of the secret is kept.
    """

    appointment = models.ForeignKey(
        Appointment, models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(_("name"), max_length=80)
    scopes = models.JSONField(_("may be used to"), default=list)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_on = models.DateField(_("works until"))
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta(Keyed.Meta):
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def as_scopes(self) -> list[Scope]:
        """The scopes in their order."""
        return [scope for scope in Scope if scope.value in self.scopes]

    @property
    def is_expired(self) -> bool:
        return self.expires_on < timezone.localdate()

    @property
    def works(self) -> bool:
        """Whether the token is accepted, as long as its person is."""
        return self.revoked_at is None and not self.is_expired
