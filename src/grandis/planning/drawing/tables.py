"""Tables of an HTML report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from grandis.planning.drawing.svg import Markup, element, join


@dataclass(frozen=True)
class Column:
    """A heading, and how its cells are set: figures flush right, dates in a line."""

    heading: str
    kind: Literal["text", "date", "figures"] = "text"


def table(
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    totals: Sequence[Sequence[str]] = (),
) -> Markup:
    """A table that scrolls sideways where it is too wide.

    The first cell of a row is its heading. Text is escaped unless it is
    `Markup`.
    """
    headings = join(
        element("th", c.heading, scope="col", class_=c.kind) for c in columns
    )
    body = join(_row(columns, row) for row in rows)
    foot = join(_row(columns, row) for row in totals)
    return scroll(
        caption,
        element(
            "table",
            element("caption", caption),
            element("thead", element("tr", headings)),
            element("tbody", body),
            element("tfoot", foot) if foot else Markup(),
        ),
    )


def scroll(label: str, content: str) -> Markup:
    """A region that scrolls sideways, by keyboard too."""
    return element(
        "div", content, class_="scroll", role="region", aria_label=label, tabindex="0"
    )


def stacked(lines: Iterable[str]) -> Markup:
    """Several lines in one cell."""
    return join(element("div", line) for line in lines)


def _row(columns: Sequence[Column], cells: Sequence[str]) -> Markup:
    first, *rest = cells
    drawn = [element("th", first, scope="row")]
    for column, cell in zip(columns[1:], rest, strict=True):
        drawn.append(element("td", cell, class_=column.kind))
    return element("tr", join(drawn))
