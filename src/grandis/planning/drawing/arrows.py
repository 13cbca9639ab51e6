"""Arrows between the boxes of a chain map."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from grandis.planning.drawing.scene import words
from grandis.planning.drawing.svg import Markup, element, measure, number

Point = tuple[float, float]
_HEAD = 7
_SIZE = 10


@dataclass(frozen=True)
class Arrow:
    """How a hand-over is drawn; `label` stands above its head."""

    label: str
    dashed: bool = False
    faint: bool = False

    def draw(self, points: Sequence[Point]) -> Iterator[Markup]:
        """The arrow along `points`, level wherever it passes one."""
        opacity = 0.5 if self.faint else None
        x, y = points[-1]
        level = measure(self.label, _SIZE) + 4 if self.label else 0
        shaft = [*points[:-1], (x - _HEAD - level, y)]
        yield element(
            "path",
            class_="refused" if self.faint else "hand-over",
            d=f"{curve(shaft)}h{number(level)}",
            fill="none",
            stroke="currentColor",
            stroke_width=1.4,
            stroke_dasharray="6 3" if self.dashed else None,
            stroke_opacity=opacity,
        )
        yield element("path", d=head(x, y), fill="currentColor", fill_opacity=opacity)
        if self.label:
            yield words(x - _HEAD - 1, y - 4, self.label, _SIZE, anchor="end")


def curve(points: Sequence[Point]) -> str:
    """A path through `points` whose bends lie between them."""
    (x, y), parts = points[0], []
    for (x1, y1), (x2, y2) in pairwise(points):
        middle, start, end = number((x1 + x2) / 2), number(y1), number(y2)
        parts.append(f"C{middle} {start} {middle} {end} {number(x2)} {end}")
    return f"M{number(x)} {number(y)}" + "".join(parts)


def head(x: float, y: float) -> str:
    """A triangle that points right, with its tip at (x, y)."""
    return f"M{number(x)} {number(y)}l-{_HEAD + 1} -4v8z"
