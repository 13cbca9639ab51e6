"""Where the tools stand that parts name."""

from datetime import date
from typing import Any

from ninja import Router, Schema

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import carry_out, found
from grandis.hub.api.v1.fields import Day, Key, RowKey, Slug, Values
from grandis.hub.api.v1.market.opportunities import ONE
from grandis.hub.api.v1.operations import changing, reading
from grandis.hub.api.v1.representations import represent
from grandis.hub.api.v1.rows import linked
from grandis.hub.core.http import HubRequest
from grandis.hub.market.domain import tools
from grandis.hub.market.models import Opportunity, StandingTool
from grandis.hub.members.models import Site

router = Router(tags=["Opportunities"])
PATH = ONE + "/tool"


class ToolPlace(Values):
    """A site of a member, and the day from which on the tool can be used there."""

    site: RowKey
    ready_on: Day | None = None


class ToolPlaceOut(Schema):
    """Where the tool stands, and since when or from when on."""

    site: RowKey
    ready_on: date | None


represent(StandingTool, ToolPlaceOut, related=("site",))


@reading(router, PATH, gives=ToolPlaceOut, scope=Scope.MARKET_READ)
def read_tool(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read where the tool stands that the part names.

    For the coordinator.
    """
    return found(request, StandingTool, opportunity__key=key)


@changing(router, "PUT", PATH, scope=Scope.MARKET_WRITE, gives=ToolPlaceOut)
def place_tool(request: HubRequest, cluster: Slug, key: Key, body: ToolPlace) -> Any:
    """Say where the tool stands that the part names.

    For the coordinator.
    """
    row = found(request, Opportunity, key=key)
    asked = linked(request, {"ready_on": None} | body.given(), {"site": Site})
    carry_out(request, tools.place_tool, row, **asked)
    return found(request, StandingTool, opportunity__key=key)


@changing(router, "DELETE", PATH, scope=Scope.MARKET_WRITE)
def take_tool_back(request: HubRequest, cluster: Slug, key: Key) -> None:
    """Say that nobody has the tool yet.

    For the coordinator.
    """
    row = found(request, Opportunity, key=key)
    carry_out(request, tools.place_tool, row, site=None)
