"""The value chain of a cluster: stages × members, with depth and gaps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, radians, sin
from typing import Any

from grandis.hub.ui.drawing.labels import width

ROW, SIZE, HEAD = 30, 13, 12
#: Names of columns rise by so many degrees.
SLANT = 50
#: A square of the picture and the way to the next one.
SQUARE, STEP = 6, 8
#: Room beside the squares for the depth in figures.
BETWEEN = 17


@dataclass(frozen=True)
class Cell:
    """How deep one member covers one stage."""

    x: float
    depth: int


@dataclass(frozen=True)
class Row:
    """A stage; `covered` counts the members that cover it at all."""

    y: float
    label: str
    link: str
    cells: list[Cell]
    covered: int


@dataclass(frozen=True)
class Column:
    """A member."""

    x: float
    label: str
    link: str


@dataclass(frozen=True)
class Sign:
    """The squares of one depth: which of them are full."""

    depth: int
    squares: list[tuple[float, float, bool]]


@dataclass(frozen=True)
class Coverage:
    """All that the template draws, in units of the picture."""

    width: float
    height: float
    head: float
    left: float
    right: float
    sign_width: float
    rows: list[Row]
    columns: list[Column]
    signs: list[Sign]


def coverage(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[Mapping[str, Any]],
    deepest: int,
) -> Coverage:
    """The matrix of rows (`label`, `link`, `depths`) and columns (`label`, `link`).

    `depths` are whole numbers from 0 to `deepest`, one for each column.
    """
    for row in rows:
        if (count := len(row["depths"])) != len(columns):
            raise ValueError(f"{row['label']}: {count} depths, {len(columns)} columns")
    per_line = ceil(deepest / 2) or 1
    sign = per_line * STEP
    step = sign + BETWEEN
    left = max((width(str(r["label"]), SIZE) for r in rows), default=0) + 16
    right = left + step * len(columns)
    names = _columns(columns, left, step)
    longest = max((width(name.label, HEAD) for name in names), default=0)
    head = longest * sin(radians(SLANT)) + 18
    return Coverage(
        width=max([right + 76, *map(_end, names)]),
        height=head + ROW * len(rows) + 1,
        head=head,
        left=left,
        right=right,
        sign_width=sign,
        rows=[_row(n, row, head, left, step) for n, row in enumerate(rows)],
        columns=names,
        signs=[_sign(depth, deepest, per_line) for depth in range(1, deepest + 1)],
    )


def _columns(
    columns: Sequence[Mapping[str, Any]], left: float, step: float
) -> list[Column]:
    return [
        Column(left + step * (n + 0.5), str(c["label"]), str(c.get("link", "")))
        for n, c in enumerate(columns)
    ]


def _end(column: Column) -> float:
    """Where the slanting name of a column ends, and a bit."""
    return column.x + width(column.label, HEAD) * cos(radians(SLANT)) + 12


def _row(
    number: int, row: Mapping[str, Any], head: float, left: float, step: float
) -> Row:
    depths = [int(depth) for depth in row["depths"]]
    return Row(
        y=head + ROW * number,
        label=str(row["label"]),
        link=str(row.get("link", "")),
        cells=[Cell(left + step * n, depth) for n, depth in enumerate(depths)],
        covered=sum(depth > 0 for depth in depths),
    )


def _sign(depth: int, deepest: int, per_line: int) -> Sign:
    """Squares from the bottom left, line by line."""
    lines = ceil(deepest / per_line)
    return Sign(
        depth,
        [
            (n % per_line * STEP, (lines - 1 - n // per_line) * STEP, n < depth)
            for n in range(deepest)
        ],
    )
