"""Numbers, ranges and traces as text, and a quotation as JSON values."""

from math import floor, log10
from typing import Any

import msgspec

from grandis.processes.figures import Figure
from grandis.processes.quoting import Quotation, source_text
from grandis.processes.reading import part_json


def quotation_json(quotation: Quotation) -> dict[str, Any]:
    """The quotation as JSON values; figures stand once, in `figures`, by id.

    A figure holds its range, unit and source, and names the figures it was
    computed from with the part of its spread that each causes.
    """
    figures = _Figures()
    graph = quotation.graph
    return {
        "format": "grandis-quotation",
        "version": 1,
        "part": part_json(quotation.part),
        "quantity": quotation.quantity,
        "processes": [figures.plain(verdict) for verdict in quotation.verdicts],
        "planned_until": quotation.planned_until,
        "routes": [figures.plain(route) for route in quotation.routes],
        "steps": [figures.plain(step) for step in graph.steps],
        "choices": msgspec.to_builtins(graph.choices),
        "tools": list(graph.tools),
        "missing_in_network": [figures.plain(reason) for reason in graph.missing],
        "missing_in_part": [
            {"field": m.field, "decides": m.decides} for m in quotation.missing
        ],
        "target": figures.plain(quotation.target),
        "figures": figures.table,
    }


def rounded(value: float) -> str:
    """A number to two significant digits: no precision that is not there."""
    if value == 0:
        return "0"
    digits = 1 - floor(log10(abs(value)))
    text = f"{round(value, digits):,.{max(0, digits)}f}"
    return text.replace(",", " ")


def range_text(figure: Figure) -> str:
    """A range with its expected value and unit."""
    low, middle, high = map(rounded, (figure.low, figure.expected, figure.high))
    value = middle if figure.unit == "-" else f"{middle} {figure.unit}"
    return value if figure.certain else f"{value} ({low} to {high})"


def trace_text(figure: Figure, name: str = "", depth: int = 0) -> str:
    """The tree under a figure, one line for each figure."""
    label = f"{name}: " if name else ""
    line = f"{'  ' * depth}{label}{range_text(figure)} - {source_text(figure)}"
    below = [trace_text(i.figure, i.name, depth + 1) for i in figure.inputs]
    return "\n".join((line, *below))


class _Figures:
    """Figures by id, each written once however often it is used."""

    def __init__(self) -> None:
        self.table: dict[str, dict[str, Any]] = {}
        self._known: dict[int, tuple[str, Figure]] = {}

    def plain(self, value: Any) -> Any:
        """JSON values of a record, with the ids of its figures in their place."""
        if isinstance(value, Figure):
            return self._id(value)
        if isinstance(value, msgspec.Struct):
            fields = {f: getattr(value, f) for f in value.__struct_fields__}
            sentence = getattr(value, "sentence", None)
            more = {"sentence": sentence} if sentence else {}
            found = {f: self.plain(v) for f, v in fields.items() if v is not None}
            return found | more
        if isinstance(value, tuple | list):
            return [self.plain(item) for item in value]
        if isinstance(value, dict):
            return {key: self.plain(item) for key, item in value.items()}
        return value

    def _id(self, figure: Figure) -> str:
        known = self._known.get(id(figure))
        if known:
            return known[0]
        inputs = [
            {"name": i.name, "figure": self._id(i.figure), "share": i.share}
            for i in figure.inputs
        ]
        id_ = f"f{len(self.table) + 1}"
        self._known[id(figure)] = (id_, figure)
        self.table[id_] = {
            "low": figure.low,
            "expected": figure.expected,
            "high": figure.high,
            "unit": figure.unit,
            "source": msgspec.to_builtins(figure.source),
            "inputs": inputs,
        }
        return id_
