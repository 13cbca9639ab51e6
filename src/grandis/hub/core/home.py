"""What needs somebody now: apps add their items to one list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from grandis.hub.core.viewer import Viewer


@dataclass(frozen=True)
class HomeItem:
    """Something to do: a sentence, where to do it, and until when.

    `weight` orders items without a date; the heavier, the nearer to the top.
    """

    text: str
    link: str
    due: date | None = None
    weight: int = 0


Provider = Callable[[Viewer], Iterable[HomeItem]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a source of items; once, when an app starts."""
    _providers.append(provider)


def items_for(viewer: Viewer) -> list[HomeItem]:
    """What needs the viewer now: dated items first, soonest first."""
    found = [item for provider in _providers for item in provider(viewer)]
    return sorted(found, key=lambda i: (i.due or date.max, -i.weight, i.text))
