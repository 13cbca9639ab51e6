"""What is asked for: the part, its deliveries, the conditions for the chain."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from grandis.hub.api.v1.fields import Day, Flag, RowKey, Values, text
from grandis.processes.part import Certificate, Design, Room, Secondary, Shape, Surface

Length = Annotated[
    float, Field(strict=True, gt=0, le=20_000, allow_inf_nan=False, description="mm")
]
Positive = Annotated[float, Field(strict=True, gt=0, le=1e9, allow_inf_nan=False)]
Amount = Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)]


class PartFields(Schema):
    """A part: lengths in mm, masses in g, areas in cm², volumes in cm³, prices in EUR.

    Of `mass` and `volume` at least one is needed. The height is the size in the
    direction in which the tool opens; of a constant section, the length is the piece
    that is cut off.
    """

    material: str = Field(
        pattern=r"^[a-z0-9-]{1,40}$", description="Like `pp-homo`.", examples=["abs"]
    )
    shape: Shape
    length: Length
    width: Length
    height: Length
    wall: Length
    yearly_volume: Amount
    mass: Positive | None = None
    volume: Positive | None = None
    thickest_wall: Length | None = None
    projected_area: Positive | None = None
    two_sided: Flag | None = Field(
        None, description="Whether ribs, bosses or clips stand on both faces."
    )
    container: Positive | None = Field(None, description="What it holds, in litres.")
    tolerance: Positive | None = None
    tolerance_size: Length | None = None
    surface: Surface = "as_made"
    colour: str | None = Field(None, max_length=60, pattern=r"^[^\x00]*$")
    lot_size: Amount | None = None
    years: Annotated[int, Field(strict=True, ge=1, le=30)] = 1
    certificates: list[Certificate] = Field(default_factory=list, max_length=9)
    clean_room: Room | None = None
    secondary: list[Secondary] = Field(default_factory=list, max_length=6)
    secondary_minutes: Positive | None = None
    design: Design = "ready"
    prototype: Flag = False
    tool: str | None = Field(
        None,
        max_length=100,
        pattern=r"^[^\x00]*$",
        description="The name of a tool that exists.",
    )
    target_price: Positive | None = Field(None, description="Of a piece, in EUR.")


class PartIn(PartFields, Values):
    """A part that is asked for."""

    def values(self) -> dict[str, Any]:
        """The values that were sent, as `grandis.processes.read_part` takes them."""
        return self.model_dump(exclude_unset=True)


class PartOut(PartFields):
    """A part that is asked for."""

    name: str


class CallOffFields(Schema):
    """One delivery of a schedule."""

    due: Day
    latest: Day | None = Field(None, description="After this it is worth nothing.")
    quantity: Amount


class CallOffIn(CallOffFields, Values):
    """One delivery of a schedule."""


class Policy(Values):
    """The customer's conditions for the chain; members by their keys."""

    largest_share: Annotated[int, Field(strict=True, ge=1, le=100)] = Field(
        default=100,
        description="The largest part of the work for one member, in percent.",
    )
    apart: list[Annotated[list[RowKey], Field(min_length=2, max_length=2)]] = Field(
        default_factory=list,
        max_length=50,
        description="Pairs of members that must not share the chain.",
    )
    required: list[RowKey] = Field(default_factory=list, max_length=50)
    least_reliability: Annotated[float, Field(strict=True, ge=0, le=1)] = 0.0


class EnquirerFields(Schema):
    """The person who asks."""

    name: str = Field(min_length=1, max_length=120, pattern=r"^[^\x00]*$")
    phone: str = text(40)
    language: Literal["en", "lt", "da"] = "en"


Deliveries = Annotated[list[CallOffIn], Field(max_length=60)]


def rows_of(call_offs: list[CallOffIn]) -> list[dict[str, date | int | None]]:
    """Deliveries as the verbs take them."""
    return [each.model_dump() for each in call_offs]
