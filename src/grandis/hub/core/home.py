"""What needs somebody now, and a few facts: apps add theirs to one list."""

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


@dataclass(frozen=True)
class Fact:
    """A figure of the cluster that the viewer may see, and where it comes from."""

    label: str
    value: str | int
    link: str = ""


_fact_providers: list[Callable[[Viewer], Iterable[Fact]]] = []


def register_facts(provider: Callable[[Viewer], Iterable[Fact]]) -> None:
    """Add a source of facts; once, when an app starts."""
    _fact_providers.append(provider)


def facts_for(viewer: Viewer) -> list[Fact]:
    """The facts for the viewer's home, in the order of the apps."""
    return [fact for provider in _fact_providers for fact in provider(viewer)]
