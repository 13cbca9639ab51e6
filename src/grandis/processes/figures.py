"""Figures: ranges that know where they come from.

A `Figure` is a low, an expected and a high value with a unit and a source: a
formula applied to other figures, a row of a data table with its status, or an
entry somebody made. Following `Figure.inputs` down to the leaves explains any
number of a quotation.

Ranges are combined like independent measurements (law of propagation of
uncertainty, JCGM 100:2008, 5.1), on the logarithmic scale because most of our
inputs are known to within a factor: each input is moved alone from its expected
value to its bounds, and the relative changes add in quadrature.
"""

import math
from collections.abc import Callable, Iterator

import msgspec


class Record(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Base of the records of this library."""


class FromFormula(Record, frozen=True, tag_field="kind", tag="formula"):
    """Computed by the formula `id` of the registry."""

    id: str


class FromRow(Record, frozen=True, tag_field="kind", tag="row"):
    """Read from row `id` of the data table `file`; `status` as written there."""

    file: str
    id: str
    column: str
    status: str


class FromEntry(Record, frozen=True, tag_field="kind", tag="entry"):
    """Entered by somebody: `by` is "customer", "cluster" or a member's id.

    `status` is ``ASSUMPTION`` for a machine's limit that we put in for it.
    """

    by: str
    field: str
    status: str = "entered"


Source = FromFormula | FromRow | FromEntry


class Input(Record, frozen=True):
    """A figure that went into another, under the name `name` in its formula.

    `share` is the part of the other's spread that this one causes, from 0 to 1.
    """

    name: str
    figure: "Figure"
    share: float = 0.0


class Figure(Record, frozen=True):
    """A range with a unit and a source. Always ``low <= expected <= high``."""

    low: float
    expected: float
    high: float
    unit: str
    source: Source
    inputs: tuple[Input, ...] = ()

    def __post_init__(self) -> None:
        if not self.low <= self.expected <= self.high:
            raise ValueError(f"not a range: {self.low}, {self.expected}, {self.high}")

    @property
    def certain(self) -> bool:
        """Whether low and high are the same."""
        return self.low == self.high

    @property
    def row(self) -> FromRow | None:
        """The data row it was read from, if it was."""
        return self.source if isinstance(self.source, FromRow) else None


def entered(value: float, unit: str, by: str, field: str) -> Figure:
    """A figure that somebody entered exactly."""
    return Figure(value, value, value, unit, FromEntry(by, field))


def propagate(
    function: Callable[..., float], inputs: dict[str, Figure], unit: str, formula: str
) -> Figure:
    """Apply `function` to figures; the range follows from theirs.

    Parameters
    ----------
    function
        Takes the inputs by name as plain numbers and is monotone in each.
    inputs
        Figures by the function's argument names.
    unit, formula
        Unit of the result and id of the formula that `function` computes.
    """
    values = {name: figure.expected for name, figure in inputs.items()}
    expected = function(**values)
    down: dict[str, float] = {}
    up: dict[str, float] = {}
    for name, figure in inputs.items():
        if figure.certain:
            continue
        ends = [function(**(values | {name: end})) for end in (figure.low, figure.high)]
        down[name] = min(*ends, expected)
        up[name] = max(*ends, expected)
    share = _shares(expected, down, up)
    return Figure(
        min(expected, _combined(expected, down, -1)),
        expected,
        max(expected, _combined(expected, up, +1)),
        unit,
        FromFormula(formula),
        tuple(Input(name, f, share.get(name, 0.0)) for name, f in inputs.items()),
    )


def _combined(expected: float, moved: dict[str, float], sign: int) -> float:
    """One bound of the result from the results with one input moved at a time."""
    if expected > 0 and all(value > 0 for value in moved.values()):
        square = math.fsum(math.log(v / expected) ** 2 for v in moved.values())
        return expected * math.exp(sign * math.sqrt(square))
    square = math.fsum((v - expected) ** 2 for v in moved.values())
    return expected + sign * math.sqrt(square)


def _shares(
    expected: float, down: dict[str, float], up: dict[str, float]
) -> dict[str, float]:
    """Each input's part of the spread between the bounds."""
    square = {name: (up[name] - down[name]) ** 2 for name in up}
    total = math.fsum(square.values())
    return {name: value / total for name, value in square.items()} if total else {}


def walk(figure: Figure) -> Iterator[Figure]:
    """Every figure of the tree under `figure`, itself first."""
    yield figure
    for each in figure.inputs:
        yield from walk(each.figure)


class Leaf(Record, frozen=True):
    """A leaf of a figure's tree and the part of the spread that it causes."""

    name: str
    figure: Figure
    share: float


def leaves(figure: Figure, name: str = "", share: float = 1.0) -> list[Leaf]:
    """The leaves under `figure`, equal sources added up, largest share first."""
    found: dict[Source, Leaf] = {}
    for leaf in _leaves(figure, name, share):
        before = found.get(leaf.figure.source)
        total = leaf.share + (before.share if before else 0.0)
        found[leaf.figure.source] = Leaf(leaf.name, leaf.figure, total)
    return sorted(found.values(), key=lambda leaf: -leaf.share)


def _leaves(figure: Figure, name: str, share: float) -> Iterator[Leaf]:
    if not figure.inputs:
        yield Leaf(name, figure, share)
    for each in figure.inputs:
        yield from _leaves(each.figure, each.name, share * each.share)
