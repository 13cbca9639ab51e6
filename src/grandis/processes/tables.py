"""The data tables that ship with the library, read when first asked for.

Each row has an id and a status: ``read`` was seen in the source named,
``judgement`` and ``ASSUMPTION`` are ours and to be confirmed or replaced.
"""

import csv
import math
from functools import cache
from importlib.resources import files

from grandis.errors import InputError
from grandis.processes.figures import Figure, FromRow, Record

TABLES = (
    "materials",
    "processes",
    "material_process",
    "cost_parameters",
    "machine_ladder",
    "prototype_materials",
    "assumptions",
)


class Row(Record, frozen=True):
    """One row of a table: its cells as text, by column."""

    file: str
    id: str
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """The cell of a column; empty when there is none."""
        return self.cells.get(column, "")

    def number(self, column: str) -> float | None:
        """The cell of a column as a number; None when it holds none."""
        try:
            return float(self.text(column))
        except ValueError:
            return None

    def status(self, column: str = "") -> str:
        """The status of the row, or of a column that has its own."""
        own = {"visc": "visc_factor_status", "price": "price_status"}
        return self.text(own.get(column.split("_")[0], "status")) or self.text("status")


@cache
def table(name: str) -> dict[str, Row]:
    """The rows of a table by id."""
    path = files("grandis.processes") / "data" / f"{name}.csv"
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return {cells["id"]: Row(f"{name}.csv", cells["id"], cells) for cells in rows}


def row(name: str, id_: str) -> Row:
    """A row of a table.

    Raises
    ------
    InputError
        When there is no such row.
    """
    try:
        return table(name)[id_]
    except KeyError:
        raise InputError(
            f"{name}.csv has no row '{id_}'; name a row that is there"
        ) from None


@cache
def parameter(name: str, id_: str) -> Figure:
    """The range in a row with low, default (or typical) and high cells.

    Without an expected value it is the geometric mean of the bounds; a bound
    that is missing is the expected value.
    """
    found = row(name, id_)
    low, high = found.number("low"), found.number("high")
    expected = found.number("default")
    if expected is None:
        expected = found.number("typical")
    if expected is None:
        given = [value for value in (low, high) if value is not None]
        if not given:
            raise InputError(f"{name}.csv row '{id_}' holds no number; enter your own")
        expected = math.sqrt(given[0] * given[-1])
    return Figure(
        expected if low is None else min(low, expected),
        expected,
        expected if high is None else max(high, expected),
        found.text("unit"),
        FromRow(found.file, id_, "low-high", found.status()),
    )


@cache
def cell(name: str, id_: str, column: str, unit: str = "") -> Figure:
    """One cell of a row as a figure without a range."""
    found = row(name, id_)
    value = found.number(column)
    if value is None:
        raise InputError(
            f"{name}.csv row '{id_}' holds no number for {column}; enter your own"
        )
    source = FromRow(found.file, id_, column, found.status(column))
    return Figure(value, value, value, unit or found.text("unit"), source)


def assumption(id_: str) -> Figure:
    """A figure of `assumptions.csv`: ours, visible as such, to be replaced."""
    return parameter("assumptions", id_)


def cost(id_: str) -> Figure:
    """A figure of `cost_parameters.csv`."""
    return parameter("cost_parameters", id_)
