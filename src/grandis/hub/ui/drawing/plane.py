"""From the globe to the paper, and what of a shape lies on it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin, sqrt

Point = tuple[float, float]
Projection = Callable[[float, float], Point]
#: Kilometres; the mean radius of the GRS 80 ellipsoid.
EARTH = 6371.009


@dataclass(frozen=True)
class Box:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def grown(self, by: float) -> "Box":
        """The same with so much more on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other: "Box") -> bool:
        """Whether the two share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other lies within."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


def around(points: Iterable[Point]) -> Box:
    """The least rectangle that holds all points."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def equal_area(latitude: float, longitude: float) -> Projection:
    """Lambert's azimuthal equal-area projection about a point, in kilometres.

    Snyder, Map Projections: A Working Manual (1987), equations 24-2 to 24-4, with
    y pointing down as on a screen. It takes latitude and longitude in degrees.
    """
    phi1, lambda0 = radians(latitude), radians(longitude)

    def project(latitude: float, longitude: float) -> Point:
        phi, turn = radians(latitude), radians(longitude) - lambda0
        nearness = sin(phi1) * sin(phi) + cos(phi1) * cos(phi) * cos(turn)
        k = EARTH * sqrt(2 / max(1 + nearness, 1e-9))
        x = k * cos(phi) * sin(turn)
        y = k * (cos(phi1) * sin(phi) - sin(phi1) * cos(phi) * cos(turn))
        return x, -y

    return project


def clipped(ring: Sequence[Point], box: Box) -> list[Point]:
    """The part of a polygon within a rectangle (Sutherland and Hodgman 1974)."""
    shape = list(ring)
    for axis, limit, sign in (
        (0, box.left, 1),
        (0, box.right, -1),
        (1, box.top, 1),
        (1, box.bottom, -1),
    ):
        shape = _halved(shape, axis, limit, sign)
    return shape


def _halved(ring: list[Point], axis: int, limit: float, sign: int) -> list[Point]:
    cut: list[Point] = []
    for start, end in zip([*ring[-1:], *ring], ring, strict=False):
        was, is_in = ((p[axis] - limit) * sign >= 0 for p in (start, end))
        if was != is_in:
            t = (limit - start[axis]) / (end[axis] - start[axis])
            x, y = (a + t * (b - a) for a, b in zip(start, end, strict=True))
            cut.append((x, y))
        if is_in:
            cut.append(end)
    return cut


def thinned(ring: Sequence[Point], least: float) -> list[Point]:
    """The same line without points that are hardly apart."""
    kept = list(ring[:1])
    for x, y in ring[1:]:
        if hypot(x - kept[-1][0], y - kept[-1][1]) >= least:
            kept.append((x, y))
    return kept


def area(ring: Sequence[Point]) -> float:
    """The area of a polygon."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def middle(ring: Sequence[Point]) -> Point:
    """The centre of gravity of a polygon with an area."""
    x = y = twice = 0.0
    for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        twice += cross
        x += (a[0] + b[0]) * cross
        y += (a[1] + b[1]) * cross
    return x / (3 * twice), y / (3 * twice)
