"""What the directory needs somebody for now: items of the home page."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandis.hub.core.enums import MEMBERS, Role
from grandis.hub.core.home import HomeItem
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see, see_of
from grandis.hub.members import rules
from grandis.hub.members.declarations import OF_LISTED
from grandis.hub.members.find.folding import fold
from grandis.hub.members.models import (
    Certificate,
    Figures,
    MembershipFee,
    Profile,
)
from grandis.hub.members.models.certificates import SOON

#: No list of reminders is longer; the soonest come first.
MOST = 20


def needs_of(viewer: Viewer) -> Iterator[HomeItem]:
    """What a member, or the coordinator, has to see to."""
    organisation = viewer.organisation
    if organisation is None or organisation.left_at:
        return
    if viewer.is_coordinator:
        yield from _certificates(viewer)
        yield from _fees_to_collect(viewer)
    elif organisation.role in MEMBERS:
        yield from _profile(viewer, organisation)
        if rules.may_keep_directory(viewer, organisation):
            yield from _certificates(viewer, organisation)
        if rules.may_keep_figures(viewer, organisation):
            yield from _fees_to_pay(viewer, organisation)
            yield from _figures(viewer, organisation)


def _certificates(
    viewer: Viewer, organisation: Organisation | None = None
) -> Iterator[HomeItem]:
    """Certificates that end soon or have ended, unless a later one stands beside."""
    if organisation is None:
        rows = see(viewer, Certificate).filter(OF_LISTED)
    else:
        rows = see_of(viewer, Certificate, organisation)
    latest: dict[tuple[int, str, int | None], tuple[date, int]] = {}
    for owner, standard, site, expires_on, pk in rows.order_by("pk").values_list(
        "organisation", "standard", "site", "expires_on", "pk"
    ):
        same, end = (owner, fold(standard), site), expires_on or date.max
        if same not in latest or end > latest[same][0]:
            latest[same] = end, pk
    soon = timezone.localdate() + SOON
    ending = sorted(found for found in latest.values() if found[0] <= soon)[:MOST]
    told = rows.select_related("organisation").in_bulk([pk for _end, pk in ending])
    for _end, pk in ending:
        yield _to_renew(viewer, told[pk], own=organisation is not None)


def _to_renew(viewer: Viewer, certificate: Certificate, *, own: bool) -> HomeItem:
    owner = certificate.organisation
    if own:
        text = _("Renew the certificate %(standard)s, or withdraw the statement.")
        link = _at("edit_row", viewer, owner.key, "certificates", certificate.key)
    else:
        text = _("Remind %(name)s: its certificate %(standard)s runs out.")
        link = _at("member", viewer, owner.key)
    told = {"standard": certificate.standard, "name": owner.name}
    return HomeItem(text % told, link, due=certificate.expires_on)


def _profile(viewer: Viewer, organisation: Organisation) -> Iterator[HomeItem]:
    if not rules.may_keep_directory(viewer, organisation):
        return
    link = _at("profile", viewer, organisation.key)
    profile = see_of(viewer, Profile, organisation).first()
    if profile is None:
        yield HomeItem(_("Write the profile of your organisation."), link, weight=5)
    elif not (profile.summary and profile.town and profile.languages):
        yield HomeItem(
            _("Complete your profile: summary, town and languages."), link, weight=3
        )


def _fees_to_pay(viewer: Viewer, organisation: Organisation) -> Iterator[HomeItem]:
    for fee in see_of(viewer, MembershipFee, organisation).filter(
        paid_on=None, due_on__lt=timezone.localdate()
    ):
        yield HomeItem(
            _("Pay the membership fee of %(year)s.") % {"year": fee.year},
            _at("rows", viewer, organisation.key, "fees"),
            due=fee.due_on,
        )


def _fees_to_collect(viewer: Viewer) -> Iterator[HomeItem]:
    due = (
        see(viewer, MembershipFee)
        .filter(paid_on=None, due_on__lt=timezone.localdate())
        .order_by("due_on")
        .values_list("due_on", flat=True)
    )
    if days := list(due):
        text = ngettext(
            "%(count)s membership fee is overdue.",
            "%(count)s membership fees are overdue.",
            len(days),
        )
        link = _at("fees", viewer)
        yield HomeItem(text % {"count": len(days)}, link, due=days[0])


def _figures(viewer: Viewer, organisation: Organisation) -> Iterator[HomeItem]:
    """Companies have figures to enter once a year is over."""
    year = timezone.localdate().year - 1
    own = see_of(viewer, Figures, organisation).filter(year=year)
    if organisation.role == Role.MEMBER and not own.exists():
        yield HomeItem(
            _("Enter the figures of %(year)s; only you will see them.")
            % {"year": year},
            _at("add_row", viewer, organisation.key, "figures"),
            weight=2,
        )


def _at(page: str, viewer: Viewer, *place: str) -> str:
    assert viewer.cluster is not None
    return reverse(f"members:{page}", args=[viewer.cluster.slug, *place])
