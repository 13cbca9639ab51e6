"""Who sees quotations and plans; see docs/reference/visibility.md."""

from django.db.models import Q

from grandis.hub.chains import models
from grandis.hub.chains.sentences import SENTENCES
from grandis.hub.core import journal
from grandis.hub.core.enums import MEMBERS, Duty, Role
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import ALL, Scope, declare
from grandis.hub.market.declarations import own, seen_by_office
from grandis.hub.members.declarations import through

#: Quotations that left the coordinator's office; a draft may be replaced unsent.
SENT = Q(sent_at__isnull=False)
#: A plan that has been published to its members and not been taken back.
PUBLISHED = Q(plan__published_at__isnull=False, plan__withdrawn_at__isnull=True)


def for_office(viewer: Viewer) -> Q:
    """Quotations of the opportunities that the coordinator sees."""
    return through("opportunity", seen_by_office(viewer))


def for_customer(viewer: Viewer) -> Q:
    """Quotations sent for the viewer's own opportunities."""
    return SENT & through("opportunity", own(viewer))


#: Those of a member's people who have to do with its orders.
WORKING = frozenset({Duty.OWNER, Duty.PRODUCTION, Duty.SALES})


def at_work(viewer: Viewer) -> Q:
    """The member's own work in published plans."""
    if viewer.organisation is None or not viewer.duties & WORKING:
        return Q(pk__in=())
    return PUBLISHED & Q(member=viewer.organisation.pk)


def handing_over(viewer: Viewer) -> Q:
    """Hand-overs from or to the member in published plans."""
    if viewer.organisation is None or not viewer.duties & WORKING:
        return Q(pk__in=())
    mine = viewer.organisation.pk
    return PUBLISHED & (Q(giver=mine) | Q(taker=mine))


def declare_chains() -> None:
    """Declare the rows of `chains`; its app calls this when it starts."""
    of_issuer: dict[Role, Scope] = dict.fromkeys(
        (*MEMBERS, Role.CUSTOMER), for_customer
    )
    declare(
        models.Quotation,
        data="quotation",
        cluster="opportunity__cluster",
        shows={Role.COORDINATOR: for_office, **of_issuer},
    )
    for model in (models.Workings, models.AloneAnswer):
        declare(
            model,
            data="workings of a quotation",
            cluster="quotation__opportunity__cluster",
            shows={
                Role.COORDINATOR: lambda viewer: through(
                    "quotation", for_office(viewer)
                )
            },
        )
    declare(
        models.PlanRun, data="plan", cluster="cluster", shows={Role.COORDINATOR: ALL}
    )
    declare(models.RunSecret, data="whole planning problem", cluster="run__cluster")
    declare(
        models.Plan, data="plan", cluster="run__cluster", shows={Role.COORDINATOR: ALL}
    )
    declare(
        models.Work,
        data="plan",
        cluster="plan__run__cluster",
        shows={Role.COORDINATOR: ALL, **dict.fromkeys(MEMBERS, at_work)},
    )
    declare(
        models.HandOver,
        data="plan",
        cluster="plan__run__cluster",
        shows={Role.COORDINATOR: ALL, **dict.fromkeys(MEMBERS, handing_over)},
    )
    declare(
        models.CalendarFeed,
        data="calendar feeds",
        cluster="organisation__cluster",
        person="person",
    )
    journal.register(SENTENCES)
