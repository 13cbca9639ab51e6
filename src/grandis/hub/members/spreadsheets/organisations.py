"""The coordinator's sheet of the cluster's organisations: to invite many at once."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.domain import joining
from grandis.hub.core.forms.base import model_field
from grandis.hub.core.forms.organisations import INVITABLE
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.members.forms.base import RowForm
from grandis.hub.members.forms.names import countries
from grandis.hub.members.views.kinds import Kind
from grandis.hub.members.views.wording import Words


class OrganisationRowForm(RowForm):
    """An organisation's master data; of a new one also its first person."""

    country = forms.ChoiceField(label=_("Country"), choices=countries, initial="LT")
    website = model_field(Organisation, "website", assume_scheme="https")

    class Meta:
        model = Organisation
        fields = (
            "name",
            "country",
            "registration_number",
            "vat_number",
        )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        if self.row is None:
            self.fields |= {
                "role": forms.ChoiceField(
                    label=_("Role in the cluster"), choices=INVITABLE
                ),
                "person": forms.CharField(
                    label=_("First person"), max_length=120, required=False
                ),
                "email": forms.EmailField(
                    label=_("Their e-mail address"),
                    help_text=_("For a new organisation: the invitation goes there."),
                ),
                "language": forms.ChoiceField(
                    label=_("Language of the mail"), choices=settings.LANGUAGES
                ),
            }


def _invite(office: Organisation, *, by: Viewer, **values: Any) -> Organisation:
    """Invite an organisation into the cluster of the coordinator's office."""
    return joining.invite_with_owner(office.cluster, by=by, **values)


def _end(
    organisation: Organisation, *, by: Viewer, version: int | None = None
) -> Organisation:
    """End a membership; the journal keeps what was."""
    return joining.leave(organisation, by=by)


ORGANISATIONS = Kind(
    "organisations",
    cast("Any", Organisation),  # it owns itself, where other rows have an owner
    OrganisationRowForm,
    _invite,
    joining.edit_organisation,
    _end,
    (),
    Words(
        title=_("Organisations"),
        add=_("Invite an organisation"),
        change=_("Change an organisation"),
        remove=_("End this membership?"),
        none=_("No organisations yet."),
        hint=_("Invite the first member."),
    ),
)
