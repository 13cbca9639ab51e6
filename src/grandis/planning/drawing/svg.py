"""Writing SVG and HTML so that no text can break out of its place.

Whatever is not `Markup` is data: it is cleaned of characters that XML and
HTML forbid and escaped. Only presentation attributes are used, so that a
picture can stand in a page whose content security policy allows no inline
style.
"""

import html
import re
import unicodedata
from collections.abc import Iterable

#: Controls, lone surrogates and noncharacters: not allowed in XML 1.0 or HTML 5.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
#: Marks that turn the direction of the text around them (Unicode annex 9).
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"

#: Advance widths of DejaVu Sans for U+0020 to U+007E, in hundredths of an em.
#: It is the widest of the sans-serif faces in common use: what fits in it fits.
# fmt: off
_WIDTHS = (
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63,
    58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69,
    61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58,
    28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
)
# fmt: on
_WIDE, _OTHER, _BOLDER = 100, 72, 1.12


class Markup(str):
    """Text that is finished SVG or HTML and is not escaped again."""

    __slots__ = ()


def clean(text: str) -> str:
    """One line of `text` without forbidden characters.

    Marks that would turn the text around it are taken out; text that runs
    from right to left is isolated from its neighbours instead.
    """
    line = " ".join(_TURNING.sub("", text).split())
    line = _FORBIDDEN.sub("\ufffd", line)
    if any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in line):
        return f"{_FIRST_STRONG_ISOLATE}{line}{_POP_ISOLATE}"
    return line


def escape(text: str) -> Markup:
    """`text` as it may stand between tags or in a quoted attribute."""
    if isinstance(text, Markup):
        return text
    return Markup(html.escape(_FORBIDDEN.sub("\ufffd", text)))


def number(value: float) -> str:
    """A length with at most two decimals and no needless zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(tag: str, *children: str, **attributes: str | float | None) -> Markup:
    """An element; ``stroke_width`` is written stroke-width, ``class_`` class.

    Attributes that are None are left out. Children that are not `Markup` are
    escaped.
    """
    written = "".join(
        f' {name.strip("_").replace("_", "-")}="{_value(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    inside = "".join(escape(child) for child in children)
    return Markup(f"<{tag}{written}>{inside}</{tag}>")


def join(parts: Iterable[Markup], between: str = "") -> Markup:
    """Finished pieces one after the other."""
    return Markup(between.join(parts))


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide `text` is at font size `size`, rather too wide than too narrow."""
    hundredths = sum(_advance(character) for character in text)
    return hundredths * size / 100 * (_BOLDER if bold else 1)


def clip(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """`text` cleaned and cut with an ellipsis to fit in `width`."""
    line = clean(text)
    if measure(line, size, bold=bold) <= width:
        return line
    room = width - measure("…", size, bold=bold)
    kept, used = 0, 0.0
    for character in line:
        used += measure(character, size, bold=bold)
        if used > room:
            break
        kept += 1
    return clean(line[:kept].strip(_FIRST_STRONG_ISOLATE).rstrip()) + "…"


def _value(value: str | float) -> str:
    return escape(str(value)) if isinstance(value, str) else number(value)


def _advance(character: str) -> int:
    base = unicodedata.normalize("NFD", character)[0]
    if " " <= base <= "~":
        return _WIDTHS[ord(base) - 32]
    if unicodedata.combining(base) or unicodedata.category(base) == "Cf":
        return 0
    return _WIDE if unicodedata.east_asian_width(base) in "WF" else _OTHER
