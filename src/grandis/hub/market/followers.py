"""Customers without an account, as readers of their own opportunity."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from grandis.hub.core.enums import Role
from grandis.hub.core.viewer import Viewer

if TYPE_CHECKING:
    from grandis.hub.market.models import Opportunity


@dataclass(frozen=True)
class Follower(Viewer):
    """Whoever knows the private link of an opportunity: sees that one alone.

    The link stands for the customer, without any duty in its organisation.
    `follows` is the opportunity's primary key.
    """

    follows: int = 0

    @classmethod
    def of(cls, opportunity: "Opportunity") -> Self:
        """The follower of an opportunity that was read with cluster and customer."""
        return cls(
            cluster=opportunity.cluster,
            organisation=opportunity.customer,
            role=Role.CUSTOMER,
            follows=opportunity.pk,
        )
