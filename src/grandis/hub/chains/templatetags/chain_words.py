"""Words of plans in templates."""

from collections.abc import Mapping
from typing import Any

from django import template

from grandis.hub.chains.telling import plans, words

register = template.Library()


@register.filter
def stage(code: str) -> str:
    """A stage of the value chain by its name."""
    return plans.stage(code)


@register.filter
def kind_of_part(part: Mapping[str, Any]) -> str:
    """What kind of part it is, without its name."""
    return plans.kind_of_part(part)


@register.filter
def step_name(step: str) -> str:
    """A step of a route in the reader's language."""
    return words.step_name(step)
