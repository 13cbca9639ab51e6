"""What the apps keep about a person: each app tells it, and forgets it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grandis.hub.core.models import Person


@dataclass(frozen=True)
class Keeper:
    """A kind of personal data that an app keeps.

    `tell` returns it as plain JSON, for the person; `forget` removes it, or all
    that leads back to the person. Both run within a verb.
    """

    name: str
    tell: Callable[[Person], Any]
    forget: Callable[[Person], None]


keepers: list[Keeper] = []


def register(
    name: str, *, tell: Callable[[Person], Any], forget: Callable[[Person], None]
) -> None:
    """Add what an app keeps about people; once, when it starts."""
    keepers.append(Keeper(name, tell, forget))
