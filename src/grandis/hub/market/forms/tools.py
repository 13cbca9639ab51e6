"""Where the customer's own tool stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.forms import HubForm, day_input
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.market.models import StandingTool
from grandis.hub.members.declarations import OF_LISTED
from grandis.hub.members.models import Site


class SiteField(forms.ModelChoiceField[Site]):
    """A site of a member, chosen by its company, its name and its town."""

    def label_from_instance(self, site: Site) -> str:
        """The company first: people look for it."""
        return f"{site.organisation.name}: {site.name}, {site.town}"


class ToolForm(HubForm):
    """At which site it stands, and from when on."""

    site = SiteField(
        Site.objects.none(),
        label=_("It stands at"),
        required=False,
        to_field_name="key",
        empty_label=_("Nobody has it yet"),
    )
    ready_on = forms.DateField(
        label=_("It is there from"), widget=day_input(), required=False
    )

    def __init__(
        self, *args: Any, viewer: Viewer, standing: StandingTool | None, **kwargs: Any
    ) -> None:
        if standing is not None:
            kwargs["initial"] = {
                "site": standing.site.key,
                "ready_on": standing.ready_on,
            }
        super().__init__(*args, **kwargs)
        rows = see(viewer, Site).filter(OF_LISTED)
        self.fields["site"].queryset = rows.select_related("organisation").order_by(  # type: ignore[attr-defined]
            "organisation__name", "name", "pk"
        )
