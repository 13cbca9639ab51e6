"""An organisation's yearly figures: confidential, for its own accounts only."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.models import Organisation
from grandis.hub.members.models.base import Owned


class Figures(Owned):
    """Jobs, turnover, balance sheet total and export of one year."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="figures", editable=False
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2200)]
    )
    headcount = models.PositiveIntegerField(
        _("jobs"), help_text=_("Full-time jobs over the whole year.")
    )
    turnover_cents = models.PositiveBigIntegerField(_("turnover in cents"))
    balance_cents = models.PositiveBigIntegerField(
        _("balance sheet total in cents"), null=True, blank=True
    )
    export_permille = models.PositiveSmallIntegerField(
        _("exported share in thousandths"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(1000)],
    )
    public_body = models.BooleanField(
        # xgettext:no-python-format
        _("public bodies hold 25 % or more"),
        default=False,
    )

    class Meta(Owned.Meta):
        verbose_name = _("figures of a year")
        verbose_name_plural = _("figures")
        ordering = ("-year", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "year"), name="one_row_of_figures_a_year"
            ),
        )

    def __str__(self) -> str:
        return str(self.year)


class LinkedCompany(Owned):
    """A company that holds a share of this one or of which it holds a share.

    Its figures are those of the same year, with its own linked companies in
    them (2003/361/EC, annex, article 6).
    """

    figures = models.ForeignKey(
        Figures, models.CASCADE, related_name="linked", editable=False
    )
    name = models.CharField(_("name"), max_length=120)
    share_permille = models.PositiveSmallIntegerField(
        _("share in thousandths"),
        validators=[MaxValueValidator(1000)],
        help_text=_("The greater of capital and voting rights."),
    )
    headcount = models.PositiveIntegerField(_("jobs"))
    turnover_cents = models.PositiveBigIntegerField(_("turnover in cents"))
    balance_cents = models.PositiveBigIntegerField(
        _("balance sheet total in cents"), null=True, blank=True
    )

    class Meta(Owned.Meta):
        verbose_name = _("linked company")
        verbose_name_plural = _("linked companies")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name
