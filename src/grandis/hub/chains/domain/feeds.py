"""Private addresses from which a calendar program reads the own dates."""

from datetime import timedelta

from django.utils import timezone

from grandis.hub.chains.models import CalendarFeed
from grandis.hub.core import journal
from grandis.hub.core.domain.people import hash_of
from grandis.hub.core.domain.verbs import require, verb
from grandis.hub.core.enums import Audience
from grandis.hub.core.guard import trusted
from grandis.hub.core.models import Organisation
from grandis.hub.core.sessions import viewer_of
from grandis.hub.core.viewer import Viewer

#: A reading is noted no oftener than this: calendar programs come every few minutes.
NOTED_EVERY = timedelta(hours=1)


@verb
def make_feed(organisation: Organisation, *, by: Viewer, secret: str) -> CalendarFeed:
    """Make an address; an earlier one of the same person is worth nothing any more."""
    require(by.is_member and by.acts_for(organisation), by, "make a calendar feed")
    assert by.person is not None  # nobody else acts for a member
    _revoke(organisation, by)
    feed = CalendarFeed.objects.create(
        organisation=organisation, person=by.person, secret_hash=hash_of(secret)
    )
    _record("feed.made", feed, by)
    return feed


@verb
def revoke_feed(feed: CalendarFeed, *, by: Viewer) -> CalendarFeed:
    """Make an address worth nothing."""
    mine = by.person is not None and feed.person_id == by.person.pk
    require(mine, by, "revoke a calendar feed")
    if feed.revoked_at is None:
        CalendarFeed.objects.filter(pk=feed.pk).update(revoked_at=timezone.now())
        _record("feed.revoked", feed, by)
    return feed


def _revoke(organisation: Organisation, by: Viewer) -> None:
    CalendarFeed.objects.filter(
        organisation=organisation, person=by.person, revoked_at=None
    ).update(revoked_at=timezone.now())


def _record(kind: str, feed: CalendarFeed, by: Viewer) -> None:
    journal.record(
        kind,
        by=by,
        subject=feed,
        organisation=by.organisation,
        audience=Audience.OWN,
    )


def reader_of(cluster: str, secret: str) -> Viewer | None:
    """Who reads by an address; None when it is worth nothing, or no longer."""
    with trusted():
        feed = (
            CalendarFeed.objects.select_related("organisation__cluster", "person")
            .filter(
                secret_hash=hash_of(secret),
                revoked_at=None,
                organisation__cluster__slug=cluster,
            )
            .first()
        )
        if feed is None:
            return None
        organisation = feed.organisation
        viewer = viewer_of(feed.person, organisation.cluster, organisation.key)
        if not viewer.acts_for(organisation):
            return None
        if feed.read_at is None or timezone.now() - feed.read_at > NOTED_EVERY:
            CalendarFeed.objects.filter(pk=feed.pk).update(read_at=timezone.now())
    return viewer
