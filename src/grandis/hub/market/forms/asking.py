"""The form on the cluster's public page, and what keeps machines out of it."""

from typing import Any, ClassVar, cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandis.hub.core.forms import model_field
from grandis.hub.market.forms.part import PartForm
from grandis.hub.market.models import Enquirer

#: Seconds that a person needs at least, and for which an open form is good.
LEAST, MOST = 2, 24 * 3600
_STAMP = signing.TimestampSigner(salt="grandis.market.asking")


class AskForm(PartForm):
    """A part with the person who asks for it.

    Two things keep machines out without any third party: a field that people leave
    empty, and a stamp that says when the form was opened.
    """

    name = model_field(Enquirer, "name", label=gettext_lazy("Your name"))
    company = model_field(Enquirer, "company", label=gettext_lazy("Your company"))
    email = model_field(
        Enquirer,
        "email",
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy(
            "We send a link there: it confirms your enquiry and shows what becomes "
            "of it."
        ),
    )
    phone = model_field(Enquirer, "phone", label=gettext_lazy("Your telephone"))
    homepage = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)

    PERSON: ClassVar = "name company email phone"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = _STAMP.sign("open")
        for name, kind in (
            ("name", "name"),
            ("company", "organization"),
            ("email", "email"),
            ("phone", "tel"),
        ):
            self.fields[name].widget.attrs["autocomplete"] = kind

    def clean_homepage(self) -> str:
        """People do not see it, so they leave it empty."""
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(_("Leave this field empty."))
        return ""

    def clean_opened(self) -> str:
        """Nobody writes this fast, and nobody has a form open for days."""
        stamp: str = self.cleaned_data["opened"]
        try:
            _STAMP.unsign(stamp, max_age=MOST)
        except signing.BadSignature:
            self._open_again()
            raise forms.ValidationError(
                _("This page was open for too long. Please send it once more.")
            ) from None
        if self._is_young(stamp):
            raise forms.ValidationError(
                _("That was very fast. Please wait a few seconds and send it again.")
            )
        return stamp

    def _is_young(self, stamp: str) -> bool:
        try:
            _STAMP.unsign(stamp, max_age=LEAST)
        except signing.SignatureExpired:
            return False
        return True

    def _open_again(self) -> None:
        """The page that says so carries a new stamp."""
        again = cast("QueryDict", self.data).copy()
        again[self.add_prefix("opened")] = _STAMP.sign("open")
        self.data = again

    @property
    def wanted(self) -> dict[str, Any]:
        """The values for `asking.ask`."""
        who = {name: self.cleaned_data[name] for name in self.PERSON.split()}
        return super().wanted | {"enquirer": who}
