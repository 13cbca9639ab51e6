"""The tables that the demo is made from, as typed rows of the files beside this.

Everything in them is invented but the towns, whose coordinates are those of
the town centres (WGS 84), approximate and rounded to 0.01 degrees.
"""

import csv
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, TypeVar

import msgspec

Row = TypeVar("Row", bound=msgspec.Struct)

Family = Literal[
    "assembly",
    "blow_or_weld",
    "bottle",
    "form_or_mould",
    "mould",
    "profile",
    "repeat",
    "series",
    "tray",
]
Hours = Literal["office", "one", "two", "three", "continuous"]


class Company(msgspec.Struct, frozen=True):
    """A member; turnover in millions of euro, shares and reliability 0 to 1."""

    code: str
    name: str
    kind: Literal["company", "research"]
    role: str
    machines: str = ""
    certifications: str = ""
    reliability: float = 1.0
    turnover_meur: float = 0.0
    employees: int = 0
    export_share: float = 0.0
    shutdown_first: date | None = None
    shutdown_last: date | None = None


class Town(msgspec.Struct, frozen=True):
    """A town and where its centre is, in degrees."""

    town: str
    latitude: float
    longitude: float


class Place(msgspec.Struct, frozen=True):
    """A site of a member in a town."""

    id: str
    member: str
    town: str


class Equipment(msgspec.Struct, frozen=True):
    """Machines of one kind at a site, or a team.

    `sizes` lists machines as size x number ("80x4 120x5"); for a team it is
    the number of crews. `booked` is the mean part of the time that is sold.
    """

    site: str
    kind: str
    sizes: str
    hours: Hours
    booked: float


class Product(msgspec.Struct, frozen=True):
    """One opportunity in a line; what it means is in ``docs/reference/demo.md``."""

    id: str
    name: str
    family: Family
    material: str
    colour: str
    size: float
    pieces: int
    batches: int
    seconds: float
    grams: float
    release: int
    first_weeks: float
    every_weeks: float
    grace_days: int
    margin: float
    late_permille: float
    other_size: float = 0.0
    other_seconds: float = 0.0
    finish: Literal["", "assembly", "drilling", "packing", "printing"] = ""
    finish_seconds: float = 0.0
    tool_hours: int = 0
    at: str = ""
    certificate: str = ""
    largest_share: int = 100
    apart: str = ""
    required: str = ""
    least_reliability: float = 0.0


@cache
def companies() -> tuple[Company, ...]:
    """The 14 companies and 3 research and training members."""
    return _rows("members.csv", Company)


@cache
def towns() -> tuple[Town, ...]:
    """The towns in which they work."""
    return _rows("towns.csv", Town)


@cache
def places() -> tuple[Place, ...]:
    """Their sites."""
    return _rows("sites.csv", Place)


@cache
def equipment() -> tuple[Equipment, ...]:
    """Their machines and teams."""
    return _rows("equipment.csv", Equipment)


@cache
def products() -> tuple[Product, ...]:
    """What customers ask for."""
    return _rows("products.csv", Product)


def _rows(name: str, kind: type[Row]) -> tuple[Row, ...]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    rows = [
        {column: value for column, value in row.items() if value}
        for row in csv.DictReader(text.splitlines())
    ]
    return tuple(msgspec.convert(rows, list[kind], strict=False))  # type: ignore[valid-type]
