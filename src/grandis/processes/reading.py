"""Reads parts from JSON objects and spreadsheet rows, and writes them back."""

import json
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec

from grandis.errors import FileError
from grandis.processes.errors import PartError
from grandis.processes.part import Part
from grandis.processes.units import base_unit, quantity

#: Which fields are quantities, and of which kind.
QUANTITIES = {
    "length": "length",
    "width": "length",
    "height": "length",
    "wall": "length",
    "thickest_wall": "length",
    "mass": "mass",
    "volume": "volume",
    "projected_area": "area",
    "container": "volume",
    "tolerance": "length",
    "tolerance_size": "length",
    "target_price": "money",
    "yearly_volume": "count",
    "lot_size": "count",
}
#: What the fields that must be given decide.
REQUIRED = {
    "name": "what the part is called",
    "material": "processes, cooling and cost",
    "shape": "the process: open, hollow or constant_section",
    "length": "the size of tools and machines",
    "width": "the size of tools and machines",
    "height": "the size of tools and machines",
    "wall": "the process and the cooling time",
    "yearly_volume": "the process and the share of the tool",
}
LISTS = ("certificates", "secondary")
FLAGS = ("two_sided", "prototype")
TEXTS = ("name", "colour", "tool")
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def read_part(data: Mapping[str, object], where: str = "part") -> Part:
    """A part from the values of a JSON object.

    Quantities are numbers in the base unit or texts with a unit: "0.3 kg".

    Raises
    ------
    InputError
        One sentence that names `where`, the field and what to do.
    """
    _refuse_unknown(data, where)
    _refuse_missing(data, where)
    values = {
        field: _value(field, value, where)
        for field, value in data.items()
        if value is not None
    }
    try:
        return msgspec.convert(values, Part)
    except msgspec.ValidationError as error:
        raise PartError(f"{where}: {_plain(error, values)}") from None
    except PartError as error:
        raise PartError(f"{where}: {error}", error.fault) from None


def load_part(path: Path) -> Part:
    """A part from a JSON file.

    Raises
    ------
    InputError
        When the file cannot be read or the part cannot exist.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileError(
            f"{path}: cannot be read ({error.strerror}); check it"
        ) from None
    except (ValueError, RecursionError) as error:
        raise FileError(f"{path}: is not JSON ({error}); correct it") from None
    if not isinstance(data, dict):
        raise FileError(f"{path}: holds no part; write one JSON object")
    return read_part(data, str(path.name))


def part_json(part: Part) -> dict[str, Any]:
    """The part as JSON values with units, as `read_part` takes them."""
    values: dict[str, Any] = msgspec.to_builtins(part)
    for field, kind in QUANTITIES.items():
        if kind != "count" and field in values:
            unit = "l" if field == "container" else base_unit(kind)
            values[field] = f"{values[field]} {unit}"
    return values


def read_sheet(path: Path) -> list[Part]:
    """The parts in the first sheet of an .xlsx file, one in a row.

    The first row names the fields; a unit may stand in the cell or in the
    heading: "mass" with "300 g", or "mass [kg]" with 0.3.
    """
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, KeyError, ValueError, BadZipFile) as error:
        raise FileError(
            f"{path}: cannot be read as .xlsx ({error}); check it"
        ) from None
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    headings = [str(cell or "").strip() for cell in (rows or [()])[0]]
    return [
        read_row(dict(zip(headings, cells, strict=False)), f"{path.name} row {number}")
        for number, cells in enumerate(rows[1:], 2)
        if any(cell is not None for cell in cells)
    ]


def read_row(cells: Mapping[str, object], where: str) -> Part:
    """A part from a spreadsheet row: cells by heading."""
    return read_part(dict(_cells(cells)), where)


def _cells(cells: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for heading, value in cells.items():
        field, _, unit = heading.rstrip("] ").partition("[")
        field = field.strip().lower().replace(" ", "_")
        if not field or value is None or value == "":
            continue
        if unit and isinstance(value, int | float):
            value = f"{value} {unit}"
        if field in LISTS:
            value = [item.strip() for item in str(value).split(",") if item.strip()]
        yield field, value


def _value(field: str, value: object, where: str) -> object:
    if field == "container" and isinstance(value, int | float):
        return float(value)
    if field in QUANTITIES:
        number = quantity(value, QUANTITIES[field], f"{where}: {field}")
        if QUANTITIES[field] == "count" and number.is_integer():
            return int(number)
        return number / 1000 if field == "container" else number
    if field in FLAGS and not isinstance(value, bool):
        return _YES.get(str(value).lower(), value)
    if field in TEXTS and isinstance(value, str):
        return " ".join(value.split())
    if field == "years" and isinstance(value, float) and value.is_integer():
        return int(value)
    if field == "due" and hasattr(value, "date"):
        return value.date().isoformat()
    return value


def _refuse_unknown(data: Mapping[str, object], where: str) -> None:
    fields = Part.__struct_fields__
    for field in data:
        if field not in fields:
            near = get_close_matches(field, fields, 1, 0.5)
            hint = f"did you mean '{near[0]}'?" if near else f"use {', '.join(fields)}"
            raise PartError(f"{where}: there is no field {field!r}; {hint}")


def _refuse_missing(data: Mapping[str, object], where: str) -> None:
    lacking = [
        f"'{field}' (decides {decides})"
        for field, decides in REQUIRED.items()
        if data.get(field) is None
    ]
    if data.get("mass") is None and data.get("volume") is None:
        lacking.append("'mass' or 'volume' (decides material, shot and press)")
    if lacking:
        raise PartError(f"{where}: missing {', '.join(lacking)}; give them")


def _plain(error: msgspec.ValidationError, values: Mapping[str, object]) -> str:
    """The message of a conversion error in our words."""
    text, _, place = str(error).partition(" - at `$.")
    field = place.rstrip("`").split("[")[0]
    if not field:
        return f"{text}; correct it"
    return f"{field}: {text} (given: {values.get(field)!r}); correct it"
