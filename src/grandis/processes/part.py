"""The part a customer asks for.

Masses are in g, lengths in mm, areas in cm2, volumes of material in cm3, the
content of a container in l, money in EUR. `height` is the size in the direction
in which the tool opens; of a constant section, `length` is the piece cut off.
"""

from typing import Annotated, Literal, get_args

import msgspec

from grandis.processes.figures import Record

Shape = Literal["open", "hollow", "constant_section"]
Surface = Literal["as_made", "textured", "glossy"]
Design = Literal["ready", "idea"]
Secondary = Literal[
    "assembly", "welding", "printing", "painting", "drilling", "inspection"
]
Certificate = Literal[
    "ISO 9001",
    "ISO 13485",
    "IATF 16949",
    "ISO 14001",
    "ISO 22000",
    "BRCGS",
    "ISO 22000/BRCGS",
    "EU 10/2011",
    "UL 94",
]
Room = Literal["ISO 7", "ISO 8"]

CERTIFICATES: tuple[Certificate, ...] = get_args(Certificate)
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Length = Annotated[float, msgspec.Meta(gt=0, le=20_000)]
Amount = Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000)]
Positive = Annotated[float, msgspec.Meta(gt=0, le=1e9)]


class Part(Record, frozen=True):
    """What a customer asks for.

    Of `mass` and `volume` at least one is given. `thickest_wall` is `wall`,
    `projected_area` a part of the footprint, when not given. `two_sided`
    says whether ribs, bosses or clips stand on both faces; None is unknown.
    `container` is what a hollow part holds. `years` is how long the part is
    made, over which its tools are shared. `tool` names a tool that exists.
    """

    name: Name
    material: str
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
    two_sided: bool | None = None
    container: Positive | None = None
    tolerance: Positive | None = None
    tolerance_size: Length | None = None
    surface: Surface = "as_made"
    colour: str | None = None
    lot_size: Amount | None = None
    years: Annotated[int, msgspec.Meta(ge=1, le=30)] = 1
    certificates: tuple[Certificate, ...] = ()
    clean_room: Room | None = None
    secondary: tuple[Secondary, ...] = ()
    secondary_minutes: Positive | None = None
    design: Design = "ready"
    prototype: bool = False
    tool: str | None = None
    due: str | None = None
    target_price: Positive | None = None

    def __post_init__(self) -> None:
        from grandis.processes.plausible import refuse_the_impossible

        refuse_the_impossible(self)

    @property
    def lifetime_volume(self) -> int:
        """Pieces over all years."""
        return self.yearly_volume * self.years

    @property
    def quantity(self) -> int:
        """Pieces of the first lot."""
        return self.lot_size or self.yearly_volume

    @property
    def thickest(self) -> float:
        """The thickest wall in mm."""
        return self.thickest_wall or self.wall

    @property
    def envelope(self) -> float:
        """Volume of the envelope in cm3."""
        return self.length * self.width * self.height / 1000


class Missing(Record, frozen=True):
    """A field that is not given and what it would decide."""

    field: str
    decides: str

    @property
    def sentence(self) -> str:
        """In English."""
        return f"'{self.field}' is not given; it decides {self.decides}"


#: What each field that may be left out would decide.
DECIDES = {
    "thickest_wall": "the cooling time (the nominal wall is used)",
    "projected_area": "the clamp force (a part of the footprint is used)",
    "two_sided": "whether a sheet can be formed into it",
    "container": "which blow moulding machines can make it",
    "tolerance": "which processes are precise enough",
    "lot_size": "the lots and the set-up in each piece (the yearly volume is used)",
    "due": "whether the cluster can deliver in time",
    "target_price": "whether the price is met",
}


def missing(part: Part) -> tuple[Missing, ...]:
    """The fields left out that would sharpen the answer, and what they decide."""
    hollow = part.shape == "hollow"
    asked = [
        field
        for field in DECIDES
        if getattr(part, field) is None
        and (hollow or field != "container")
        and (part.shape == "open" or field != "two_sided")
    ]
    return tuple(Missing(field, DECIDES[field]) for field in asked)
