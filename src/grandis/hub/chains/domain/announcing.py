"""Telling a customer by e-mail that there is an offer."""

import logging
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from grandis.hub.chains.models import Quotation
from grandis.hub.core.enums import Duty
from grandis.hub.core.guard import trusted
from grandis.hub.core.models import Appointment
from grandis.hub.core.viewer import Viewer
from grandis.hub.market.domain.tracking import link_for
from grandis.hub.market.models import Enquirer, Opportunity

logger = logging.getLogger(__name__)


class Addressee(NamedTuple):
    """Who gets the mail; without an account, a private link stands in it."""

    email: str
    name: str
    has_account: bool


def addressees(opportunity: Opportunity) -> list[Addressee]:
    """The person who asked, else who trades for the customer or whose idea it is.

    The coordinator may know whom an offer goes to before it sends it.
    """
    with trusted():
        return _addressees(opportunity)


def _addressees(opportunity: Opportunity) -> list[Addressee]:
    enquirer = Enquirer.objects.filter(opportunity=opportunity).first()
    if enquirer is not None:
        return [Addressee(enquirer.email, enquirer.name, has_account=False)]
    if opportunity.customer_id is None and opportunity.issuer.role == "coordinator":
        return []
    people = Appointment.objects.filter(
        organisation=opportunity.customer_id or opportunity.issuer_id,
        ended_at=None,
        person__is_active=True,
    ).select_related("person")
    return [
        Addressee(each.person.email, each.person.name, has_account=True)
        for each in people
        if each.as_duties & {Duty.OWNER, Duty.SALES}
    ]


def announce(
    quotation: Quotation, opportunity: Opportunity, *, by: Viewer
) -> Callable[[], None]:
    """Make the links now, within the verb; the answer mails them when it is done."""
    people = addressees(opportunity)
    links = {
        each: _page_of(quotation, opportunity)
        if each.has_account
        else link_for(opportunity, by=by)
        for each in people
    }

    def mail() -> None:
        for addressee, link in links.items():
            _mail(quotation, opportunity, addressee, link)

    return mail


def _page_of(quotation: Quotation, opportunity: Opportunity) -> str:
    place = [opportunity.cluster.slug, quotation.key]
    return settings.ADDRESS + reverse("chains:quotation", args=place)


def _mail(
    quotation: Quotation, opportunity: Opportunity, addressee: Addressee, link: str
) -> None:
    told = {
        "quotation": quotation,
        "opportunity": opportunity,
        "cluster": opportunity.cluster,
        "name": addressee.name,
        "link": link,
    }
    with trusted(), override(quotation.language):
        subject = _("Offer from %(cluster)s: %(title)s") % {
            "cluster": opportunity.cluster.name,
            "title": opportunity.title,
        }
        text = render_to_string("chains/mail/quotation.txt", told)
    try:
        send_mail(" ".join(subject.split()), text, None, [addressee.email])
    except OSError:  # smtplib's errors are of this kind too
        logger.exception("the mail of quotation %s was not sent", quotation.key)
