"""What membership costs, in money and in hours."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from grandis.hub.members import models
from grandis.hub.members.forms.base import RowForm
from grandis.hub.members.forms.fields import Scaled, euros


class FeeForm(RowForm):
    """What an organisation owes for a year."""

    amount_cents = euros(_("Amount"))

    class Meta:
        model = models.MembershipFee
        fields = ("year", "amount_cents", "due_on", "paid_on")
        help_texts = {"paid_on": _("Leave it out until the money has arrived.")}


class HoursForm(RowForm):
    """Time put into cooperation on a day."""

    minutes = Scaled(
        of=60,
        unit=_("h"),
        label=_("Hours"),
        min_value=0.01,
        max_value=166,
        help_text=_("Such as 1.5 for an hour and a half."),
    )

    class Meta:
        model = models.HoursLogged
        fields = ("day", "minutes", "activity", "note")
        help_texts = {"note": _("What it was for, without names of persons.")}

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["day"].initial = timezone.localdate

    def clean_day(self) -> date:
        """Hours are logged when they have been spent."""
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise ValidationError(_now("Log hours after they have been spent."))
        return day
