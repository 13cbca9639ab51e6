"""A request as the tests make it: who may, who sees its object, what others get."""

from dataclasses import dataclass, field
from typing import Any

from tests.hub.members.test_seeing import EVERYBODY

#: Visitors are asked to sign in, whatever they ask for.
SIGNED_IN = EVERYBODY - {"public"}
OWNER, COORDINATOR = {"member"}, {"coordinator"}


@dataclass(frozen=True)
class Case:
    """A request: who may make it, who sees its object, and what others get."""

    method: str
    path: str
    may: set[str] = field(default_factory=lambda: SIGNED_IN)
    sees: set[str] = field(default_factory=lambda: SIGNED_IN)
    body: Any = None
    version: int | None = None
    hidden: int = 404
    file: Any = None

    def expected(self, role: str) -> int:
        """The status that a role gets."""
        if role == "public":
            return 401
        if role in self.may:
            return {"POST": 201, "DELETE": 204}.get(self.method, 200)
        return 403 if role in self.sees else self.hidden


class Step(Case):
    """A step on the way: it makes nothing new."""

    def expected(self, role: str) -> int:
        return 200 if role in self.may else super().expected(role)


class Broken(Case):
    """A request that a rule forbids to those who may make it."""

    def expected(self, role: str) -> int:
        return 422 if role in self.may else super().expected(role)
