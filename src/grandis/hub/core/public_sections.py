"""What a cluster shows of itself in public: apps add sections to its page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from grandis.hub.core.viewer import Viewer


@dataclass(frozen=True)
class Section:
    """A part of the public page: a template and, as `section`, what it shows.

    `values` may return None when there is nothing to show.
    """

    template: str
    values: Callable[[Viewer], Mapping[str, Any] | None]
    order: int


_sections: list[Section] = []


def register(
    template: str,
    values: Callable[[Viewer], Mapping[str, Any] | None],
    *,
    order: int,
) -> None:
    """Add a section to the public page of every cluster; once, at the start."""
    _sections.append(Section(template, values, order))


def sections_for(viewer: Viewer) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The template of each section with what it shows to the viewer."""
    for section in sorted(_sections, key=lambda section: section.order):
        values = section.values(viewer)
        if values is not None:
            yield section.template, values
