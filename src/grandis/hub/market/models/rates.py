"""What other currencies are worth."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.models import Cluster, Versioned
from grandis.hub.market import validators


class ExchangeRate(Versioned):
    """How many units of a currency one euro was worth on a day, and who said so."""

    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="+", editable=False
    )
    currency = models.CharField(
        _("currency"), max_length=3, validators=[validators.currency]
    )
    day = models.DateField(_("day"))
    per_euro = models.DecimalField(
        _("units for one euro"),
        max_digits=14,
        decimal_places=6,
        validators=[MinValueValidator(0.000001)],
    )
    source = models.CharField(_("source"), max_length=120)

    class Meta(Versioned.Meta):
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ("currency", "-day")
        constraints = (
            models.UniqueConstraint(
                fields=("cluster", "currency", "day"), name="one_rate_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.currency} {self.day}"
