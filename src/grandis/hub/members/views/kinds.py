"""The kinds of rows that an organisation keeps: words, form, verbs and columns.

One row of this table is all that a kind needs to have its list and its pages to
add, change and remove; see `views.rows`.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
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
from grandis.hub.members.views import columns, extras
from grandis.hub.members.views.columns import Column

Text = str | Promise
More = Callable[[Viewer, Organisation, Iterable[Any]], dict[str, Any]]
GONE = _("It cannot be brought back.")


@dataclass(frozen=True)
class Words:
    """What the pages of a kind say: whole sentences, for translators' sake."""

    title: Text
    add: Text
    change: Text
    remove: Text
    none: Text
    hint: Text
    gone: Text = GONE
    opens: Text = ""


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
    Words(
        title=_("Contact persons"),
        add=_("Add a contact person"),
        change=_("Change a contact person"),
        remove=_("Remove this contact person?"),
        none=_("No contact persons yet."),
        hint=_("Name whom customers and other members should ask."),
        opens=_("Everybody will see this person's name, e-mail address and telephone."),
    ),
)
SITES = Kind(
    "sites",
    models.Site,
    SiteForm,
    resources.add_site,
    resources.edit_site,
    resources.remove_site,
    columns.SITES,
    Words(
        title=_("Sites"),
        add=_("Add a site"),
        change=_("Change a site"),
        remove=_("Remove this site?"),
        none=_("No sites yet."),
        hint=_("Add where you work; machines stand at a site."),
        gone=_("Its shifts and closures go with it. It cannot be brought back."),
    ),
)
RESOURCES = Kind(
    "resources",
    models.Resource,
    ResourceForm,
    resources.add_resource,
    resources.edit_resource,
    resources.remove_resource,
    columns.RESOURCES,
    Words(
        title=_("Machines, lines and teams"),
        add=_("Add a machine, a line or a team"),
        change=_("Change a machine, a line or a team"),
        remove=_("Remove this resource?"),
        none=_("No machines, lines or teams yet."),
        hint=_("Add what you make things with and what it can take."),
        gone=_(
            "Its rate, shifts, closures and booked hours go with it. "
            "It cannot be brought back."
        ),
        opens=_(
            "Name, maker, process, limits and materials will stand in the directory. "
            "Hours, loads and rates stay yours."
        ),
    ),
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
    Words(
        title=_("Hourly rates"),
        add=_("Set an hourly rate"),
        change=_("Change an hourly rate"),
        remove=_("Forget this hourly rate?"),
        none=_("No hourly rates yet."),
        hint=_("Without one, quotations use a rate for the whole cluster."),
    ),
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
    Words(
        title=_("Certificates"),
        add=_("State a certificate"),
        change=_("Change the statement of a certificate"),
        remove=_("Withdraw this statement?"),
        none=_("No certificates stated yet."),
        hint=_("State what you hold, by whom it was issued and until when it runs."),
    ),
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
    Words(
        title=_("Expertise"),
        add=_("Add expertise"),
        change=_("Change expertise"),
        remove=_("Remove this expertise?"),
        none=_("No expertise yet."),
        hint=_("Say what you know well, so that others find you for it."),
    ),
)
PRODUCTS = Kind(
    "products",
    models.Product,
    ProductForm,
    profiles.add_product,
    profiles.edit_product,
    profiles.remove_product,
    columns.PRODUCTS,
    Words(
        title=_("Products"),
        add=_("Add a product"),
        change=_("Change a product"),
        remove=_("Remove this product?"),
        none=_("No products yet."),
        hint=_("Name what you make, under your own name or for others."),
    ),
)
MARKETS = Kind(
    "markets",
    models.Market,
    MarketForm,
    profiles.add_market,
    profiles.edit_market,
    profiles.remove_market,
    columns.MARKETS,
    Words(
        title=_("Markets"),
        add=_("Add a market"),
        change=_("Change a market"),
        remove=_("Remove this market?"),
        none=_("No markets yet."),
        hint=_("Name the countries and trades that you deliver to."),
    ),
)
OFFERS = Kind(
    "offers",
    models.ResearchOffer,
    OfferForm,
    profiles.add_offer,
    profiles.edit_offer,
    profiles.remove_offer,
    columns.OFFERS,
    Words(
        title=_("Tests, courses and advice"),
        add=_("Add an offer"),
        change=_("Change an offer"),
        remove=_("Remove this offer?"),
        none=_("No tests, courses or advice yet."),
        hint=_("Say what members can order from you."),
    ),
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
    Words(
        title=_("Working week"),
        add=_("Add a shift"),
        change=_("Change a shift"),
        remove=_("Remove this shift?"),
        none=_("No shifts yet."),
        hint=_("Without shifts nothing can be planned on your machines."),
    ),
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
    Words(
        title=_("Closures"),
        add=_("Add a closure"),
        change=_("Change a closure"),
        remove=_("Remove this closure?"),
        none=_("No closures yet."),
        hint=_("Holidays and maintenance: nothing is planned on these days."),
    ),
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
    Words(
        title=_("Booked hours"),
        add=_("Book hours"),
        change=_("Change booked hours"),
        remove=_("Free these booked hours?"),
        none=_("No hours booked yet."),
        hint=_("Book what your own orders take, so that nothing is planned there."),
    ),
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
    Words(
        title=_("Yearly figures"),
        add=_("Enter the figures of a year"),
        change=_("Correct the figures of a year"),
        remove=_("Remove the figures of this year?"),
        none=_("No figures yet."),
        hint=_("Jobs, turnover and balance sheet total say how large the company is."),
        gone=_("Its linked companies go with it. It cannot be brought back."),
    ),
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
    Words(
        title=_("Linked companies"),
        add=_("Add a linked company"),
        change=_("Correct a linked company"),
        remove=_("Remove this linked company?"),
        none=_("No linked companies."),
        hint=_("Companies with a share of 25 % or more count towards the size."),
    ),
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
    Words(
        title=_("Membership fees"),
        add=_("Set a membership fee"),
        change=_("Change a membership fee"),
        remove=_("Remove this membership fee?"),
        none=_("No membership fees yet."),
        hint=_("The coordinator sets what a year costs."),
    ),
)
HOURS = Kind(
    "hours",
    models.HoursLogged,
    HoursForm,
    membership.log_hours,
    membership.edit_hours,
    membership.remove_hours,
    columns.HOURS,
    Words(
        title=_("Hours for the cluster"),
        add=_("Log hours"),
        change=_("Correct logged hours"),
        remove=_("Remove these hours?"),
        none=_("No hours logged yet."),
        hint=_("Log the time that cooperation takes; it is worth showing."),
    ),
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
