"""The customer's conditions for a chain, as the planner takes them."""

from collections.abc import Collection

import msgspec

from grandis.hub.market.models import Opportunity
from grandis.planning import Policy


def policy_of(row: Opportunity, members: Collection[str]) -> Policy:
    """The conditions; pairs with somebody who has left are no matter."""
    policy = _asked(row)
    known = [(a, b) for a, b in policy.apart if a in members and b in members]
    return msgspec.structs.replace(policy, apart=tuple(known))


def asks_for_strangers(row: Opportunity, members: Collection[str]) -> bool:
    """Whether it must be made by somebody who does not belong to the cluster."""
    return not set(_asked(row).required) <= set(members)


def _asked(row: Opportunity) -> Policy:
    return msgspec.convert(row.policy, Policy)
