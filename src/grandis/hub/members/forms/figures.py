"""Yearly figures and linked companies."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from grandis.hub.members import models
from grandis.hub.members.forms.base import RowForm
from grandis.hub.members.forms.fields import euros, percent

SECOND_CRITERION = _("Leave it out if you do not know it; turnover then decides.")


class FiguresForm(RowForm):
    """The figures of a year."""

    turnover_cents = euros(_("Turnover"))
    balance_cents = euros(
        _("Balance sheet total"), required=False, help_text=SECOND_CRITERION
    )
    export_permille = percent(_("Exported share of the turnover"), required=False)

    class Meta:
        model = models.Figures
        fields = (
            "year",
            "headcount",
            "turnover_cents",
            "balance_cents",
            "export_permille",
            "public_body",
        )
        help_texts = {
            "public_body": _("Such an enterprise is not counted as small or medium.")
        }


class LinkedForm(RowForm):
    """A company that holds a share of this one, or the other way round."""

    goes_to = "figures"
    _not_moved = "figures"
    figures = forms.ModelChoiceField(
        models.Figures._base_manager.all(),
        label=_("In the figures of the year"),
        to_field_name="key",
    )
    share_permille = percent(
        _("Share"), help_text=_("The greater of capital and voting rights.")
    )
    turnover_cents = euros(_("Turnover"))
    balance_cents = euros(
        _("Balance sheet total"), required=False, help_text=SECOND_CRITERION
    )
    field_order = ("figures",)

    class Meta:
        model = models.LinkedCompany
        fields = (
            "name",
            "share_permille",
            "headcount",
            "turnover_cents",
            "balance_cents",
        )


class YearForm(forms.Form):
    """Which year to show."""

    year = forms.IntegerField(
        label=_("Year"), validators=[MinValueValidator(1990), MaxValueValidator(2200)]
    )
