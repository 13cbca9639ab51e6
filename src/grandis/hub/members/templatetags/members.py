"""What pages of the directory say about rows."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from grandis.hub.core.models import Organisation
from grandis.hub.core.templatetags.hub import who_sees
from grandis.hub.members.forms.names import (
    country_name,
    language_name,
    material_name,
)
from grandis.hub.members.views.columns import (
    Column,
    hours_text,
    limits_of,
    overdue,
    status_of,
)
from grandis.hub.members.views.numbers import number, whole
from grandis.hub.ui.templatetags.ui import icon

register = template.Library()
register.filter("country", country_name)
register.filter("language", language_name)
register.filter("material", material_name)
register.filter("limits", limits_of)
register.filter("status", status_of)
register.filter("paid", overdue)
register.filter("hours", hours_text)
register.filter("fraction", number)
register.filter("whole", whole)

#: Rows that everybody sees once the organisation agreed to be shown in public.
OF_DIRECTORY = frozenset(
    f"members.{name}"
    for name in (
        *("Profile", "Expertise", "Product", "Market", "ResearchOffer"),
        *("Site", "Certificate", "PublishedSize"),
    )
)


@register.filter
def cell(row: Any, column: Column) -> Any:
    """What stands in a column of a row."""
    return column.cell(row)


@register.filter
def grounds(reasons: Iterable[tuple[str, list[str]]]) -> SafeString:
    """Why a member was found; a loop in the template takes ten times as long."""
    lines = (
        (text, format_html_join("", ' <span class="soft">{}</span>', zip(more)))
        for text, more in reasons
    )
    return format_html_join("", "<li>{}{}</li>", lines)


@register.simple_tag(takes_context=True)
def who_reads(context: Context, label: str, organisation: Organisation) -> SafeString:
    """One line that says who sees the rows of this organisation today.

    What the directory shows depends on the membership, on the organisation's
    consent and on the row; for all else the declaration says it.
    """
    profile = context.get("profile")
    in_public = bool(profile and profile.shown_in_public)
    if label in OF_DIRECTORY:
        return _line(_directory(organisation, in_public), in_public)
    if label == "members.Resource":
        said = _(
            "Published ones stand in the directory; only %(name)s sees the others."
        )
        return _line(said % {"name": organisation.name}, False)
    if label == "members.ContactPerson":
        said = _("Members and the coordinator see all; everybody sees those marked so.")
        return _line(said, False)
    return who_sees(context, label)


def _directory(organisation: Organisation, in_public: bool) -> str:
    if not organisation.is_listed:
        return _(
            "Only %(name)s and the coordinator see this until both have agreed."
        ) % {"name": organisation.name}
    if in_public:
        return _("Everybody can see this, also without signing in.")
    return _("All who belong to the cluster can see this.")


def _line(text: str, is_open: bool) -> SafeString:
    drawn = icon("open" if is_open else "lock")
    return format_html('<p class="who-sees">{}{}</p>', drawn, text)
