"""What the frame of a page asks the hub: the menu, and who can see this."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import template
from django.apps import apps
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from grandis.hub.core.enums import Duty, Role
from grandis.hub.core.navigation import entries_for
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import ALL, Declaration, declaration_of
from grandis.hub.ui.templatetags.ui import icon

register = template.Library()


@dataclass(frozen=True)
class Line:
    """A line of the menu; `current` is what aria-current says of it."""

    label: Any
    url: str
    current: str


@register.simple_tag(takes_context=True)
def menu(context: Context) -> list[Line]:
    """The viewer's menu; empty outside a cluster."""
    viewer, request = context.get("viewer"), context.get("request")
    if viewer is None or viewer.cluster is None or request is None:
        return []
    lines = []
    for entry in entries_for(viewer):
        url = _page_of(entry.url_name, viewer.cluster.slug)
        lines.append(Line(entry.label, url, _current(url, request.path)))
    return lines


@lru_cache(4_096)
def _page_of(name: str, cluster: str) -> str:
    """The address of a page of a cluster; each page asks for all of the menu."""
    return reverse(name, kwargs={"cluster": cluster})


@register.simple_tag(takes_context=True)
def who_sees(context: Context, label: str, owner: Any = None) -> SafeString:
    """One line that says who can read rows of a model, as declared.

    `owner` is the organisation whose rows these are, where others see them too.
    """
    declared = declaration_of(apps.get_model(label))
    if declared.shows.get(Role.PUBLIC) == ALL:
        return _line("open", _("Everybody can see this, also without signing in."))
    readers = list(_owners(declared, owner or _whose(declared, context.get("viewer"))))
    readers += [_readers(role) for role in Role if declared.shows.get(role) == ALL]
    return _line("lock", _sentence(declared, get_text_list(readers, _("and"))))


def _sentence(declared: Declaration, readers: str) -> str:
    if not readers:
        return _("What you see of this depends on who you are.")
    if any(scope != ALL for scope in declared.shows.values()):
        said = _("Only %(readers)s can see all of this; others see a part, or nothing.")
    elif declared.confidential:
        said = _("Only %(readers)s can see this; who reads it is noted.")
    else:
        said = _("Only %(readers)s can see this.")
    return said % {"readers": readers}


def _owners(declared: Declaration, owner: Any) -> Iterator[str]:
    if declared.owner and declared.owner_duties == frozenset(Duty):
        yield str(owner)
    elif declared.owner:
        duties = declared.owner_duties | {Duty.OWNER}
        labels = ", ".join(str(duty.label) for duty in Duty if duty in duties)
        yield _("%(organisation)s (%(duties)s)") % {
            "organisation": owner,
            "duties": labels,
        }
    if declared.person:
        yield _("the person concerned")


def _whose(declared: Declaration, viewer: Viewer | None) -> str:
    """The viewer's organisation where they see no other's rows."""
    if viewer and viewer.organisation and not declared.shows_others(viewer):
        return viewer.organisation.name
    return _("the organisation itself")


def _current(url: str, path: str) -> str:
    if path == url:
        return "page"
    depth = url.rstrip("/").count("/")
    return "true" if depth > 2 and path.startswith(url) else ""


def _line(name: str, text: str) -> SafeString:
    return format_html('<p class="who-sees">{}{}</p>', icon(name), text)


def _readers(role: Role) -> str:
    return {
        Role.COORDINATOR: _("the coordinator"),
        Role.MEMBER: _("the members"),
        Role.RESEARCH: _("the research members"),
        Role.CUSTOMER: _("the customers"),
        Role.TRUSTEE: _("the trustees"),
        Role.AGENCY: _("the agency"),
        Role.PARTNER: _("the partner clusters"),
        Role.PUBLIC: _("everybody"),
    }[role]
