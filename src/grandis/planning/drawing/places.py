"""Where the sites of a network stand on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, hypot, pi, radians, sin, sqrt

from grandis.planning.problem import Site

Point = tuple[float, float]
#: Kilometres in a degree of latitude, of a sphere of radius 6371 km.
KILOMETRES = 6371 * pi / 180
_ROUNDS = 200
#: Room for an arrow between two circles.
_APART = 20
#: A map of a single place shows so many degrees.
_LEAST_SPAN = 0.2


@dataclass(frozen=True)
class Chart:
    """The place of each site, and how many pixels a kilometre is."""

    place: Mapping[str, Point]
    kilometre: float
    height: float


def chart(
    sites: Sequence[Site],
    radius: Mapping[str, float],
    width: float,
    most_height: float,
    margin: Point,
) -> Chart:
    """Sites with coordinates in an equirectangular projection.

    A degree of longitude is shortened by the cosine of the middle latitude.
    Circles of the given radii that would cover each other are moved apart. The
    margin is kept free at the sides and above and below.
    """
    flat = _flat(sites)
    west, east = _span([x for x, _ in flat.values()])
    south, north = _span([y for _, y in flat.values()])
    across, down = margin
    degree = min(
        (width - 2 * across) / (east - west), (most_height - 2 * down) / (north - south)
    )
    left = (width - degree * (east - west)) / 2
    place = {
        site: (left + (x - west) * degree, down + (north - y) * degree)
        for site, (x, y) in flat.items()
    }
    height = 2 * down + degree * (north - south)
    return Chart(spread(place, radius), degree / KILOMETRES, height)


def spread(place: Mapping[str, Point], radius: Mapping[str, float]) -> dict[str, Point]:
    """The places moved apart, as little as need be, until there is room between all."""
    moved = {
        # Sites at one and the same place leave it in different directions.
        site: (x + 0.01 * sqrt(i) * cos(2.4 * i), y + 0.01 * sqrt(i) * sin(2.4 * i))
        for i, (site, (x, y)) in enumerate(place.items())
    }
    for _ in range(_ROUNDS):
        quiet = True
        for one, other in combinations(moved, 2):
            (x1, y1), (x2, y2) = moved[one], moved[other]
            apart = hypot(x2 - x1, y2 - y1)
            short = radius[one] + radius[other] + _APART - apart
            if short > 0.01:
                quiet = False
                push = short / 2 / max(apart, 1e-9)
                dx, dy = (x2 - x1) * push, (y2 - y1) * push
                moved[one], moved[other] = (x1 - dx, y1 - dy), (x2 + dx, y2 + dy)
        if quiet:
            break
    return moved


def _flat(sites: Sequence[Site]) -> dict[str, Point]:
    """Degrees east, shortened, and degrees north of sites that have them."""
    known = {
        s.id: (s.longitude, s.latitude)
        for s in sites
        if s.longitude is not None and s.latitude is not None
    }
    latitudes = [latitude for _, latitude in known.values()] or [0.0]
    shortening = max(0.05, cos(radians((min(latitudes) + max(latitudes)) / 2)))
    return {site: (x * shortening, y) for site, (x, y) in known.items()}


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values, default=0.0), max(values, default=0.0)
    more = max(0.0, _LEAST_SPAN - (high - low)) / 2
    return low - more, high + more
