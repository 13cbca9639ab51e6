"""Quantities as people write them: "300 g", "2,5 mm", "0.3 kg", 4.

Parsing is exact (decimal), so writing a quantity in another unit and reading
it back gives the same number.
"""

import re
from decimal import Decimal

from grandis.errors import InputError

#: The units of each kind of quantity, as multiples of the kind's base unit.
UNITS: dict[str, dict[str, Decimal]] = {
    "mass": {
        "g": Decimal(1),
        "mg": Decimal("0.001"),
        "kg": Decimal(1000),
        "t": Decimal(1_000_000),
        "lb": Decimal("453.59237"),
        "oz": Decimal("28.349523125"),
    },
    "length": {
        "mm": Decimal(1),
        "um": Decimal("0.001"),
        "cm": Decimal(10),
        "m": Decimal(1000),
        "in": Decimal("25.4"),
    },
    "area": {
        "cm2": Decimal(1),
        "mm2": Decimal("0.01"),
        "dm2": Decimal(100),
        "m2": Decimal(10_000),
        "in2": Decimal("6.4516"),
    },
    "volume": {
        "cm3": Decimal(1),
        "mm3": Decimal("0.001"),
        "ml": Decimal(1),
        "dm3": Decimal(1000),
        "l": Decimal(1000),
        "m3": Decimal(1_000_000),
        "in3": Decimal("16.387064"),
    },
    "force": {
        "kN": Decimal(1),
        "N": Decimal("0.001"),
        "MN": Decimal(1000),
        "t": Decimal(10),  # the trade's tonne of clamp force
        "lbf": Decimal("0.0044482216152605"),
    },
    "pressure": {
        "MPa": Decimal(1),
        "bar": Decimal("0.1"),
        "psi": Decimal("0.006894757293168361"),
    },
    "output": {"kg/h": Decimal(1), "lb/h": Decimal("0.45359237")},
    "power": {
        "kW": Decimal(1),
        "W": Decimal("0.001"),
        "hp": Decimal("0.74569987158227"),
    },
    "time": {"s": Decimal(1), "min": Decimal(60), "h": Decimal(3600)},
    "money": {"EUR": Decimal(1), "ct": Decimal("0.01"), "cent": Decimal("0.01")},
    "count": {"": Decimal(1), "pcs": Decimal(1), "pieces": Decimal(1)},
}
_WRITTEN = {"²": "2", "³": "3", "µ": "u", "μ": "u", "€": "EUR", "±": "", "^": ""}
_PATTERN = re.compile(
    r"([+-]?\d[\d\s_']*(?:[.,]\d+)?(?:[eE][+-]?\d+)?)\s*([A-Za-z/]*\d?)"
)


def base_unit(kind: str) -> str:
    """The unit in which the library holds quantities of a kind."""
    return next(iter(UNITS[kind]))


def quantity(written: object, kind: str, field: str) -> float:
    """A quantity in the base unit of its kind.

    Parameters
    ----------
    written
        A number (in the base unit) or a text with an optional unit.
    kind
        A key of `UNITS`.
    field
        What the quantity is, for the error message.

    Raises
    ------
    InputError
        When it is no number, or the unit is not one of the kind.
    """
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        raise InputError(
            f"{field}: {written!r} is not a quantity; write {_example(kind)}"
        )
    number, unit = split(str(written), kind, field)
    value = float(number * _factor(unit, kind, field))
    if not -1e15 < value < 1e15:
        raise InputError(f"{field}: {written} is out of range; write {_example(kind)}")
    return value


def written_in(value: float, kind: str, unit: str) -> str:
    """A quantity, given in the base unit, as text in another unit."""
    number = Decimal(repr(value)) / UNITS[kind][unit]
    return f"{number} {unit}".strip()


def convert(value: float, kind: str, unit: str, to: str) -> float:
    """A number in one unit as a number in another of the same kind."""
    return float(Decimal(repr(value)) * UNITS[kind][unit] / UNITS[kind][to])


def split(text: str, kind: str, field: str) -> tuple[Decimal, str]:
    """The number and the unit of a quantity as written; the unit may be missing.

    Raises
    ------
    InputError
        When there is no number, or it could be read in two ways.
    """
    plain = text.strip()
    for sign, ascii_ in _WRITTEN.items():
        plain = plain.replace(sign, ascii_)
    match = _PATTERN.fullmatch(plain.strip())
    if match is None:
        raise InputError(f"{field}: {text!r} is not a quantity; write {_example(kind)}")
    number, unit = match.groups()
    if re.search(r"\d,\d{3}$", number.strip()):
        raise InputError(
            f"{field}: {text!r} could mean thousands or a decimal comma; write"
            " it with a point or without a separator"
        )
    return Decimal(re.sub(r"[\s_']", "", number).replace(",", ".")), unit


def _factor(unit: str, kind: str, field: str) -> Decimal:
    if not unit:
        return Decimal(1)
    known = UNITS[kind]
    same = {name.lower(): name for name in known}
    name = unit if unit in known else same.get(unit.lower(), unit)
    if name not in known:
        wanted = ", ".join(name for name in known if name)
        raise InputError(f"{field}: {unit!r} is no unit of {kind}; use {wanted}")
    return known[name]


def _example(kind: str) -> str:
    unit = base_unit(kind)
    return f"a number, for example '12 {unit}'" if unit else "a number, for example 12"
