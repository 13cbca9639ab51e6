"""Where names go so that none lies on another."""

from collections.abc import Iterator
from dataclasses import dataclass

from grandis.hub.ui.drawing.plane import Box, Point

#: A letter of a broad sans serif in bold is about this wide, in font sizes.
LETTER = 0.66


@dataclass(frozen=True)
class Label:
    """A text at the left end of its base line, and the area it takes."""

    text: str
    x: float
    y: float
    box: Box
    far: bool = False

    @property
    def middle(self) -> float:
        return (self.box.left + self.box.right) / 2


def width(text: str, size: float) -> float:
    """About how wide a text is."""
    return len(text) * size * LETTER


class Labels:
    """Keeps the free room of a picture."""

    def __init__(self, room: Box) -> None:
        self.room = room
        self.taken: list[Box] = []

    def take(self, box: Box) -> None:
        """Keep names off an area."""
        self.taken.append(box)

    def beside(
        self, point: Point, reach: float, text: str, size: float
    ) -> Label | None:
        """The best free place for a text beside a mark, if there is any."""
        for distance in (0, 14, 28, 42):
            for left, base in _around(point, reach + distance, width(text, size), size):
                label = self._at(left, base, text, size, far=distance > 0)
                if label:
                    return label
        return None

    def centred(self, point: Point, text: str, size: float) -> Label | None:
        """A text in the middle of an area, a little higher or lower if need be."""
        left = point[0] - width(text, size) / 2
        for shift in (0, -22, 22, -44, 44, -66, 66):
            label = self._at(left, point[1] + shift, text, size)
            if label:
                return label
        return None

    def _at(
        self, left: float, base: float, text: str, size: float, far: bool = False
    ) -> Label | None:
        box = Box(left, base - size, left + width(text, size), base + 0.3 * size)
        if not self.room.holds(box) or any(box.meets(other) for other in self.taken):
            return None
        self.take(box)
        return Label(text, left, base, box, far)


def _around(point: Point, reach: float, wide: float, size: float) -> Iterator[Point]:
    """Left ends of base lines around a mark, the most readable first."""
    x, y = point
    gap, drop = reach + 4, size * 0.35
    slant = 0.7 * gap
    yield x + gap, y + drop
    yield x - gap - wide, y + drop
    yield x + slant, y - slant
    yield x + slant, y + slant + 0.7 * size
    yield x - slant - wide, y - slant
    yield x - slant - wide, y + slant + 0.7 * size
    yield x - wide / 2, y - gap
    yield x - wide / 2, y + gap + 0.8 * size
