"""The columns of each kind's list: a heading and what stands in the cell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from grandis.hub.members.enums import CertificateStatus
from grandis.hub.members.forms.calendars import WEEKDAYS
from grandis.hub.members.forms.names import country_name, language_name
from grandis.hub.members.limits import LIMITS
from grandis.hub.members.models import Certificate
from grandis.hub.members.views.numbers import number
from grandis.hub.ui.templatetags.ui import badge, date, money


@dataclass(frozen=True)
class Column:
    """A column; the first of a kind names the row."""

    label: str | Promise
    cell: Callable[[Any], Any]
    is_number: bool = False


def said(name: str) -> Callable[[Any], Any]:
    """The value of a field; of a choice its name."""

    def cell(row: Any) -> Any:
        chosen = getattr(row, f"get_{name}_display", None)
        value = chosen() if chosen else getattr(row, name)
        return "" if value is None else value

    return cell


def day(name: str) -> Callable[[Any], SafeString]:
    """A day in the short form."""
    return lambda row: format_html(
        '<span class="number">{}</span>', date(getattr(row, name), "short")
    )


def cents(name: str) -> Callable[[Any], SafeString]:
    """An amount of money."""
    return lambda row: money(getattr(row, name))


def share(name: str) -> Callable[[Any], str]:
    """Thousandths in per cent."""

    def cell(row: Any) -> str:
        value = getattr(row, name)
        return "–" if value is None else f"{number(value / 10)}\u00a0%"

    return cell


def yes(name: str, text: Any, otherwise: Any) -> Callable[[Any], SafeString]:
    """A badge for a yes and one for a no."""
    return lambda row: (
        badge(text, "info") if getattr(row, name) else badge(otherwise, "neutral")
    )


def place_of(row: Any) -> str:
    """The site, or the resource, that a row about time is for."""
    return str(row.resource or row.site)


def days_of(row: Any) -> str:
    """The days of the week, as a range where they follow each other."""
    days = sorted(row.weekdays)
    names = [str(WEEKDAYS[day][1]) for day in days]
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{names[0]} – {names[-1]}"
    return ", ".join(names)


TONES = {
    CertificateStatus.VALID: "good",
    CertificateStatus.EXPIRING: "warn",
    CertificateStatus.EXPIRED: "bad",
    CertificateStatus.COMING: "neutral",
}


def status_of(certificate: Certificate) -> SafeString:
    """How a certificate stands today."""
    return badge(certificate.status.label, TONES[certificate.status])


def limits_of(row: Any) -> str:
    """The limits of a resource with units, in one line."""
    return "; ".join(
        limit_text(name, value, name in row.assumed)
        for name, value in row.limits.items()
    )


def limit_text(name: str, value: Any, is_assumed: bool) -> str:
    """One limit, such as “Clamping force ≈ 1 200 kN”; ≈ is an estimate."""
    limit = LIMITS[name]
    if limit.is_flag:
        return str(limit.label)
    sign = "≈\u00a0" if is_assumed else ""
    unit = f"\u00a0{limit.unit}" if limit.unit else ""
    return f"{limit.label} {sign}{number(value)}{unit}"


def overdue(row: Any) -> SafeString:
    """Whether a fee is paid."""
    if row.paid_on:
        return format_html(
            "{} {}", badge(_("Paid"), "good"), date(row.paid_on, "short")
        )
    return badge(_("Overdue"), "bad") if row.is_overdue else badge(_("Open"), "warn")


def hours_text(minutes: int) -> str:
    """Minutes as hours."""
    return f"{number(minutes / 60)}\u00a0{_('h')}"


def duration(row: Any) -> str:
    """How long a course or test takes."""
    count = row.duration_hours
    if count is None:
        return ""
    return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": count}


NAME, STAGE = Column(_("Name"), said("name")), Column(_("Stage"), said("stage"))
FIRST, LAST = Column(_("From"), day("first_day")), Column(_("To"), day("last_day"))
TURNOVER = Column(_("Turnover"), cents("turnover_cents"), True)
BALANCE = Column(_("Balance sheet total"), cents("balance_cents"), True)
JOBS = Column(_("Jobs"), said("headcount"), True)

CONTACTS = (
    NAME,
    Column(_("Job title"), said("job_title")),
    Column(_("E-mail address"), said("email")),
    Column(_("Telephone"), said("phone")),
    Column(
        _("Languages"), lambda row: ", ".join(language_name(c) for c in row.languages)
    ),
    Column(_("Seen by"), yes("is_public", _("Everybody"), _("The cluster"))),
)
SITES = (
    NAME,
    Column(_("Town"), said("town")),
    Column(_("Country"), lambda row: country_name(row.country)),
    Column(_("Region"), said("nuts")),
    Column(
        _("Map"),
        lambda row: (
            badge(_("On the map"), "good")
            if row.latitude is not None and row.longitude is not None
            else badge(_("No place yet"), "warn")
        ),
    ),
)
RESOURCES = (
    NAME,
    Column(_("Process"), said("process")),
    Column(_("Limits"), limits_of),
    Column(_("Site"), said("site")),
    Column(_("Seen by"), yes("published", _("The directory"), _("You alone"))),
)
RATES = (
    Column(_("Resource"), said("resource")),
    Column(_("An hour costs"), cents("hourly_cents"), True),
    Column(
        _("Quotations"), yes("consent", _("May use it"), _("Use a rate of the cluster"))
    ),
)
CERTIFICATES = (
    Column(_("Standard"), said("standard")),
    Column(_("Issued by"), said("issuer")),
    Column(_("Issued on"), day("issued_on")),
    Column(_("Expires on"), day("expires_on")),
    Column(_("Status"), status_of),
    Column(_("Stated on"), day("stated_on")),
)
EXPERTISE = (
    Column(_("Expertise"), said("text")),
    STAGE,
    Column(_("Level"), said("level")),
)
PRODUCTS = (NAME, Column(_("Description"), said("description")))
MARKETS = (
    Column(_("Country"), lambda row: country_name(row.country)),
    Column(_("Sector"), said("sector")),
    Column(_("Since"), said("since")),
)
OFFERS = (
    Column(_("Title"), said("title")),
    Column(_("Kind"), said("kind")),
    Column(_("Method"), said("method")),
    Column(_("Duration"), duration),
    Column(_("List price"), cents("price_cents"), True),
)
SHIFTS = (
    Column(_("For"), place_of),
    Column(_("Days"), days_of),
    Column(_("Hours"), lambda row: f"{row.start:%H:%M}–{row.end:%H:%M}"),
)
CLOSURES = (
    Column(_("For"), place_of),
    FIRST,
    LAST,
    Column(_("Reason"), said("reason")),
)
LOADS = (
    Column(_("Resource"), said("resource")),
    FIRST,
    LAST,
    Column(_("Booked hours"), said("hours"), True),
    Column(_("Own reference"), said("note")),
)
FIGURES = (
    Column(_("Year"), said("year")),
    JOBS,
    TURNOVER,
    BALANCE,
    Column(_("Exported"), share("export_permille"), True),
)
LINKED = (
    NAME,
    Column(_("Year"), said("figures")),
    Column(_("Share"), share("share_permille"), True),
    JOBS,
    TURNOVER,
    BALANCE,
)
FEES = (
    Column(_("Year"), said("year")),
    Column(_("Amount"), cents("amount_cents"), True),
    Column(_("Due on"), day("due_on")),
    Column(_("State"), overdue),
)
HOURS = (
    Column(_("Day"), day("day")),
    Column(_("Activity"), said("activity")),
    Column(_("Note"), said("note")),
    Column(_("Hours"), lambda row: hours_text(row.minutes), True),
)
