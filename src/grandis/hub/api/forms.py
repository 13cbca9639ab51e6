"""The form for a new token."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandis.hub.api.domain.tokens import LONGEST
from grandis.hub.api.enums import Scope
from grandis.hub.core.forms import HubForm

USUAL = timedelta(days=90)


class TokenForm(HubForm):
    """What a token is for, what it may do, and how long."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("For which program the token is, so that you know it later."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("The token may be used to"),
        choices=Scope.choices,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It never may do more than you may yourself."),
    )
    expires_on = forms.DateField(
        label=_("Works until"),
        help_text=_("A year from today at most."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        field = self.fields["expires_on"]
        field.initial = today + USUAL
        field.widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + LONGEST).isoformat(),
        }
