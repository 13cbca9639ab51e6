"""What the cluster lacks, and who could do it together."""

from typing import Any

from ninja import Field, Router, Schema

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.fields import RowKey, Slug
from grandis.hub.api.v1.operations import reading
from grandis.hub.chains.domain.spotting import spotted
from grandis.hub.chains.telling.spotting import gaps_told, teams_told
from grandis.hub.core.http import HubRequest

router = Router(tags=["Plans"])


class GapOut(Schema):
    """What lost opportunities needed and nobody has; values in cents."""

    process: str
    material: str
    lost: int = Field(description="The value of what hit this gap.")
    alone: int = Field(description="The value of what hit no other.")
    opportunities: dict[str, str] = Field(description="Their titles by their keys.")
    reasons: list[str] = Field(description="Why the nearest machine cannot.")
    look_for: str


class TeamsOut(Schema):
    """An open opportunity that no member can do alone, and teams that can."""

    opportunity: RowKey
    title: str
    teams: list[dict[str, list[str]]] = Field(description="The names by the work.")


class SpottedOut(Schema):
    """What the cluster lacks, and who could do it together."""

    gaps: list[GapOut]
    teams: list[TeamsOut]


@reading(router, CLUSTER + "/spotting", gives=SpottedOut, scope=Scope.PLANS_READ)
def read_spotting(request: HubRequest, cluster: Slug) -> Any:
    """Read what the cluster lacks, most value lost first, and who could together.

    For the coordinator. Words are in the language that was asked for.
    """
    viewer = request.viewer
    found = spotted(viewer)
    return {"gaps": gaps_told(viewer, found), "teams": teams_told(viewer, found)}
