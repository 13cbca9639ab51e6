"""Bent arrows between the circles of a map."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, hypot

from grandis.planning.drawing.svg import Markup, element, join, number

Point = tuple[float, float]
_BEND = 0.16
_HEAD = 7.0
#: Pixels between the points that stand for an arc where names are placed.
_STRIDE = 6.0


@dataclass(frozen=True)
class Arc:
    """A way from one circle to another that bends to its right.

    Two arcs between the same circles therefore keep apart.
    """

    start: Point
    bend: Point
    end: Point
    stroke: float

    def draw(self) -> Markup:
        """The arc with its head."""
        path = element(
            "path",
            class_="hand-overs",
            d=f"M{_pair(self.start)}Q{_pair(self.bend)} {_pair(self.end)}",
            fill="none",
            stroke="currentColor",
            stroke_opacity=0.5,
            stroke_width=self.stroke,
        )
        return join([path, head(self.bend, self.end, self.stroke)])

    def points(self) -> Iterator[Point]:
        """Points along the arc, a broad one more often."""
        (x1, y1), (x2, y2), (x3, y3) = self.start, self.bend, self.end
        count = 1 + int(hypot(x3 - x1, y3 - y1) / _STRIDE)
        for i in [*range(count + 1)] * ceil(self.stroke / 2):
            t = i / count
            first, second, third = (1 - t) ** 2, 2 * t * (1 - t), t * t
            yield (
                first * x1 + second * x2 + third * x3,
                first * y1 + second * y2 + third * y3,
            )


def between(
    origin: Point, destination: Point, leave: float, reach: float, stroke: float
) -> Arc:
    """The arc between circles of radii `leave` and `reach`."""
    dx, dy = destination[0] - origin[0], destination[1] - origin[1]
    bend = (
        (origin[0] + destination[0]) / 2 - _BEND * dy,
        (origin[1] + destination[1]) / 2 + _BEND * dx,
    )
    start = towards(origin, bend, leave + 1)
    end = towards(destination, bend, reach + _HEAD + 1)
    return Arc(start, bend, end, stroke)


def head(origin: Point, base: Point, stroke: float) -> Markup:
    """An arrow head on `base` that points away from `origin`."""
    x, y = base
    apart = hypot(x - origin[0], y - origin[1]) or 1
    dx, dy = (x - origin[0]) / apart, (y - origin[1]) / apart
    half = 3 + stroke / 2
    corners = (
        (x + _HEAD * dx, y + _HEAD * dy),
        (x - half * dy, y + half * dx),
        (x + half * dy, y - half * dx),
    )
    points = " ".join(_pair(corner) for corner in corners)
    return element("polygon", points=points, fill="currentColor")


def towards(start: Point, end: Point, distance: float) -> Point:
    """The point so far from `start` on the way to `end`."""
    apart = hypot(end[0] - start[0], end[1] - start[1]) or 1
    part = distance / apart
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])


def _pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
