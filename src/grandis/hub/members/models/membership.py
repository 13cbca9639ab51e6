"""What membership costs, in money and in hours."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandis.hub.members.enums import Activity
from grandis.hub.members.models.base import Owned


class MembershipFee(Owned):
    """What an organisation owes its cluster for a year."""

    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2200)]
    )
    amount_cents = models.PositiveBigIntegerField(_("amount in cents"))
    due_on = models.DateField(_("due on"))
    paid_on = models.DateField(_("paid on"), null=True, blank=True)

    class Meta(Owned.Meta):
        verbose_name = _("membership fee")
        verbose_name_plural = _("membership fees")
        ordering = ("-year", "organisation__name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "year"), name="one_fee_a_year"
            ),
        )

    def __str__(self) -> str:
        return str(self.year)

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been paid before today."""
        return self.paid_on is None and self.due_on < timezone.localdate()


class HoursLogged(Owned):
    """Time that an organisation, often the coordinator's, put into cooperation."""

    day = models.DateField(_("day"))
    minutes = models.PositiveIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(10_000)]
    )
    activity = models.CharField(_("activity"), max_length=16, choices=Activity)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(Owned.Meta):
        verbose_name = _("hours logged")
        verbose_name_plural = _("hours logged")
        ordering = ("-day", "-pk")

    def __str__(self) -> str:
        return f"{self.day} {self.minutes} min"
