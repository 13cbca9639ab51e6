"""A visitor asks: the enquiry is kept, and its private link goes out by mail."""

import logging
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from grandis.hub.core.domain.verbs import verb
from grandis.hub.core.guard import trusted
from grandis.hub.core.models import Cluster
from grandis.hub.core.viewer import Viewer
from grandis.hub.market.domain.opportunities import enter
from grandis.hub.market.domain.tracking import make_link, remove_unconfirmed
from grandis.hub.market.enums import Source
from grandis.hub.market.followers import Follower
from grandis.hub.market.models import Opportunity

logger = logging.getLogger(__name__)


@verb
def ask(
    cluster: Cluster, *, by: Viewer, enquirer: Mapping[str, Any], **asked: Any
) -> Opportunity:
    """Keep an enquiry of a visitor and mail the link that confirms it.

    Enquiries that nobody confirmed in time go: this is when there is a reason to
    look for them.
    """
    remove_unconfirmed()
    language = translation.get_language() or "en"
    opportunity = enter(
        cluster,
        by=by,
        source=Source.FORM,
        enquirer={**enquirer, "language": language},
        **asked,
    )
    link = make_link(opportunity, confirmed=False)
    address = str(enquirer["email"]).strip().lower()
    transaction.on_commit(partial(_mail, opportunity, address, language, link))
    return opportunity


def _mail(opportunity: Opportunity, address: str, language: str, link: str) -> None:
    """Mail the link. No word of the enquiry: the address may be a stranger's."""
    told = {"cluster": opportunity.cluster, "link": link}
    with trusted(), translation.override(language):
        subject = _("Please confirm your enquiry to %(cluster)s") % {
            "cluster": opportunity.cluster.name
        }
        text = render_to_string("market/mail/confirm.txt", told)
    try:
        send_mail(subject, text, None, [address])
    except OSError:  # smtplib's errors are of this kind too
        logger.exception("the mail of enquiry %s was not sent", opportunity.key)


def just_asked(keys: Iterable[str]) -> list[tuple[Follower, Opportunity]]:
    """Enquiries that this browser has just sent, for it to add another part.

    `keys` come from the visitor's own session.
    """
    with trusted():
        found = Opportunity.objects.select_related("cluster", "customer").filter(
            key__in=list(keys), source=Source.FORM
        )
        return [(Follower.of(each), each) for each in found.order_by("pk")]


def follower(opportunity: Opportunity) -> Follower:
    """Who just sent an enquiry, as its follower."""
    with trusted():
        current = Opportunity.objects.select_related("cluster", "customer")
        return Follower.of(current.get(pk=opportunity.pk))
