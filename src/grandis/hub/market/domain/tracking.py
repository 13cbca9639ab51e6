"""Private links: how a customer without an account confirms and follows an enquiry."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from grandis.hub.core.domain.people import hash_of
from grandis.hub.core.domain.verbs import require, verb
from grandis.hub.core.errors import Broken
from grandis.hub.core.guard import trusted
from grandis.hub.core.viewer import Viewer
from grandis.hub.market import rules
from grandis.hub.market.domain.opportunities import record, take_in
from grandis.hub.market.domain.storing import forget_files
from grandis.hub.market.enums import State
from grandis.hub.market.followers import Follower
from grandis.hub.market.models import Attachment, Opportunity, TrackingLink

#: How long an address may wait for its confirmation, and a link is good after it.
CONFIRM_WITHIN = timedelta(days=14)
FOLLOW_FOR = timedelta(days=365)


def make_link(opportunity: Opportunity, *, confirmed: bool) -> str:
    """A new private address of an opportunity; part of verbs. Only a hash stays."""
    secret = secrets.token_urlsafe(24)
    now = timezone.now()
    TrackingLink.objects.create(
        opportunity=opportunity,
        secret_hash=hash_of(secret),
        sent_at=now,
        confirmed_at=now if confirmed else None,
        expires_at=now + (FOLLOW_FOR if confirmed else CONFIRM_WITHIN),
    )
    slug = opportunity.cluster.slug
    return settings.ADDRESS + reverse("market:track", args=[slug, secret])


@verb
def link_for(opportunity: Opportunity, *, by: Viewer) -> str:
    """A private link for the customer, to send with a quotation, say."""
    require(rules.serves(by, opportunity), by, "make a private link")
    current = Opportunity.objects.select_related("cluster").get(pk=opportunity.pk)
    link = make_link(current, confirmed=True)
    record(current, "linked", by)
    return link


@verb
def withdraw_links(opportunity: Opportunity, *, by: Viewer) -> int:
    """Make all private links of an opportunity worthless; says how many."""
    require(rules.serves(by, opportunity), by, "withdraw private links")
    links = TrackingLink.objects.filter(opportunity=opportunity, withdrawn_at=None)
    number = links.update(withdrawn_at=timezone.now())
    if number:
        record(opportunity, "unlinked", by)
    return number


def viewer_for(secret: str) -> tuple[Follower, Opportunity] | None:
    """Who follows a private link, and to what; None when it is worth nothing."""
    link = _running(secret)
    if link is None:
        return None
    return Follower.of(link.opportunity), link.opportunity


def _running(secret: str) -> TrackingLink | None:
    with trusted():
        return (
            TrackingLink.objects.select_related(
                "opportunity__cluster",
                "opportunity__customer__cluster",
                "opportunity__part",
            )
            .filter(
                secret_hash=hash_of(secret),
                withdrawn_at=None,
                expires_at__gt=timezone.now(),
            )
            .first()
        )


@verb
def confirm(secret: str) -> Opportunity:
    """The e-mail address is right: the enquiry and its other parts are received."""
    link = _running(secret)
    if link is None:
        raise Broken(_("This link has expired; send your enquiry again."))
    now = timezone.now()
    if link.confirmed_at is None:
        link.confirmed_at, link.expires_at = now, now + FOLLOW_FOR
        link.save(update_fields=["confirmed_at", "expires_at"])
    for each in _asked_with(link.opportunity):
        take_in(each, Follower.of(each))
        TrackingLink.objects.filter(opportunity=each, confirmed_at=None).update(
            confirmed_at=now, expires_at=now + FOLLOW_FOR
        )
    return Opportunity.objects.select_related("cluster").get(pk=link.opportunity.pk)


def _asked_with(opportunity: Opportunity) -> list[Opportunity]:
    """The unconfirmed parts of the same enquiry from the same address."""
    return list(
        Opportunity.objects.select_related("cluster", "customer")
        .filter(
            state=State.UNCONFIRMED,
            enquiry=opportunity.enquiry,
            cluster=opportunity.cluster,
            enquirer__email=opportunity.enquirer.email,
        )
        .order_by("pk")
    )


@verb
def remove_unconfirmed(now: datetime | None = None) -> int:
    """Remove enquiries that nobody confirmed in time; says how many."""
    long_ago = (now or timezone.now()) - CONFIRM_WITHIN
    old = Q(state=State.UNCONFIRMED, created_at__lt=long_ago)
    rows = list(Opportunity.objects.filter(old).values_list("pk", flat=True)[:500])
    files = Attachment.objects.filter(opportunity__in=rows)
    forget_files([*files.values_list("file", flat=True)])
    Opportunity.objects.filter(pk__in=rows).delete()
    return len(rows)
