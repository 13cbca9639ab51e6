"""The menu of a cluster: apps add entries for the roles that use them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from grandis.hub.core.enums import Role
from grandis.hub.core.viewer import Viewer


@dataclass(frozen=True)
class Entry:
    """A page in the menu, by the name of its address."""

    label: Any
    url_name: str
    roles: frozenset[Role]
    order: int


_entries: list[Entry] = []


def register(label: Any, url_name: str, *, roles: Collection[Role], order: int) -> None:
    """Add a page to the menu of some roles; once, when an app starts."""
    _entries.append(Entry(label, url_name, frozenset(roles), order))


def entries_for(viewer: Viewer) -> Iterator[Entry]:
    """The viewer's menu in its order."""
    for entry in sorted(_entries, key=lambda entry: entry.order):
        if viewer.role in entry.roles:
            yield entry
