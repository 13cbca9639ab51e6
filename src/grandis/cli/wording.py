"""Money, moments and tables as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grandis.planning import Grid, Problem

#: Characters on a line of running text, and of a name in a table.
LINE = 80
NAME = 28
INDENT = "    "
#: Relative to a value near zero every gap is huge.
LARGEST_GAP = 10


def printable(text: str) -> str:
    """`text` without what could steer a terminal or break a line."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def money(cents: int) -> str:
    """Cents as EUR 1,234.50."""
    return f"EUR {amount(cents)}"


def amount(cents: int) -> str:
    """Cents as 1,234.50."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' * (cents < 0)}{euros:,}.{rest:02}"


def moment(grid: Grid, tick: int) -> str:
    """A tick as date and time in UTC, or as a number when there are no dates."""
    if grid.is_dated:
        return f"{grid.time(tick):%Y-%m-%d %H:%M}"
    return f"{tick:,}"


def value(problem: Problem, reached: int) -> str:
    """A value of the problem's objective in its unit."""
    if problem.objective == "surplus":
        return money(reached)
    if problem.objective == "makespan" and problem.grid.is_dated:
        return f"{moment(problem.grid, reached)} UTC"
    return f"{reached:,} ticks"


def difference(problem: Problem, between: int) -> str:
    """What lies between two values of the problem's objective."""
    return money(between) if problem.objective == "surplus" else f"{between:,} ticks"


def gap(part: float) -> str:
    """A gap as 1.5 %, never less than it is; a huge one says nothing more."""
    if part > LARGEST_GAP:
        return f"over {LARGEST_GAP * 100:,} %"
    return f"{ceil(1000 * part - 1e-9) / 10:.1f} %"


def chance(part: float) -> str:
    """A probability as 95.2 %; certain and impossible only where nothing differs."""
    shown = min(max(part, 0.001), 0.999) if 0 < part < 1 else part
    return f"{100 * shown:.1f} %"


def counted(number: int, noun: str) -> str:
    """``1 step``, ``2 steps``, ``3 opportunities``."""
    if number != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith(("ity", "try")) else f"{noun}s"
    return f"{number:,} {noun}"


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()
) -> str:
    """Rows under their heads, in columns two blanks apart; `right` are flush right."""
    lines = [list(heads), *([printable(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    flush = set(right)
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in flush else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def short(name: str) -> str:
    """A name cut to what a table has room for."""
    return name if len(name) <= NAME else f"{name[: NAME - 1].rstrip()}…"


def indented(text: str) -> str:
    """Running text, set in by four blanks and broken into lines."""
    return fill(printable(text), LINE, initial_indent=INDENT, subsequent_indent=INDENT)
