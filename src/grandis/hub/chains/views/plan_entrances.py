"""How people get to plans and work: the menu, and what needs them."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandis.hub.chains.models import Work
from grandis.hub.chains.telling.words import step_name
from grandis.hub.core import home, navigation
from grandis.hub.core.enums import MEMBERS, Role
from grandis.hub.core.home import HomeItem
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see

MENU = (
    (gettext_lazy("Our work"), "chains:work", MEMBERS, 18),
    (gettext_lazy("Plans"), "chains:plans", (Role.COORDINATOR,), 34),
    (gettext_lazy("Gaps and teams"), "chains:spotting", (Role.COORDINATOR,), 36),
)
#: Work that begins within so many days is told of, so many steps at most.
SOON = timedelta(days=7)
MOST = 5


def register_plans() -> None:
    """Register all of it; the app calls this when it starts."""
    for label, url_name, roles, order in MENU:
        navigation.register(label, url_name, roles=roles, order=order)
    home.register(needs_of)


def needs_of(viewer: Viewer) -> Iterator[HomeItem]:
    """The own work that begins soon."""
    if viewer.cluster is None or not viewer.is_member:
        return
    now = timezone.now()
    rows = see(viewer, Work).filter(
        member=viewer.organisation, start__gte=now, start__lt=now + SOON
    )
    link = reverse("chains:work", args=[viewer.cluster.slug])
    for work in rows.order_by("start")[:MOST]:
        told = {"step": step_name(work.step), "resource": work.resource}
        day = timezone.localdate(work.start)
        yield HomeItem(_("Begin “%(step)s” on %(resource)s.") % told, link, due=day)
