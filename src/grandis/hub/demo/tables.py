"""The invented texts of the demo cluster; its machines are `planning.demo`'s."""

import csv
from functools import cache
from importlib.resources import files

Line = dict[str, str]


@cache
def lines(name: str) -> tuple[Line, ...]:
    """The lines of a table in `data/`."""
    text = (files("grandis.hub.demo") / "data" / f"{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def lines_of(name: str, code: str) -> list[Line]:
    """The lines of a table that are about one member."""
    return [line for line in lines(name) if line["code"] == code]
