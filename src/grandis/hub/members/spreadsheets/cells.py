"""From a form's value to a cell, and from a cell to what a form is sent."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from grandis.hub.members.spreadsheets.columns import Column

Cell = str | int | float | date | time | None


class UnreadableCell(ValueError):
    """A cell does not hold what its column asks for; says what to do."""


def shown(column: Column, value: Any) -> Cell:
    """What stands in a cell for a value of the form."""
    if value in (None, "", []):
        return None
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(_word(column, each) for each in value)
    if column.choices:
        return _word(column, value)
    if column.kind == "number" and not isinstance(value, int | float):
        return float(Decimal(str(value)))
    return value  # type: ignore[no-any-return]


def _word(column: Column, value: Any) -> str:
    text = str(getattr(value, "pk", value))
    return dict(column.choices).get(text, text)


def sent(column: Column, cell: Any) -> Any:
    """What a form is sent for a cell; None where the cell is empty.

    Raises `UnreadableCell`.
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if column.kind in {"date", "time"}:
        return _moment(column, cell)
    if column.kind == "number":
        return _number(cell)
    text = _text(cell)
    if column.several:
        parts = [part.strip() for part in text.replace(";", ",").split(",")]
        if column.choices:
            return _values(column, [part for part in parts if part])
        return ", ".join(parts)
    return _value(column, text) if column.choices else text


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.date() if cell.time() == time() else cell
    return str(cell).strip()


def _values(column: Column, parts: list[str]) -> list[str]:
    """The values of the words between commas; a word may hold a comma itself."""
    values = []
    while parts:
        ends = range(len(parts), 1, -1)
        end = next((n for n in ends if _found(column, ", ".join(parts[:n]))), 1)
        values.append(_value(column, ", ".join(parts[:end])))
        parts = parts[end:]
    return values


def _found(column: Column, text: str) -> set[str]:
    """The values that a word may mean, in whatever case."""
    wanted = text.casefold()
    return {
        value
        for value, word in column.choices
        if wanted in (word.casefold(), value.casefold())
    }


def _value(column: Column, text: str) -> str:
    """The value of a word; of several alike, none."""
    found = _found(column, text)
    if len(found) == 1:
        return found.pop()
    words = ", ".join(word for _value, word in column.choices[:12])
    raise UnreadableCell(
        _("“%(text)s” is not one of the choices: %(words)s.")
        % {"text": text[:60], "words": words}
    )


def _number(cell: Any) -> str:
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        raise UnreadableCell(
            _("“%(text)s” is not a number; write it without unit and spaces.")
            % {"text": str(cell)[:60]}
        )
    if isinstance(cell, float):
        return f"{cell:.10f}".rstrip("0").rstrip(".")
    return str(cell)


def _moment(column: Column, cell: Any) -> str:
    if column.kind == "date":
        if isinstance(cell, datetime):
            return cell.date().isoformat()
        if isinstance(cell, date):
            return cell.isoformat()
        try:
            return date.fromisoformat(str(cell).strip()).isoformat()
        except ValueError:
            raise UnreadableCell(
                _("“%(text)s” is not a date; write it as 2026-03-31.")
                % {"text": str(cell)[:60]}
            ) from None
    if isinstance(cell, datetime | time):
        return f"{cell:%H:%M}"
    try:
        return f"{time.fromisoformat(str(cell).strip()):%H:%M}"
    except ValueError:
        raise UnreadableCell(
            _("“%(text)s” is not a time; write it as 06:00.") % {"text": str(cell)[:60]}
        ) from None
