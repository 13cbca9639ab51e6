"""Names on a map, placed where they hide least."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
_SWEEPS = 4
_CELL = 6
#: Distances from the circle, and how unwelcome they are.
_GAPS = ((4, 0), (14, 90), (28, 200))
#: Against these: a pixel of something else covered, a pixel off the paper, a
#: point of a line under the name.
_COVERED, _OFF, _CROSSED = 6, 20, 15
#: Places around a circle in the order of liking: right, left, above, below …
_SIDES = (
    *((1, 0), (-1, 0), (0, -1), (0, 1)),
    *((1, -1), (1, 1), (-1, -1), (-1, 1)),
)


@dataclass(frozen=True)
class Frame:
    """A rectangle on paper."""

    left: float
    top: float
    width: float
    height: float

    def overlap(self, other: "Frame") -> float:
        """The area that two rectangles share."""
        across = min(self.left + self.width, other.left + other.width) - max(
            self.left, other.left
        )
        down = min(self.top + self.height, other.top + other.height) - max(
            self.top, other.top
        )
        return max(0.0, across) * max(0.0, down)

    def nearest(self, point: Point) -> Point:
        """The point of the rectangle nearest to another."""
        x = min(max(point[0], self.left), self.left + self.width)
        return x, min(max(point[1], self.top), self.top + self.height)

    def cells(self) -> Iterator[tuple[int, int]]:
        """The squares of a fine grid that the rectangle touches."""
        down = range(_cell(self.top), _cell(self.top + self.height) + 1)
        for column in range(_cell(self.left), _cell(self.left + self.width) + 1):
            yield from ((column, row) for row in down)


def arrange(
    place: Mapping[str, Point],
    radius: Mapping[str, float],
    size: Mapping[str, tuple[float, float]],
    paper: Frame,
    lines: Sequence[Point],
) -> dict[str, Frame]:
    """A frame for the name of each place, beside its circle.

    Frames stay on the paper, and cover circles, each other and the points
    `lines` as little as possible.
    """
    circles = {
        site: Frame(
            x - radius[site], y - radius[site], 2 * radius[site], 2 * radius[site]
        )
        for site, (x, y) in place.items()
    }
    crowd = Counter((_cell(x), _cell(y)) for x, y in lines)
    found: dict[str, Frame] = {}
    for _ in range(_SWEEPS):
        for site in sorted(place, key=lambda s: -radius[s]):
            others = [frame for name, frame in found.items() if name != site]
            _, found[site] = min(
                _choices(place[site], radius[site], size[site]),
                key=lambda c: c[0] + _cost(c[1], circles, others, paper, crowd),
            )
    return found


def _choices(
    place: Point, radius: float, size: tuple[float, float]
) -> list[tuple[float, Frame]]:
    """Frames around a circle with how unwelcome they are: near ones least."""
    (x, y), (width, height) = place, size
    frames: list[tuple[float, Frame]] = []
    for gap, unwelcome in _GAPS:
        for liking, (right, down) in enumerate(_SIDES):
            reach = (radius + gap) * (0.75 if right and down else 1)
            left = x + right * (reach + width / 2) - width / 2
            top = y + down * (reach + height / 2) - height / 2
            frames.append((unwelcome + liking, Frame(left, top, width, height)))
    return frames


def _cost(
    frame: Frame,
    circles: Mapping[str, Frame],
    others: Sequence[Frame],
    paper: Frame,
    crowd: Mapping[tuple[int, int], int],
) -> float:
    hidden = sum(frame.overlap(circle) for circle in circles.values())
    hidden += sum(frame.overlap(other) for other in others)
    off_paper = frame.width * frame.height - frame.overlap(paper)
    crossed = sum(crowd.get(cell, 0) for cell in frame.cells())
    return _COVERED * hidden + _OFF * off_paper + _CROSSED * crossed


def _cell(length: float) -> int:
    return int(length // _CELL)
