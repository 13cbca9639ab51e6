"""The tool that a part names, where it stands."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from grandis.hub.chains.bridge.hours import tick_at
from grandis.hub.core.guard import trusted
from grandis.hub.market.models import Opportunity, StandingTool
from grandis.planning import Problem, Tool


def standing_tool(row: Opportunity, name: str, problem: Problem) -> Tool | None:
    """The tool in the planner's terms; None when nobody has it, or has left with it.

    Parts of one customer that name one tool at one site share it.
    """
    with trusted():
        standing = (
            StandingTool.objects.filter(opportunity=row).select_related("site").first()
        )
    if standing is None or standing.site.key not in problem.site:
        return None
    owner = row.customer_id or row.issuer_id
    id_ = f"{standing.site.key} {owner}: {name}"[:100]
    return Tool(
        id_, name, standing.site.key, _ready(standing, problem, row.cluster.time_zone)
    )


def _ready(standing: StandingTool, problem: Problem, zone: str) -> int:
    """The tick from which on it can be used, within the planner's time."""
    if standing.ready_on is None:
        return 0
    return tick_at(problem, datetime.combine(standing.ready_on, time(), ZoneInfo(zone)))
