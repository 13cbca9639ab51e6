"""The kinds of rows that an organisation keeps: words, form, verbs and columns.

One row of this table is all that a kind needs to have its list and its pages to
add, change and remove; see `views.rows`.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.enums import MEMBERS, Role
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.members import models
from grandis.hub.members.domain import (
    calendars,
    certificates,
    figures,
    membership,
    profiles,
    resources,
)
from grandis.hub.members.forms.base import RowForm
from grandis.hub.members.forms.calendars import ClosureForm, LoadForm, ShiftForm
from grandis.hub.members.forms.certificates import CertificateForm
from grandis.hub.members.forms.figures import FiguresForm, LinkedForm
from grandis.hub.members.forms.membership import FeeForm, HoursForm
from grandis.hub.members.forms.profiles import (
    ContactForm,
    ExpertiseForm,
    MarketForm,
    OfferForm,
    ProductForm,
)
from grandis.hub.members.forms.resources import (
    ProcessForm,
    RateForm,
    ResourceForm,
    SiteForm,
)
from grandis.hub.members.views import columns, extras, wording
from grandis.hub.members.views.columns import Column
from grandis.hub.members.views.wording import Text, Words

More = Callable[[Viewer, Organisation, Iterable[Any]], dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """A kind of row.

    `needs` names the kind of row that must be there first, `related` the rows that
    a list shows of each, `question` asks what the form depends on, `more` adds to
    what the list shows; `roles` says whose organisations keep such rows.
    """

    slug: str
    model: type[models.Owned]
    form: type[RowForm]
    add: Callable[..., Any]
    edit: Callable[..., Any]
    remove: Callable[..., Any]
    columns: tuple[Column, ...]
    words: Words
    needs: str = ""
    related: tuple[str, ...] = ()
    question: type[forms.Form] | None = None
    list_page: str = "members/rows.html"
    form_page: str = "members/row_form.html"
    more: More | None = None
    roles: Collection[Role] = MEMBERS

    @property
    def label(self) -> str:
        """The model's name, as `who_sees` takes it."""
        return self.model._meta.label


def _edit_rate(rate: models.ResourceRate, *, by: Viewer, **values: Any) -> Any:
    """A rate is set on its resource."""
    values.setdefault("hourly_cents", rate.hourly_cents)
    values.setdefault("consent", rate.consent)
    return resources.set_rate(rate.resource, by=by, **values)


CONTACTS = Kind(
    "contacts",
    models.ContactPerson,
    ContactForm,
    profiles.add_contact,
    profiles.edit_contact,
    profiles.remove_contact,
    columns.CONTACTS,
    wording.CONTACTS,
)
SITES = Kind(
    "sites",
    models.Site,
    SiteForm,
    resources.add_site,
    resources.edit_site,
    resources.remove_site,
    columns.SITES,
    wording.SITES,
)
RESOURCES = Kind(
    "resources",
    models.Resource,
    ResourceForm,
    resources.add_resource,
    resources.edit_resource,
    resources.remove_resource,
    columns.RESOURCES,
    wording.RESOURCES,
    needs="sites",
    related=("site",),
    question=ProcessForm,
    form_page="members/resource_form.html",
)
RATES = Kind(
    "rates",
    models.ResourceRate,
    RateForm,
    resources.set_rate,
    _edit_rate,
    resources.remove_rate,
    columns.RATES,
    wording.RATES,
    needs="resources",
    related=("resource",),
)
CERTIFICATES = Kind(
    "certificates",
    models.Certificate,
    CertificateForm,
    certificates.add_certificate,
    certificates.edit_certificate,
    certificates.remove_certificate,
    columns.CERTIFICATES,
    wording.CERTIFICATES,
    related=("site",),
)
EXPERTISE = Kind(
    "expertise",
    models.Expertise,
    ExpertiseForm,
    profiles.add_expertise,
    profiles.edit_expertise,
    profiles.remove_expertise,
    columns.EXPERTISE,
    wording.EXPERTISE,
)
PRODUCTS = Kind(
    "products",
    models.Product,
    ProductForm,
    profiles.add_product,
    profiles.edit_product,
    profiles.remove_product,
    columns.PRODUCTS,
    wording.PRODUCTS,
)
MARKETS = Kind(
    "markets",
    models.Market,
    MarketForm,
    profiles.add_market,
    profiles.edit_market,
    profiles.remove_market,
    columns.MARKETS,
    wording.MARKETS,
)
OFFERS = Kind(
    "offers",
    models.ResearchOffer,
    OfferForm,
    profiles.add_offer,
    profiles.edit_offer,
    profiles.remove_offer,
    columns.OFFERS,
    wording.OFFERS,
    roles=(Role.RESEARCH,),
)
SHIFTS = Kind(
    "shifts",
    models.Shift,
    ShiftForm,
    calendars.add_shift,
    calendars.edit_shift,
    calendars.remove_shift,
    columns.SHIFTS,
    wording.SHIFTS,
    needs="sites",
    related=("site", "resource"),
    list_page="members/shifts.html",
    more=extras.week,
)
CLOSURES = Kind(
    "closures",
    models.Closure,
    ClosureForm,
    calendars.add_closure,
    calendars.edit_closure,
    calendars.remove_closure,
    columns.CLOSURES,
    wording.CLOSURES,
    needs="sites",
    related=("site", "resource"),
    list_page="members/time.html",
)
LOADS = Kind(
    "loads",
    models.Load,
    LoadForm,
    calendars.add_load,
    calendars.edit_load,
    calendars.remove_load,
    columns.LOADS,
    wording.LOADS,
    needs="resources",
    related=("resource",),
    list_page="members/time.html",
)
FIGURES = Kind(
    "figures",
    models.Figures,
    FiguresForm,
    figures.add_figures,
    figures.edit_figures,
    figures.remove_figures,
    columns.FIGURES,
    wording.FIGURES,
    list_page="members/figures.html",
    more=extras.sizes,
)
LINKED = Kind(
    "linked",
    models.LinkedCompany,
    LinkedForm,
    figures.add_linked_company,
    figures.edit_linked_company,
    figures.remove_linked_company,
    columns.LINKED,
    wording.LINKED,
    needs="figures",
    related=("figures",),
)
FEES = Kind(
    "fees",
    models.MembershipFee,
    FeeForm,
    membership.set_fee,
    membership.edit_fee,
    membership.remove_fee,
    columns.FEES,
    wording.FEES,
)
HOURS = Kind(
    "hours",
    models.HoursLogged,
    HoursForm,
    membership.log_hours,
    membership.edit_hours,
    membership.remove_hours,
    columns.HOURS,
    wording.HOURS,
    roles=(Role.COORDINATOR, *MEMBERS),
)

#: The kinds under the headings of the page that shows them all.
GROUPS: tuple[tuple[Text, tuple[Kind, ...]], ...] = (
    (
        _("In the directory"),
        (CONTACTS, EXPERTISE, OFFERS, PRODUCTS, MARKETS, CERTIFICATES),
    ),
    (_("What you make things with"), (SITES, RESOURCES, RATES)),
    (_("Time and capacity"), (SHIFTS, CLOSURES, LOADS)),
    (_("Figures"), (FIGURES, LINKED)),
    (_("Membership"), (FEES, HOURS)),
)
KINDS = {kind.slug: kind for _title, kinds in GROUPS for kind in kinds}
