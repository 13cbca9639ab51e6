"""How people get to these pages, and what of it needs them now."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grandis.hub.core import home, navigation, personal, public_sections
from grandis.hub.core.enums import MEMBERS, Role
from grandis.hub.core.home import Fact, HomeItem
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.market.domain import enquirers
from grandis.hub.market.enums import State
from grandis.hub.market.models import Opportunity
from grandis.hub.market.pipeline.speed import speed_for
from grandis.hub.market.rules import trades


def register_entrances() -> None:
    """Register all of it; the app calls this when it starts."""
    for label, url_name, roles, order in (
        (
            gettext_lazy("Opportunities"),
            "market:opportunities",
            (Role.COORDINATOR, *MEMBERS, Role.CUSTOMER),
            20,
        ),
        (
            gettext_lazy("Ask for a part"),
            "market:ask",
            (Role.PUBLIC, Role.CUSTOMER),
            18,
        ),
    ):
        navigation.register(label, url_name, roles=roles, order=order)
    public_sections.register("market/public_section.html", asks_here, order=5)
    home.register(needs_of)
    home.register_facts(facts_of)
    personal.register("enquiries", tell=enquirers.tell, forget=enquirers.forget)


def asks_here(viewer: Viewer) -> dict[str, str]:
    """The way to the form, on the public page of every cluster."""
    return {}


def needs_of(viewer: Viewer) -> Iterator[HomeItem]:
    """What waits for a quotation, and ideas that nobody has seen yet."""
    if viewer.cluster is None or viewer.organisation is None:
        return
    rows = see(viewer, Opportunity)
    table = reverse("market:opportunities", args=[viewer.cluster.slug])
    if viewer.is_coordinator:
        waiting = rows.filter(state=State.RECEIVED).aggregate(
            number=Count("pk"), first=Min("answer_by")
        )
        if waiting["number"]:
            text = ngettext(
                "%(count)d enquiry waits for a quotation.",
                "%(count)d enquiries wait for a quotation.",
                waiting["number"],
            )
            yield HomeItem(
                text % {"count": waiting["number"]},
                f"{table}?state={State.RECEIVED}&sort=entered",
                due=waiting["first"],
                weight=9,
            )
    elif viewer.is_member and trades(viewer):
        number = rows.filter(state=State.DRAFT).count()
        if number:
            text = ngettext(
                "%(count)d idea is a draft: hand it in, and the cluster works on it.",
                "%(count)d ideas are drafts: hand them in, and the cluster works on "
                "them.",
                number,
            )
            yield HomeItem(
                text % {"count": number}, f"{table}?state={State.DRAFT}", weight=3
            )


def facts_of(viewer: Viewer) -> Iterator[Fact]:
    """How fast enquiries are answered, for the coordinator."""
    if viewer.is_coordinator and viewer.cluster is not None:
        speed = speed_for(viewer)
        if speed.time is not None:
            board = reverse("market:board", args=[viewer.cluster.slug])
            yield Fact(_("From enquiry to quotation"), speed.time_in_words, board)
