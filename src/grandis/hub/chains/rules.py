"""Who may do what with quotations and plans."""

from grandis.hub.core.viewer import Viewer
from grandis.hub.market.models import Opportunity
from grandis.hub.market.rules import is_customer, issues


def may_plan(viewer: Viewer) -> bool:
    """Plans are the coordinator's work."""
    return viewer.is_coordinator


def may_answer(viewer: Viewer, opportunity: Opportunity) -> bool:
    """An offer is answered by its customer, or by the member whose idea it is."""
    if opportunity.customer_id is None and viewer.is_member:
        return issues(viewer, opportunity)
    return is_customer(viewer, opportunity)
