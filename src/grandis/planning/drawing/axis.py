"""The time axis of a Gantt chart, its grid, and the line that says now."""

from collections.abc import Iterator, Sequence

from grandis.planning.drawing.palette import VERMILION
from grandis.planning.drawing.scene import words
from grandis.planning.drawing.svg import Markup, element, measure
from grandis.planning.drawing.timescale import Division, TimeScale

LINE = 17
_SIZE = 10.5


def line(
    x: float,
    y: float,
    to_x: float,
    to_y: float,
    opacity: float | None = None,
    **more: str | float,
) -> Markup:
    """A straight line in the colour of the text."""
    attributes: dict[str, str | float] = {"stroke": "currentColor", **more}
    ends = {"x1": x, "y1": y, "x2": to_x, "y2": to_y}
    return element("line", stroke_opacity=opacity, **ends, **attributes)


def axis(scale: TimeScale, top: float, bottom: float) -> Iterator[Markup]:
    """Two lines of names at `top`, with a grid down to `bottom`."""
    coarse, fine = scale.divisions()
    yield from _grid(fine, top + LINE, bottom, 0.14)
    yield from _grid(coarse, top, bottom, 0.45)
    yield from _names(coarse, top + 12, bold=True)
    yield from names_of_fine_units(fine, top + LINE)
    for y in (top + 2 * LINE, bottom):
        yield line(scale.left, y, scale.right, y, 0.45)


def names_of_fine_units(fine: Sequence[Division], top: float) -> Iterator[Markup]:
    """The lower line of an axis, which may be repeated below a long chart."""
    yield from _names(fine, top + 12, bold=False)


def now_line(
    scale: TimeScale, tick: int, top: float, bottom: float
) -> Iterator[Markup]:
    """The dashed line at `tick`, named above the axis."""
    if not scale.begin <= tick <= scale.end:
        return
    x, text = scale.x(tick), scale.language.now
    yield line(
        x,
        top - 3,
        x,
        bottom,
        class_="now",
        stroke=VERMILION,
        stroke_width=1.6,
        stroke_dasharray="5 3",
    )
    half = measure(text, _SIZE, bold=True) / 2
    middle = min(max(x, scale.left + half), scale.right - half)
    yield words(middle, top - 5, text, _SIZE, bold=True, anchor="middle")


def _grid(
    divisions: Sequence[Division], top: float, bottom: float, opacity: float
) -> Iterator[Markup]:
    for division in divisions:
        yield line(division.left, top, division.left, bottom, opacity)


def _names(divisions: Sequence[Division], y: float, *, bold: bool) -> Iterator[Markup]:
    for d in divisions:
        if measure(d.label, _SIZE, bold=bold) <= d.right - d.left - 3:
            yield words(d.left + 3, y, d.label, _SIZE, bold=bold, faint=not bold)
