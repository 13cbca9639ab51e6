"""The tool that a part names, where it stands."""

from zoneinfo import ZoneInfo

from grandis.hub.chains.bridge.hours import tick_at
from grandis.hub.core.days import start_of
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
    ready = 0
    if standing.ready_on is not None:
        zone = ZoneInfo(row.cluster.time_zone)
        ready = tick_at(problem, start_of(standing.ready_on, zone))
    return Tool(id_, name, standing.site.key, ready)
