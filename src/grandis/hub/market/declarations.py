"""Who sees opportunities; see docs/reference/visibility.md."""

from django.db.models import Q

from grandis.hub.core import journal
from grandis.hub.core.enums import Role
from grandis.hub.core.guard import GuardedModel
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import ALL, Scope, declare
from grandis.hub.market import models
from grandis.hub.market.enums import State
from grandis.hub.market.followers import Follower
from grandis.hub.market.sentences import SENTENCES
from grandis.hub.members.declarations import through

#: What the cluster's office works on; drafts are their issuer's alone.
ARRIVED = ~Q(state__in=(State.UNCONFIRMED, State.DRAFT))


def own(viewer: Viewer) -> Q:
    """Opportunities of the viewer's own organisation: its ideas or its enquiries.

    Whoever follows a private link sees the one that it belongs to, whatever else
    the same customer asked for.
    """
    if isinstance(viewer, Follower):
        return Q(pk=viewer.follows)
    if viewer.organisation is None:
        return Q(pk__in=())
    mine = viewer.organisation.pk
    return (Q(issuer=mine) | Q(customer=mine)) & ~Q(state=State.UNCONFIRMED)


def seen_by_office(viewer: Viewer) -> Q:
    """What the coordinator sees: all that arrived, and its own drafts."""
    return ARRIVED | own(viewer)


def of_opportunity(scope: Scope) -> Scope:
    """The same rows, seen from what belongs to an opportunity."""

    def scoped(viewer: Viewer) -> Q:
        rows = scope(viewer) if callable(scope) else scope
        return through("opportunity", rows)

    return scoped


SHOWS: dict[Role, Scope] = {
    Role.COORDINATOR: seen_by_office,
    Role.MEMBER: own,
    Role.RESEARCH: own,
    Role.CUSTOMER: own,
}


def declare_market() -> None:
    """Declare the rows of `market`; its app calls this when it starts."""
    declare(models.Opportunity, data="opportunity", cluster="cluster", shows=SHOWS)
    of_it: tuple[type[GuardedModel], ...] = (
        models.Part,
        models.CallOff,
        models.Attachment,
        models.Enquirer,
    )
    for model in of_it:
        declare(
            model,
            data="opportunity",
            cluster="opportunity__cluster",
            shows={role: of_opportunity(scope) for role, scope in SHOWS.items()},
        )
    declare(
        models.StandingTool,
        data="tools of customers",
        cluster="opportunity__cluster",
        shows={Role.COORDINATOR: of_opportunity(seen_by_office)},
    )
    declare(models.TrackingLink, data="private links", cluster="opportunity__cluster")
    declare(
        models.ExchangeRate,
        data="exchange rates",
        cluster="cluster",
        shows={Role.PUBLIC: ALL},
    )
    journal.register(SENTENCES)
