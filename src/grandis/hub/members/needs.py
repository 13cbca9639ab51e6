"""What the directory needs somebody for now: items of the home page."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

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
from grandis.hub.members.views.addresses import page_of_member

#: No list of reminders is longer; the soonest come first.
MOST = 20


#: What a reminder needs of a certificate, for the fields of `_Stated`.
STATED = (
    *("pk", "key", "standard", "site", "expires_on"),
    *("organisation", "organisation__key", "organisation__name"),
)


class _Stated(NamedTuple):
    """A certificate as far as a reminder needs it."""

    pk: int
    key: str
    standard: str
    site: int | None
    expires_on: date | None
    organisation: int
    owner_key: str
    owner_name: str

    @property
    def end(self) -> date:
        """The last day; one without any never ends."""
        return self.expires_on or date.max


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
    soon = timezone.localdate() + SOON
    theirs = rows.filter(expires_on__lte=soon).values("organisation")
    latest: dict[tuple[int, str, int | None], _Stated] = {}
    stated = rows.filter(organisation__in=theirs).order_by("pk")
    for values in stated.values_list(*STATED):
        row = _Stated(*values)
        same = (row.organisation, fold(row.standard), row.site)
        if same not in latest or row.end > latest[same].end:
            latest[same] = row
    ending = [row for row in latest.values() if row.end <= soon]
    for row in sorted(ending, key=lambda row: (row.end, row.pk))[:MOST]:
        yield _to_renew(viewer, row, own=organisation is not None)


def _to_renew(viewer: Viewer, row: _Stated, *, own: bool) -> HomeItem:
    if own:
        text = _("Renew the certificate %(standard)s, or withdraw the statement.")
        link = _at("edit_row", viewer, row.owner_key, "certificates", row.key)
    else:
        text = _("Remind %(name)s: its certificate %(standard)s runs out.")
        assert viewer.cluster is not None
        link = page_of_member(viewer.cluster.slug, row.owner_key)
    told = {"standard": row.standard, "name": row.owner_name}
    return HomeItem(text % told, link, due=row.expires_on)


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
