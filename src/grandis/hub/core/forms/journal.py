"""The filter of the journal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.forms.base import day_input


class JournalFilter(forms.Form):
    """Which entries to list."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=day_input())
    until = forms.DateField(label=_("To"), required=False, widget=day_input())

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["kind"].choices = [("", _("All")), *kinds]  # type: ignore[attr-defined]
