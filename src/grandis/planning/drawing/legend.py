"""The key of a picture: swatches and what they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass

from grandis.planning.drawing.scene import words
from grandis.planning.drawing.svg import Markup, element, number

LINE = 17
SWATCH = 22
_HEIGHT = 11


@dataclass(frozen=True)
class Entry:
    """A swatch, drawn in a box from (0, 0) to (22, 11), and its meaning."""

    swatch: Markup
    text: str


def filled(fill: str, *, stroke_width: float = 0.8, inset: float = 0) -> Markup:
    """A swatch that is a bar with a fill."""
    return element(
        "rect",
        y=inset,
        width=SWATCH,
        height=_HEIGHT - 2 * inset,
        rx=2,
        fill=fill,
        stroke="currentColor",
        stroke_width=stroke_width,
    )


def frame() -> Markup:
    """A swatch that is a dashed frame."""
    return element(
        "rect",
        width=SWATCH,
        height=_HEIGHT,
        rx=2,
        fill="none",
        stroke="currentColor",
        stroke_opacity=0.6,
        stroke_dasharray="4 3",
    )


def shaded(opacity: float) -> Markup:
    """A swatch that is a shade of the colour of the text."""
    box = {"width": SWATCH, "height": _HEIGHT}
    return element("rect", fill="currentColor", fill_opacity=opacity, **box)


def height(entries: Sequence[Entry], width: float, column: float) -> float:
    """How much room a legend takes below what it explains."""
    return -(-len(entries) // _columns(width, column)) * LINE


def legend(
    entries: Sequence[Entry], x: float, y: float, width: float, column: float
) -> Markup:
    """Entries in columns about `column` wide, read row by row."""
    columns = _columns(width, column)
    room = width / columns
    drawn = [
        element(
            "g",
            entry.swatch,
            words(SWATCH + 5, 9.5, entry.text, 11, width=room - SWATCH - 14, full=True),
            transform=_shift(x + i % columns * room, y + i // columns * LINE),
        )
        for i, entry in enumerate(entries)
    ]
    return element("g", *drawn, class_="legend")


def _shift(x: float, y: float) -> str:
    return f"translate({number(x)} {number(y)})"


def _columns(width: float, column: float) -> int:
    return max(1, int(width // column))
