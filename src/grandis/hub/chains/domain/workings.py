"""How a quotation was found, as the coordinator may keep it.

The library's answer names every machine with its limits, hours and price. What is
kept says of each member whether it *can*, *cannot* or is *borderline*, because; a
limit is named only where the company publishes the machine. Loads were never in
it. The ranges keep their traces, without what a member entered about a machine that
it does not publish.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from grandis.processes import Fit, Quotation, Reason, leaves, quotation_json
from grandis.processes.figures import FromEntry, FromFormula, FromRow, Leaf
from grandis.processes.fit import ORDER
from grandis.processes.names import PRODUCTION
from grandis.processes.quoting import called
from grandis.processes.routes import Option, Step

Values = dict[str, Any]
#: What is said of a machine's limit, and so only of a published machine.
OF_MACHINE = ("limit", "by")
#: Members' entries that say nothing of a machine: what they agreed to be used.
AGREED = "rate"


def kept(quotation: Quotation, published: Collection[str]) -> Values:
    """The values of `Workings`; `published` are the keys of published resources."""
    values = quotation_json(quotation)
    values |= {
        "format": "grandis-workings",
        "names": quotation.names,
        "processes": [_process(verdict) for verdict in values["processes"]],
        "routes": [_route(route) for route in values["routes"]],
        "steps": [_step(step, published) for step in quotation.graph.steps],
        "missing_in_network": [_reason(r, False) for r in quotation.graph.missing],
        "leaves": [
            [_leaf(leaf, published) for leaf in leaves(route.unit)]
            for route in quotation.routes
        ],
    }
    figures = values["figures"]
    shown = set(_reached(figures, _named(values)))
    values["figures"] = {
        id_: _figure(figures[id_], published) for id_ in figures if id_ in shown
    }
    return values


def _process(verdict: Values) -> Values:
    """A verdict on a process with the range of its price."""
    price = {"price": verdict["estimate"]["unit"]} if "estimate" in verdict else {}
    told = ("process", "answer", "reasons")
    return {name: verdict[name] for name in told} | price


def _route(route: Values) -> Values:
    """A route with its schedule by member; what it is done on is not told."""
    if "delivery" not in route:
        return route
    delivery = route["delivery"]
    told = ("step", "member", "start", "end")
    work = [{name: each[name] for name in told} for each in delivery["work"]]
    return route | {"delivery": delivery | {"work": work}}


def _step(step: Step, published: Collection[str]) -> Values:
    return {
        "id": step.id,
        "stage": step.stage,
        "process": step.process,
        "members": list(_answers(step, published)),
    }


def _answers(step: Step, published: Collection[str]) -> Iterator[Values]:
    """Each member by its best machine, and of equals by the one that lacks least."""
    best: dict[str, tuple[tuple[int, int, bool], Values]] = {}
    machines: list[Option | Fit] = [*step.options, *step.refused]
    for found in machines:
        shown = found.machine in published
        rank = (ORDER.index(found.answer), -len(found.reasons), shown)
        if found.member not in best or rank > best[found.member][0]:
            said = [_reason(reason, shown) for reason in found.reasons]
            answer = {"member": found.member, "answer": found.answer, "reasons": said}
            best[found.member] = rank, answer
    yield from (answer for _rank, answer in best.values())


def _reason(reason: Reason, published: bool) -> Values:
    """A reason with its values, without those that only the company knows.

    `why` quotes another reason in English, with the machine and its limit.
    """
    left = {"why"} if published else {"why", *OF_MACHINE}
    values = {n: v for n, v in reason.values.items() if n not in left}
    return {"code": reason.code, "values": values}


def _leaf(leaf: Leaf, published: Collection[str]) -> Values:
    """What causes a part of the uncertainty of a price, and how much."""
    figure = msgspec.to_builtins(leaf.figure.source)
    told = {"share": leaf.share, "source": figure, "unit": leaf.figure.unit}
    if _is_hidden(leaf.figure.source, published):
        return told | {"name": "", "source": _unnamed(figure)}
    ends = ("low", "expected", "high")
    return told | {"name": called(leaf)} | {e: getattr(leaf.figure, e) for e in ends}


def _is_hidden(source: Any, published: Collection[str]) -> bool:
    """Whether a member entered it about a machine that it does not publish."""
    if not isinstance(source, FromEntry) or source.by in {"customer", "cluster"}:
        return False
    machine, _, entered = source.field.partition(": ")
    return machine not in published and entered != AGREED


def _unnamed(source: Values) -> Values:
    return source | {"field": ""}


def _figure(figure: Values, published: Collection[str]) -> Values:
    source = msgspec.convert(figure["source"], FromFormula | FromRow | FromEntry)
    if not _is_hidden(source, published):
        return figure
    ends = dict.fromkeys(("low", "expected", "high"))
    return figure | ends | {"source": _unnamed(figure["source"])}


def _named(values: Values) -> Iterator[str]:
    """The figures that the kept answer shows."""
    for route in values["routes"]:
        yield from (route[n] for n in ("lot", "unit", "work", "once") if n in route)
    yield from (each["price"] for each in values["processes"] if "price" in each)


def _reached(figures: Values, names: Iterable[str]) -> Iterator[str]:
    """Some figures and all that they were computed from."""
    open_ends = list(dict.fromkeys(names))
    seen = set(open_ends)
    while open_ends:
        name = open_ends.pop()
        yield name
        for each in figures[name]["inputs"]:
            if each["figure"] not in seen:
                seen.add(each["figure"])
                open_ends.append(each["figure"])


@dataclass(frozen=True)
class Range:
    """A figure's bounds and expected value, in its unit."""

    low: float
    expected: float
    high: float

    def times(self, factor: float) -> "Range":
        """All of it multiplied."""
        return Range(self.low * factor, self.expected * factor, self.high * factor)


NOTHING = Range(0, 0, 0)


def range_of(values: Mapping[str, Any], figure: str | None) -> Range:
    """A figure of the workings, by its id."""
    if figure is None:
        return NOTHING
    found = values["figures"][figure]
    return Range(found["low"], found["expected"], found["high"])


def production_of(values: Mapping[str, Any], route: Mapping[str, Any]) -> list[str]:
    """The processes of a route that make the part itself."""
    process = {step["id"]: step["process"] for step in values["steps"]}
    made_by = dict.fromkeys(process[step] for step in route["steps"])
    return [each for each in made_by if each in PRODUCTION]


def chain_of(route: Mapping[str, Any]) -> list[str]:
    """The keys of the members of a route, in the order of its work."""
    if "delivery" in route:
        return list(dict.fromkeys(w["member"] for w in route["delivery"]["work"]))
    return list(route["members"])
