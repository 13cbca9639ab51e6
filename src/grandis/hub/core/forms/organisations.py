"""Forms about organisations, their membership and the cluster itself."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.enums import Role
from grandis.hub.core.forms.base import EditForm, HubForm, day_input, model_field
from grandis.hub.core.models import Cluster, Organisation

INVITABLE = [
    (role.value, role.label)
    for role in Role
    if role not in {Role.COORDINATOR, Role.PUBLIC}
]


class InviteOrganisationForm(HubForm):
    """An organisation to invite, and the first person who acts for it."""

    role = forms.ChoiceField(label=_("Role in the cluster"), choices=INVITABLE)
    name = model_field(Organisation, "name", label=_("Name of the organisation"))
    country = model_field(Organisation, "country", initial="LT")
    registration_number = model_field(Organisation, "registration_number")
    person = forms.CharField(label=_("First person"), max_length=120, required=False)
    email = forms.EmailField(label=_("Their e-mail address"))
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=settings.LANGUAGES
    )


class InviteFirstPersonForm(HubForm):
    """Another first person, where the first invitation was not taken up."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=settings.LANGUAGES
    )


class OrganisationForm(EditForm):
    """What the directory says of an organisation."""

    name = model_field(Organisation, "name")
    country = model_field(Organisation, "country")
    registration_number = model_field(Organisation, "registration_number")
    vat_number = model_field(Organisation, "vat_number")
    website = model_field(Organisation, "website", assume_scheme="https")


class LeaveForm(HubForm):
    """Why a membership ends."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_(
            "One sentence that all members can read in the journal. Name no persons."
        ),
    )


class ClusterForm(EditForm):
    """What the cluster says of itself."""

    name = model_field(Cluster, "name")
    about = model_field(Cluster, "about", max_length=5_000)
    website = model_field(Cluster, "website", assume_scheme="https")
    founded_on = model_field(Cluster, "founded_on", widget=day_input())
    country = model_field(Cluster, "country")
    is_public = model_field(
        Cluster,
        "is_public",
        help_text=_("Without it, only those who belong to the cluster find it here."),
    )
