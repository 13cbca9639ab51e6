"""What `core` puts into the menu, onto the home page and among its facts."""

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandis.hub.core import home, navigation
from grandis.hub.core.declarations import EVERY_ROLE
from grandis.hub.core.enums import MEMBERS, Role
from grandis.hub.core.home import Fact, HomeItem
from grandis.hub.core.models import CONFIRMED, Invitation, Organisation
from grandis.hub.core.rules import may_agree
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see


def register_needs() -> None:
    """Register all of it; the app calls this when it starts."""
    navigation.register(gettext_lazy("Home"), "core:home", roles=tuple(Role), order=0)
    navigation.register(
        gettext_lazy("Organisations"),
        "core:organisations",
        roles=[Role.COORDINATOR],
        order=80,
    )
    for label, url_name, order in (
        (gettext_lazy("Our people"), "core:people", 82),
        (gettext_lazy("Access log"), "core:access_log", 84),
    ):
        navigation.register(label, url_name, roles=EVERY_ROLE, order=order)
    navigation.register(
        gettext_lazy("Journal"), "core:journal", roles=tuple(Role), order=86
    )
    navigation.register(
        gettext_lazy("Settings"), "core:settings", roles=[Role.COORDINATOR], order=88
    )
    home.register(needs_of)
    home.register_facts(facts_of)


def needs_of(viewer: Viewer) -> Iterator[HomeItem]:
    """Memberships that wait for a yes, and invitations nobody took up."""
    organisation, cluster = viewer.organisation, viewer.cluster
    if organisation is None or cluster is None or organisation.left_at:
        return
    if not organisation.organisation_agreed_at and may_agree(viewer, organisation):
        yield HomeItem(
            _("Agree that %(name)s belongs to the cluster.")
            % {"name": organisation.name},
            reverse("core:agree", args=[cluster.slug]),
            weight=10,
        )
    yield from _applications(viewer)
    yield from _expired_invitations(viewer)


def _applications(viewer: Viewer) -> Iterator[HomeItem]:
    if not viewer.is_coordinator:
        return
    waiting = see(viewer, Organisation).filter(cluster_agreed_at=None, left_at=None)
    for each in waiting:
        yield HomeItem(
            _("Confirm or decline %(name)s, which asks to join.") % {"name": each.name},
            _page_of(each, viewer),
            weight=8,
        )


def _expired_invitations(viewer: Viewer) -> Iterator[HomeItem]:
    expired = see(viewer, Invitation).filter(
        accepted_at=None, withdrawn_at=None, expires_at__lt=timezone.now()
    )
    told = ("email", "organisation__key", "organisation__name")
    for each in expired.select_related("organisation").only(*told):
        yield HomeItem(
            _("The invitation of %(email)s to %(name)s has expired.")
            % {"email": each.email, "name": each.organisation.name},
            _page_of(each.organisation, viewer),
            weight=4,
        )


def _page_of(organisation: Organisation, viewer: Viewer) -> str:
    assert viewer.cluster is not None
    return reverse("core:organisation", args=[viewer.cluster.slug, organisation.key])


def facts_of(viewer: Viewer) -> Iterator[Fact]:
    """How many belong to the cluster, as far as the viewer knows them."""
    seen = see(viewer, Organisation).filter(CONFIRMED, role__in=MEMBERS)
    counted = dict(
        seen.order_by().values_list("role").annotate(Count("pk")).order_by("role")
    )
    if members := counted.get(Role.MEMBER):
        yield Fact(_("Members"), members)
    if research := counted.get(Role.RESEARCH):
        yield Fact(_("Research members"), research)
