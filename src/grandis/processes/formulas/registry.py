"""The registry of formulas: each says its symbols, units, source and validity.

A formula is an ordinary function under the decorator `formula`; it stays
callable with numbers and then refuses values outside its validity. Its method
`of` takes figures and returns a figure that remembers them.
"""

from collections.abc import Callable
from inspect import signature
from typing import Literal

from grandis.processes.errors import ValidityError
from grandis.processes.figures import Figure, Record, propagate

#: Every formula of the library by its id.
FORMULAS: dict[str, "Formula"] = {}

#: The unit of a formula whose result has the unit of its first argument.
SAME_UNIT = "the unit of the first argument"
#: ``read``: from the source; ``derived``: follows from it or from definitions;
#: ``ASSUMPTION``: ours, to be confirmed by an engineer.
Status = Literal["read", "derived", "ASSUMPTION"]


class Symbol(Record, frozen=True):
    """One argument of a formula; valid from `low` to `high`, both included."""

    meaning: str
    unit: str
    low: float
    high: float


class Condition(Record, frozen=True):
    """What must hold between the arguments of a formula, in words and as a test."""

    text: str
    holds: Callable[..., bool]


class Formula:
    """A function of numbers with everything a reader needs to judge it."""

    def __init__(
        self,
        function: Callable[..., float],
        equation: str,
        unit: str,
        source: str,
        status: Status,
        condition: Condition | None,
        symbols: dict[str, Symbol],
    ) -> None:
        self.function = function
        self.id = function.__name__
        self.title = (function.__doc__ or "").strip().splitlines()[0]
        self.equation = equation
        self.unit = unit
        self.source = source
        self.status = status
        self.condition = condition
        self.symbols = symbols
        self.arguments = tuple(signature(function).parameters)

    def __call__(self, *values: float, **named: float) -> float:
        """The result for plain numbers in the units of the symbols.

        Raises
        ------
        ValidityError
            When a number lies outside its validity range.
        """
        given = dict(zip(self.arguments, values, strict=False)) | named
        self.check(given)
        return self.function(**given)

    def of(self, **inputs: Figure) -> Figure:
        """The result for figures, as a figure that remembers them."""
        self.check({name: figure.expected for name, figure in inputs.items()})
        unit = self.unit
        if unit == SAME_UNIT:
            unit = next(iter(inputs.values())).unit
        return propagate(self.function, inputs, unit, self.id)

    def check(self, values: dict[str, float]) -> None:
        """Raise a `ValidityError` for the first value outside its range."""
        for name, value in values.items():
            symbol = self.symbols.get(name) or self.symbols["terms"]
            if not symbol.low <= value <= symbol.high:
                raise ValidityError(
                    f"{self.id}: {name} ({symbol.meaning}) is {value:g} {symbol.unit}"
                    f", but the formula is valid from {symbol.low:g} to"
                    f" {symbol.high:g}; enter a figure of your own"
                )
        if self.condition and not self.condition.holds(**values):
            raise ValidityError(
                f"{self.id}: valid only if {self.condition.text}; enter a figure of"
                " your own"
            )


def formula(
    *,
    equation: str,
    unit: str,
    source: str,
    status: Status,
    condition: Condition | None = None,
    **symbols: Symbol,
) -> Callable[[Callable[..., float]], Formula]:
    """Register the decorated function as a formula under its own name."""

    def register(function: Callable[..., float]) -> Formula:
        made = Formula(function, equation, unit, source, status, condition, symbols)
        FORMULAS[made.id] = made
        return made

    return register
