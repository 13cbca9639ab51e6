"""Lists come in pages."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from django.db.models import Model
from ninja import Field, Schema

from grandis.hub.api.v1.representations import representations
from grandis.hub.core.http import HubRequest

Item = TypeVar("Item")
MOST = 200


class Page(Schema, Generic[Item]):
    """A part of a list."""

    items: list[Item]
    total: int = Field(description="How many there are in all pages.")
    next: str | None = Field(description="The address of the next page, if any.")


class Window(Schema):
    """Which part of a list to send."""

    limit: int = Field(50, ge=1, le=MOST, description="How many at most.")
    offset: int = Field(0, ge=0, le=1_000_000, description="How many to skip.")

    @property
    def end(self) -> int:
        return self.offset + self.limit


def page_of(
    request: HubRequest, model: type[Model], window: Window, **wanted: Any
) -> dict[str, Any]:
    """A page of the rows that the viewer sees; a filter that is None is none."""
    given = {name: value for name, value in wanted.items() if value is not None}
    rows = representations[model].rows(request.viewer).filter(**given)
    items = list(rows[window.offset : window.end])
    return _page(request, items, rows.count(), window)


def part_of(request: HubRequest, found: Sequence[Any], window: Window) -> Any:
    """A page of what was found already."""
    items = list(found[window.offset : window.end])
    return _page(request, items, len(found), window)


def _page(
    request: HubRequest, items: list[Any], total: int, window: Window
) -> dict[str, Any]:
    asked = request.GET.copy()
    asked["limit"], asked["offset"] = str(window.limit), str(window.end)
    following = f"{request.path}?{asked.urlencode()}" if window.end < total else None
    return {"items": items, "total": total, "next": following}
