"""Who is asking."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from grandis.hub.core.enums import MEMBERS, Duty, Role

if TYPE_CHECKING:
    from grandis.hub.core.models import Cluster, Organisation, Person


@dataclass(frozen=True)
class Viewer:
    """A person who acts for one organisation in one cluster, or the public.

    `role` is what the organisation is to the cluster once both sides have
    confirmed it; before, and after it has left, the role is the public's, and
    only the organisation's own rows remain.
    """

    cluster: "Cluster | None"
    person: "Person | None" = None
    organisation: "Organisation | None" = None
    role: Role = Role.PUBLIC
    duties: frozenset[Duty] = frozenset()

    @classmethod
    def public(cls, cluster: "Cluster | None" = None) -> Self:
        """Somebody who is not signed in."""
        return cls(cluster=cluster)

    @property
    def is_coordinator(self) -> bool:
        return self.role == Role.COORDINATOR

    @property
    def is_member(self) -> bool:
        """Whether the organisation stands in the directory of the cluster."""
        return self.role in MEMBERS

    def acts_for(self, organisation: "Organisation", *duties: Duty) -> bool:
        """Whether this person acts for the organisation, in one of the duties.

        An owner has every duty.
        """
        if self.organisation is None or self.organisation.pk != organisation.pk:
            return False
        return not duties or bool(self.duties & {Duty.OWNER, *duties})
