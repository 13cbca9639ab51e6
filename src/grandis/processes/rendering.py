"""A quotation for people, in English, and for programs, as JSON values."""

from collections import Counter
from collections.abc import Iterator
from math import floor, log10
from typing import Any

import msgspec

from grandis.processes.figures import Figure
from grandis.processes.names import PROCESSES
from grandis.processes.quoting import Quotation, Route, source_text
from grandis.processes.reading import part_json
from grandis.processes.routes import Option, Step

#: Steps of a long list of machines that are written out.
SHOWN = 3


def quotation_text(quotation: Quotation) -> str:
    """The quotation in English, as a coordinator reads it."""
    blocks = (
        _heading(quotation),
        _processes(quotation),
        _routes(quotation),
        _members(quotation),
        _open_questions(quotation),
    )
    return "\n\n".join("\n".join(lines) for b in blocks if (lines := list(b))) + "\n"


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


def _heading(quotation: Quotation) -> Iterator[str]:
    part = quotation.part
    yield (
        f"{part.name}: {quotation.quantity} pieces in {part.material}, yearly"
        f" {part.yearly_volume} for {part.years} year(s)"
    )
    yield "Ranges are low to high around the expected value, in EUR without VAT."


def _processes(quotation: Quotation) -> Iterator[str]:
    yield "Processes"
    for verdict in quotation.verdicts:
        price = f", {range_text(verdict.estimate.unit)}" if verdict.estimate else ""
        yield f"  {verdict.answer:8}{PROCESSES[verdict.process]}{price}"
        for reason in verdict.reasons:
            yield f"          {reason.sentence}"


def _routes(quotation: Quotation) -> Iterator[str]:
    yield "Routes"
    if not quotation.routes:
        yield "  none: the network lacks what is named below"
    for number, route in enumerate(quotation.routes, 1):
        yield from _route(number, route)
    if quotation.target:
        yield f"  {quotation.target.sentence}"
    for reason in quotation.graph.missing:
        yield f"  {reason.sentence}"


def _route(number: int, route: Route) -> Iterator[str]:
    yield f"  {number}. {', '.join(route.branches) or ' > '.join(route.steps)}"
    yield f"     a piece   {range_text(route.unit)}"
    if route.once:
        yield f"     once      {range_text(route.once)}"
    yield f"     the lot   {range_text(route.lot)}"
    yield f"     work      {range_text(route.work)}, without waiting"
    yield f"     members   {', '.join(route.members)}"
    yield f"     {route.uncertainty.sentence}"


def _members(quotation: Quotation) -> Iterator[str]:
    if quotation.graph.steps:
        yield "Who can"
    for step in quotation.graph.steps:
        yield f"  {step.name}"
        for answer in ("fits", "borderline"):
            found = [o for o in step.options if o.answer == answer]
            if found:
                yield f"    {answer}: {_by_member(found)}"
        yield from _borderline(step)
        refused = Counter(fit.member for fit in step.refused)
        if refused:
            yield f"    no: {', '.join(f'{m} ({n})' for m, n in refused.items())}"
        for fit in step.refused[:SHOWN]:
            if fit.reasons:
                yield f"      {fit.machine}: {fit.reasons[0].sentence}"


def _borderline(step: Step) -> Iterator[str]:
    options = [o for o in step.options if o.answer == "borderline"]
    for option in options[:SHOWN]:
        yield f"      {option.machine}: {option.reasons[0].sentence}"


def _by_member(options: list[Option]) -> str:
    numbers = Counter(option.member for option in options)
    return ", ".join(f"{member} ({n})" for member, n in numbers.items())


def _open_questions(quotation: Quotation) -> Iterator[str]:
    if quotation.missing:
        yield "Would sharpen the answer"
    for each in quotation.missing:
        yield f"  {each.sentence}"


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
