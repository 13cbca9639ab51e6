"""Forms about people: coming in, what they do, and their own data."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.enums import Duty
from grandis.hub.core.forms.base import HubForm, model_field
from grandis.hub.core.models import Invitation, Person


class InvitePersonForm(HubForm):
    """Whom to invite into one's organisation, and for what."""

    email = model_field(Invitation, "email")
    name = model_field(Invitation, "name")
    duties = forms.MultipleChoiceField(
        label=_("Duties"),
        choices=Duty,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("An owner may do everything, agree for the organisation included."),
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=settings.LANGUAGES
    )


class DutiesForm(HubForm):
    """What a person does for the organisation."""

    duties = forms.MultipleChoiceField(
        label=_("Duties"), choices=Duty, widget=forms.CheckboxSelectMultiple
    )


class NewPersonForm(HubForm):
    """The account of somebody who was invited."""

    name = model_field(Person, "name")
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; a sentence is easy to remember."),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": invitation.name}
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        person = Person(
            email=self.invitation.email, name=self.cleaned_data.get("name", "")
        )
        try:
            password_validation.validate_password(password, person)
        except ValidationError as error:
            raise forms.ValidationError(error.messages) from error
        return password


class ProfileForm(HubForm):
    """A person's own data."""

    name = model_field(Person, "name")
    phone = model_field(Person, "phone")
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"


class EraseForm(HubForm):
    """The last question before a person is forgotten."""

    sure = forms.BooleanField(
        label=_("I understand that this cannot be undone."), required=True
    )

    @property
    def wanted(self) -> dict[str, Any]:
        return {}
