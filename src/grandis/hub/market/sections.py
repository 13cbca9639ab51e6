"""What other apps show on the page of an opportunity, to its issuer or its customer.

An app registers a template and a function. The template gets, as `section`, what
the function returns; None leaves the section out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from grandis.hub.core.viewer import Viewer
from grandis.hub.market.models import Opportunity

Values = Callable[[Viewer, Opportunity], Mapping[str, Any] | None]


class Place(Enum):
    """On which page a section stands."""

    #: market:opportunity, for coordinator, issuer and customers with an account.
    OPPORTUNITY = "opportunity"
    #: market:track, for whoever follows the private link: the viewer is a `Follower`.
    TRACKING = "tracking"


@dataclass(frozen=True)
class Section:
    """A part of a page: a template, what it shows, and its place among others."""

    place: Place
    template: str
    values: Values
    order: int


_sections: list[Section] = []


def register(place: Place, template: str, values: Values, *, order: int) -> None:
    """Add a section to a page; once, when an app starts."""
    _sections.append(Section(place, template, values, order))


def sections_for(
    place: Place, viewer: Viewer, opportunity: Opportunity
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The template of each section with what it shows to the viewer."""
    for section in sorted(_sections, key=lambda each: each.order):
        if section.place == place:
            values = section.values(viewer, opportunity)
            if values is not None:
                yield section.template, values
