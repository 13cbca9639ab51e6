"""Colours and textures that stay apart for every eye and on a grey printer.

The colours are those of Okabe and Ito, *Color Universal Design* (2008), with
grey in the place of black, which could not be seen on a dark page. A texture
goes with each, so that a print without colour keeps them apart as well.
"""

from typing import NamedTuple

from grandis.planning.drawing.svg import Markup, element, join

#: In an order in which colours that share a texture differ most in lightness.
COLOURS = (
    "#0072B2",  # blue
    "#D55E00",  # vermilion
    "#009E73",  # bluish green
    "#CC79A7",  # reddish purple
    "#E69F00",  # orange
    "#606060",  # grey
    "#F0E442",  # yellow
    "#56B4E9",  # sky blue
)
TEXTURES = ("plain", "rising", "falling", "level", "dotted", "upright")
VERMILION = COLOURS[1]
SKY_BLUE = COLOURS[7]
_TILE = 6


class Look(NamedTuple):
    """How one opportunity or stage is drawn."""

    colour: str
    texture: str

    @property
    def ink(self) -> str:
        """Black or white, whichever reads better on the colour."""
        return max("#000000", "#FFFFFF", key=lambda ink: contrast(ink, self.colour))


def look(index: int) -> Look:
    """The look of the thing numbered `index`; the first 48 all differ."""
    position, round_ = index % len(COLOURS), index // len(COLOURS)
    return Look(COLOURS[position], TEXTURES[(position + round_) % len(TEXTURES)])


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` (WCAG 2.2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pattern(key: str, look: Look) -> Markup:
    """The definition of a textured fill with id `key`."""
    ground = element("rect", width=_TILE, height=_TILE, fill=look.colour)
    return _tile(key, ground, _strokes(look.texture, look.ink, 0.4))


def hatch(key: str) -> Markup:
    """The definition of the colourless cross-hatch of a changeover."""
    lines = (_strokes(way, "currentColor", 0.75) for way in ("rising", "falling"))
    return _tile(key, *lines)


def stripes(key: str) -> Markup:
    """The definition of the faint stripes of work outside the plan."""
    return _tile(key, _strokes("rising", "currentColor", 0.35))


def _tile(key: str, *content: Markup) -> Markup:
    return element(
        "pattern",
        join(content),
        id=key,
        width=_TILE,
        height=_TILE,
        patternUnits="userSpaceOnUse",
    )


def _strokes(texture: str, ink: str, opacity: float) -> Markup:
    if texture == "plain":
        return Markup()
    if texture == "dotted":
        dots = ((1.5, 1.5), (4.5, 4.5))
        return join(
            element("circle", cx=x, cy=y, r=0.9, fill=ink, fill_opacity=opacity + 0.1)
            for x, y in dots
        )
    paths = {
        "rising": "M-1 1L1-1M0 6L6 0M5 7L7 5",
        "falling": "M-1 5L1 7M0 0L6 6M5-1L7 1",
        "level": "M0 3H6",
        "upright": "M3 0V6",
    }
    return element(
        "path",
        d=paths[texture],
        fill="none",
        stroke=ink,
        stroke_width=1,
        stroke_opacity=opacity,
    )
