"""Times that a user gives: ticks, or dates in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grandis.cli.wording import moment
from grandis.errors import InputError

if TYPE_CHECKING:
    from grandis.planning import Grid, Problem


def tick(problem: Problem, text: str, option: str) -> int:
    """The tick that `text` names: its number, or an ISO 8601 date or time.

    A time without a zone is in UTC; one inside a tick means that tick.

    Raises
    ------
    InputError
        When it is neither, or outside the problem's time.
    """
    named = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else _dated(problem, text)
    if named is None:
        raise InputError(
            f"{option}: {text!r} is neither a number of ticks nor a date; write 120 or"
            " 2026-03-12T14:00"
        )
    if not 0 <= named <= problem.horizon:
        first, last = (moment(problem.grid, end) for end in (0, problem.horizon))
        raise InputError(
            f"{option}: {text!r} is outside the time of the problem; give one from"
            f" {first} to {last}"
        )
    return named


def _dated(problem: Problem, text: str) -> int | None:
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        return None
    if given.tzinfo is None:
        given = given.replace(tzinfo=UTC)
    return _ticks(problem.grid, given)


def _ticks(grid: Grid, given: datetime) -> int:
    return int((given - grid.origin).total_seconds() // (60 * grid.minutes))
