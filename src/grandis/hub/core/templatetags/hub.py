"""What the frame of a page asks the hub: the menu, and who can see this."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.apps import apps
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from grandis.hub.core.enums import Role
from grandis.hub.core.navigation import entries_for
from grandis.hub.core.visibility import declaration_of, readers_of

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
        url = reverse(entry.url_name, kwargs={"cluster": viewer.cluster.slug})
        lines.append(Line(entry.label, url, _current(url, request.path)))
    return lines


@register.simple_tag(takes_context=True)
def who_sees(context: Context, label: str) -> SafeString:
    """One line that says who can read rows of a model, as declared."""
    model = apps.get_model(label)
    roles, owner = readers_of(model)
    if roles == [Role.PUBLIC]:
        return _line("open", _("Everybody can see this, also without signing in."))
    readers = [_readers(role) for role in roles]
    if owner:
        readers.insert(0, _owner(context))
    if not readers:
        return _line("lock", _("Nobody can see this on a page."))
    said = get_text_list(readers, _("and"))
    text = _("Only %(readers)s can see this.") % {"readers": said}
    if declaration_of(model).confidential:
        text = _("Only %(readers)s can see this; who reads it is noted.") % {
            "readers": said
        }
    return _line("lock", text)


def _current(url: str, path: str) -> str:
    if path == url:
        return "page"
    depth = url.rstrip("/").count("/")
    return "true" if depth > 2 and path.startswith(url) else ""


def _line(icon: str, text: str) -> SafeString:
    from grandis.hub.ui.templatetags.ui import icon as drawn

    return format_html('<p class="who-sees">{}{}</p>', drawn(icon), text)


def _owner(context: Context) -> str:
    viewer = context.get("viewer")
    if viewer is not None and viewer.is_member:
        return viewer.organisation.name  # type: ignore[no-any-return]
    return _("the company itself")


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
