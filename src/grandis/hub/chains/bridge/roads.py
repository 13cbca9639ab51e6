"""How long goods are on the road from one site to another, and what that costs.

Every figure is an ASSUMPTION of ours until a cluster has rates of its own.
"""

from math import asin, ceil, cos, radians, sin, sqrt

from grandis.hub.members.models import Site
from grandis.planning import Link

EARTH_KM = 6371.0
#: ASSUMPTION: roads are that much longer than the great circle.
ROAD_FACTOR = 1.3
#: ASSUMPTION: between sites that nobody has placed on the map.
UNKNOWN_KM = 200.0
KM_PER_HOUR = 70
HANDLING_HOURS = 12
#: ASSUMPTION: euro for a trip of one lorry, there and back.
TRIP_EURO = 45
EURO_PER_KM = 0.6


def links(sites: list[Site]) -> tuple[Link, ...]:
    """Roads from every site to every other; ticks are hours."""
    return tuple(
        _link(origin, destination)
        for origin in sites
        for destination in sites
        if origin.pk != destination.pk
    )


def kilometres(origin: Site, destination: Site) -> float:
    """By road: the great circle (haversine formula) and some bends."""
    here, there = _place(origin), _place(destination)
    if here is None or there is None:
        return UNKNOWN_KM
    (north, east), (south, west) = here, there
    half = (
        sin((north - south) / 2) ** 2
        + cos(north) * cos(south) * sin((east - west) / 2) ** 2
    )
    return ROAD_FACTOR * 2 * EARTH_KM * asin(sqrt(half))


def _place(site: Site) -> tuple[float, float] | None:
    """Latitude and longitude in radians."""
    if site.latitude is None or site.longitude is None:
        return None
    return radians(site.latitude), radians(site.longitude)


def _link(origin: Site, destination: Site) -> Link:
    km = kilometres(origin, destination)
    hours = ceil(HANDLING_HOURS + km / KM_PER_HOUR)
    cents = round(100 * (TRIP_EURO + 2 * km * EURO_PER_KM))
    return Link(origin.key, destination.key, hours, cents)
