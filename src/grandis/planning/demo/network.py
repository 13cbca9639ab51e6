"""The demo's members, sites, machines and roads."""

from collections import Counter
from collections.abc import Iterator
from math import asin, ceil, cos, radians, sin, sqrt
from random import Random
from typing import NamedTuple

from grandis.planning.demo import rates
from grandis.planning.demo.hours import (
    GRID,
    LONG_LOT_DAYS,
    LOT_DAYS,
    closed,
    order_book,
)
from grandis.planning.demo.tables import (
    Company,
    Equipment,
    Place,
    Town,
    companies,
    equipment,
    places,
    towns,
)
from grandis.planning.problem import Link, Member, Resource, Setup, Site

EARTH_KM = 6371.0

#: Last material on a press or line when the plan begins.
ON_THE_MACHINE = ("ABS", "HDPE", "PC", "PP", "PP", "PVC")
COLOURS = ("black", "grey", "natural", "white")


class Machine(NamedTuple):
    """A resource and what only its owner knows.

    `rate` is in cents an hour; `slowness` multiplies the hours a job takes.
    """

    resource: Resource
    member: str
    kind: str
    size: float
    rate: float
    slowness: float


def members() -> tuple[Member, ...]:
    """The 17 members."""
    return tuple(
        Member(company.code, company.name, company.reliability)
        for company in companies()
    )


def sites() -> tuple[Site, ...]:
    """Every site, named after its town."""
    return tuple(
        Site(place.id, place.member, town.town, town.latitude, town.longitude)
        for place, town in _located()
    )


def links() -> tuple[Link, ...]:
    """Roads from every site to every other."""
    return tuple(
        Link(origin.id, destination.id, *trip(kilometres(here, there)))
        for origin, here in _located()
        for destination, there in _located()
        if origin != destination
    )


def kilometres(here: Town, there: Town) -> float:
    """By road: the great circle (haversine formula) and some bends."""
    north, south = radians(here.latitude), radians(there.latitude)
    east = radians(here.longitude - there.longitude)
    half = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
    return rates.ROAD_FACTOR * 2 * EARTH_KM * asin(sqrt(half))


def machines(random: Random) -> tuple[Machine, ...]:
    """Every machine and team; `random` sets what differs from one to the next."""
    companies_by_code = {company.code: company for company in companies()}
    dearness = {code: random.uniform(*rates.RATE_SPREAD) for code in companies_by_code}
    place_by_id = {place.id: place for place in places()}
    numbers: Counter[tuple[str, str]] = Counter()
    found = []
    for row in equipment():
        place = place_by_id[row.site]
        for size in _sizes(row):
            numbers[place.member, row.kind] += 1
            number = numbers[place.member, row.kind]
            company = companies_by_code[place.member]
            resource = _resource(row, place, company, size, number, random)
            rate = 100 * rates.KINDS[row.kind].rate(size) * dearness[place.member]
            slowness = random.uniform(*rates.SLOWNESS_SPREAD)
            found.append(
                Machine(resource, place.member, row.kind, size, rate, slowness)
            )
    return tuple(found)


def _located() -> list[tuple[Place, Town]]:
    town = {town.town: town for town in towns()}
    return [(place, town[place.town]) for place in places()]


def trip(km: float) -> tuple[int, int]:
    """Ticks and cents of a transport over so many kilometres."""
    hours = rates.HANDLING_HOURS + km / rates.KM_PER_HOUR
    cost = rates.TRIP + 2 * km * rates.PER_KM
    return ceil(hours * 60 / GRID.minutes), round(100 * cost)


def _sizes(row: Equipment) -> Iterator[float]:
    """The size of every machine of a row; for a team its crews."""
    for group in row.sizes.split():
        size, _, number = group.partition("x")
        yield from [float(size)] * int(number or 1)


def _resource(
    row: Equipment,
    place: Place,
    company: Company,
    size: float,
    number: int,
    random: Random,
) -> Resource:
    kind = rates.KINDS[row.kind]
    team = row.kind in rates.TEAMS
    capacity = int(size) if team else 1
    changeover = _changeover(row.kind, size)
    lot_days = LONG_LOT_DAYS if kind.stage == "tooling" else LOT_DAYS
    name = kind.name.format(size=f"{size:g}", number=number)
    return Resource(
        id=f"{place.id}-{row.kind}"
        if team
        else f"{place.member}-{row.kind}-{number:02}",
        site=place.id,
        name=f"{name}, {place.town}" if team else name,
        stage=kind.stage,
        capacity=capacity,
        calendar=f"LT-{row.hours}",
        closed=closed(company, random),
        load=order_book(row.booked, capacity, lot_days, random),
        changeover=changeover,
        setup=_setup(random) if changeover else Setup(),
    )


def _changeover(kind: str, size: float) -> str | None:
    if kind == "IM":
        return "large-press" if size >= rates.LARGE_PRESS else "press"
    return "line" if kind in ("EX", "SHT") else None


def _setup(random: Random) -> Setup:
    return Setup(material=random.choice(ON_THE_MACHINE), colour=random.choice(COLOURS))
