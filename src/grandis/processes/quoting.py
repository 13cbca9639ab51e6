"""A quotation: processes, routes, who can, and ranges of price and work."""

from collections.abc import Callable

from grandis.processes.building import build
from grandis.processes.choice import Verdict, choose
from grandis.processes.figures import (
    Figure,
    FromEntry,
    FromFormula,
    Leaf,
    Record,
    entered,
    leaves,
)
from grandis.processes.formulas import costs
from grandis.processes.formulas.registry import FORMULAS
from grandis.processes.machines import Network
from grandis.processes.part import Missing, Part, missing
from grandis.processes.reasons import Reason, because
from grandis.processes.routes import Graph, Step
from grandis.processes.tables import row


class Route(Record, frozen=True):
    """One complete way through the network, with the cheapest members.

    Money in EUR: `once` for design, prototypes and tools, `lot` for everything
    else, `unit` a piece of the lot with its share of `once`. `work` is the
    longest chain of working hours, without waiting for a free machine.
    """

    branches: tuple[str, ...]
    steps: tuple[str, ...]
    members: tuple[str, ...]
    lot: Figure
    unit: Figure
    work: Figure
    uncertainty: Reason
    once: Figure | None = None


class Quotation(Record, frozen=True):
    """Everything that is known about making a part in a network.

    `routes` are the cheapest first. Who can do each step stands in `graph`.
    `target` says whether the cheapest route meets the target price.
    """

    part: Part
    quantity: int
    verdicts: tuple[Verdict, ...]
    graph: Graph
    routes: tuple[Route, ...]
    missing: tuple[Missing, ...]
    target: Reason | None = None


def quote(
    part: Part,
    network: Network,
    quantity: int | None = None,
    on_progress: Callable[[str], None] | None = None,
) -> Quotation:
    """Quote a lot of a part in a network.

    Parameters
    ----------
    quantity
        Pieces of the lot; by default the part's own lot.
    on_progress
        Called with what is being done: ``processes``, ``machines``, ``routes``.
    """
    tell = on_progress or (lambda _: None)
    pieces = quantity or part.quantity
    tell("processes")
    verdicts = choose(part)
    tell("machines")
    graph = build(part, verdicts, network, pieces)
    tell("routes")
    routes = [_route(graph, branches, part, pieces) for branches in graph.routes()]
    routes.sort(key=lambda route: route.unit.expected)
    return Quotation(
        part,
        pieces,
        verdicts,
        graph,
        tuple(routes),
        missing(part),
        _target(part, routes[0].unit) if routes else None,
    )


def _target(part: Part, unit: Figure) -> Reason | None:
    """Whether the range of the cheapest price meets the customer's target."""
    target = part.target_price
    if target is None:
        return None
    if unit.high <= target:
        return because("target_met", target=target)
    if unit.low <= target:
        return because("target_open", target=target)
    by = 100 * (1 - target / unit.low)
    return because("target_missed", target=target, by=by)


def uncertainty(figure: Figure) -> Reason:
    """What dominates the uncertainty of a figure."""
    top = leaves(figure)[0]
    name, share = _called(top), 100 * top.share
    return because("dominates", share=share, name=name, origin=source_text(top.figure))


def _called(leaf: Leaf) -> str:
    """What a leaf is, in the words of its data row if it has one."""
    source = leaf.figure.row
    if source is None:
        return leaf.name.replace("_", " ")
    found = row(source.file.removesuffix(".csv"), source.id)
    words = (found.text("parameter").replace("_", " "), found.text("applies_to"))
    named = ", ".join(word for word in words if word)
    return named or found.text("note") or f"{source.column} of {source.id}"


def source_text(figure: Figure) -> str:
    """Where a figure comes from, in one phrase."""
    source = figure.source
    if isinstance(source, FromFormula):
        return f"formula {source.id}: {FORMULAS[source.id].equation}"
    if isinstance(source, FromEntry):
        by = "the customer" if source.by == "customer" else f"member {source.by}"
        return f"{source.status} by {by}: {source.field}"
    return f"{source.file}, {source.id}: {source.status}"


def _route(graph: Graph, branches: tuple[str, ...], part: Part, quantity: int) -> Route:
    steps = graph.steps_of(branches)
    once = [s for s in steps if s.makes or s.id in ("design", "prototype")]
    lot = _sum({s.id: s.cheapest.price for s in steps if s not in once})
    first = _sum({s.id: s.cheapest.price for s in once}) if once else None
    pieces = entered(quantity, "-", "customer", "quantity")
    lifetime = entered(part.lifetime_volume, "-", "customer", "yearly_volume, years")
    share = {"tools": first, "lifetime": lifetime} if first else {}
    unit = costs.full_unit_price.of(lot=lot, quantity=pieces, **share)
    return Route(
        branches,
        tuple(step.id for step in steps),
        tuple(dict.fromkeys(step.cheapest.member for step in steps)),
        lot,
        unit,
        _longest(steps),
        uncertainty(unit),
        first,
    )


def _longest(steps: tuple[Step, ...]) -> Figure:
    """The chain of steps with the most expected working hours."""
    chains: dict[str, dict[str, Figure]] = {}
    for step in steps:
        before = [chains[id_] for id_ in step.after if id_ in chains]
        longest = max(before, key=_hours, default={})
        chains[step.id] = longest | {step.id: step.cheapest.hours}
    return _sum(max(chains.values(), key=_hours))


def _hours(chain: dict[str, Figure]) -> float:
    return sum(figure.expected for figure in chain.values())


def _sum(figures: dict[str, Figure]) -> Figure:
    return costs.total.of(**figures)
