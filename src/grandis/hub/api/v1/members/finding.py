"""Find members, and see which stages of the value chain they cover."""

from typing import Annotated, Any, Literal

from ninja import Query, Router, Schema
from pydantic import Field

from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.fields import NO_NUL, RowKey, Slug
from grandis.hub.api.v1.operations import reading
from grandis.hub.api.v1.paging import Page, Window, part_of
from grandis.hub.core.http import HubRequest
from grandis.hub.members.coverage import Cell, Coverage, coverage
from grandis.hub.members.enums import Process, Stage
from grandis.hub.members.find.asking import Wanted
from grandis.hub.members.find.search import find

router = Router(tags=["Find"])

Needed = Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)]


class Member(Schema):
    """A member."""

    key: str
    name: str


class ReasonOut(Schema):
    """Why something was found: a code with its values."""

    code: str
    values: dict[str, Any]


class FoundOut(Schema):
    """A member that meets what was asked for."""

    organisation: Member
    score: int = Field(description="The higher, the more speaks for it.")
    open_questions: int = Field(description="Limits that were not entered: ask.")
    reasons: list[ReasonOut]


class WantedIn(Window):
    """What to look for; everything that is given must hold."""

    text: str = Field("", max_length=200, pattern=NO_NUL)
    stage: Stage | Literal[""] = ""
    process: Process | Literal[""] = ""
    material: str = Field("", max_length=60, pattern=NO_NUL)
    certificate: str = Field("", max_length=60, pattern=NO_NUL)
    region: str = Field("", max_length=5, pattern=NO_NUL, description="Like `LT02`.")
    envelope: list[Needed] | None = Field(
        None, min_length=3, max_length=3, description="The part's sides in mm."
    )
    clamp: Needed | None = Field(None, description="In kN.")
    shot: Needed | None = Field(None, description="In g of polystyrene.")
    container: Needed | None = Field(None, description="In litres.")


class CellOut(Schema):
    """What one member has for one stage."""

    organisation: RowKey
    resources: int
    expertise: int

    @staticmethod
    def resolve_organisation(cell: Any) -> str:
        return str(cell.organisation.key)


class StageOut(Schema):
    """One stage: what its members have, and whether there is a gap."""

    stage: Stage
    gap: Literal["nobody", "one", ""]
    depth: int
    cells: list[CellOut] = Field(description="Only of members that serve it.")

    @staticmethod
    def resolve_cells(row: Any) -> list[Cell]:
        return [cell for cell in row.cells if cell.depth]


class CoverageOut(Schema):
    """The value chain's eight stages and the members that serve them."""

    members: list[Member]
    rows: list[StageOut]


@reading(router, CLUSTER + "/find", gives=Page[FoundOut])
def find_members(
    request: HubRequest, cluster: Slug, asked: Annotated[WantedIn, Query()]
) -> Any:
    """Find members, best first, with the reasons for each.

    Hard limits decide, then a ranking orders.
    """
    wanted = asked.model_dump(exclude={"limit", "offset"})
    if asked.envelope is not None:
        wanted["envelope"] = tuple(asked.envelope)
    return part_of(request, find(request.viewer, Wanted(**wanted)), asked)


@reading(router, CLUSTER + "/coverage", gives=CoverageOut)
def read_coverage(request: HubRequest, cluster: Slug) -> Coverage:
    """Read which member covers which stage of the value chain, and the gaps."""
    return coverage(request.viewer)
