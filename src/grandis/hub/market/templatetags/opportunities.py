"""Opportunities in the rows of lists: a filter takes less time than other tags."""

from django import template
from django.utils.safestring import SafeString

from grandis.hub.market.enums import State
from grandis.hub.market.views.addresses import page_of_opportunity
from grandis.hub.ui.templatetags.ui import badge

register = template.Library()

TONES = {
    State.RECEIVED: "warn",
    State.QUOTED: "info",
    State.WON: "good",
    State.LOST: "bad",
}


@register.filter
def state_badge(state: str) -> SafeString:
    """A state in words; the tone underlines what it asks for or how it ended."""
    known = State(state)
    return badge(known.label, TONES.get(known, "neutral"))


@register.filter
def opportunity_in(key: str, cluster: str) -> str:
    """The page of the opportunity with a key, by the cluster's slug."""
    return page_of_opportunity(cluster, key)
