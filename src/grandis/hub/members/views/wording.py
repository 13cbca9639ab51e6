"""What the pages of each kind of row say."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
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


CONTACTS = Words(
    title=_("Contact persons"),
    add=_("Add a contact person"),
    change=_("Change a contact person"),
    remove=_("Remove this contact person?"),
    none=_("No contact persons yet."),
    hint=_("Name whom customers and other members should ask."),
    opens=_("Everybody will see this person's name, e-mail address and telephone."),
)
SITES = Words(
    title=_("Sites"),
    add=_("Add a site"),
    change=_("Change a site"),
    remove=_("Remove this site?"),
    none=_("No sites yet."),
    hint=_("Add where you work; machines stand at a site."),
    gone=_("Its shifts and closures go with it. It cannot be brought back."),
)
RESOURCES = Words(
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
)
RATES = Words(
    title=_("Hourly rates"),
    add=_("Set an hourly rate"),
    change=_("Change an hourly rate"),
    remove=_("Forget this hourly rate?"),
    none=_("No hourly rates yet."),
    hint=_("Without one, quotations use a rate for the whole cluster."),
)
CERTIFICATES = Words(
    title=_("Certificates"),
    add=_("State a certificate"),
    change=_("Change the statement of a certificate"),
    remove=_("Withdraw this statement?"),
    none=_("No certificates stated yet."),
    hint=_("State what you hold, by whom it was issued and until when it runs."),
)
EXPERTISE = Words(
    title=_("Expertise"),
    add=_("Add expertise"),
    change=_("Change expertise"),
    remove=_("Remove this expertise?"),
    none=_("No expertise yet."),
    hint=_("Say what you know well, so that others find you for it."),
)
PRODUCTS = Words(
    title=_("Products"),
    add=_("Add a product"),
    change=_("Change a product"),
    remove=_("Remove this product?"),
    none=_("No products yet."),
    hint=_("Name what you make, under your own name or for others."),
)
MARKETS = Words(
    title=_("Markets"),
    add=_("Add a market"),
    change=_("Change a market"),
    remove=_("Remove this market?"),
    none=_("No markets yet."),
    hint=_("Name the countries and trades that you deliver to."),
)
OFFERS = Words(
    title=_("Tests, courses and advice"),
    add=_("Add an offer"),
    change=_("Change an offer"),
    remove=_("Remove this offer?"),
    none=_("No tests, courses or advice yet."),
    hint=_("Say what members can order from you."),
)
SHIFTS = Words(
    title=_("Working week"),
    add=_("Add a shift"),
    change=_("Change a shift"),
    remove=_("Remove this shift?"),
    none=_("No shifts yet."),
    hint=_("Without shifts nothing can be planned on your machines."),
)
CLOSURES = Words(
    title=_("Closures"),
    add=_("Add a closure"),
    change=_("Change a closure"),
    remove=_("Remove this closure?"),
    none=_("No closures yet."),
    hint=_("Holidays and maintenance: nothing is planned on these days."),
)
LOADS = Words(
    title=_("Booked hours"),
    add=_("Book hours"),
    change=_("Change booked hours"),
    remove=_("Free these booked hours?"),
    none=_("No hours booked yet."),
    hint=_("Book what your own orders take, so that nothing is planned there."),
)
FIGURES = Words(
    title=_("Yearly figures"),
    add=_("Enter the figures of a year"),
    change=_("Correct the figures of a year"),
    remove=_("Remove the figures of this year?"),
    none=_("No figures yet."),
    hint=_("Jobs, turnover and balance sheet total say how large the company is."),
    gone=_("Its linked companies go with it. It cannot be brought back."),
)
LINKED = Words(
    title=_("Linked companies"),
    add=_("Add a linked company"),
    change=_("Correct a linked company"),
    remove=_("Remove this linked company?"),
    none=_("No linked companies."),
    # xgettext:no-python-format
    hint=_("Companies with a share of 25 % or more count towards the size."),
)
FEES = Words(
    title=_("Membership fees"),
    add=_("Set a membership fee"),
    change=_("Change a membership fee"),
    remove=_("Remove this membership fee?"),
    none=_("No membership fees yet."),
    hint=_("The coordinator sets what a year costs."),
)
HOURS = Words(
    title=_("Hours for the cluster"),
    add=_("Log hours"),
    change=_("Correct logged hours"),
    remove=_("Remove these hours?"),
    none=_("No hours logged yet."),
    hint=_("Log the time that cooperation takes; it is worth showing."),
)
