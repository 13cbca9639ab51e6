"""A quotation: processes, routes, who can, and ranges of price and work."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

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

#: Who entered a figure, if it was not a member.
BY = {"customer": "the customer", "cluster": "the cluster"}


class Work(Record, frozen=True):
    """A step as a planner would have it done; times are ISO 8601."""

    step: str
    member: str
    machine: str
    start: str
    end: str


class Delivery(Record, frozen=True):
    """When a planner would have the lot done; times are ISO 8601.

    `high` is None when that lies beyond the planner's time. `work` is the
    schedule at the expected hours.
    """

    low: str
    expected: str
    high: str | None
    work: tuple[Work, ...] = ()


class Route(Record, frozen=True):
    """One complete way through the network.

    Money in EUR: `once` for design, prototypes and tools, `lot` for everything
    else, `unit` a piece of the lot with its share of `once`. `work` is the
    longest chain of working hours, without waiting for a free machine.
    `delivery` is there when somebody planned the route.
    """

    branches: tuple[str, ...]
    steps: tuple[str, ...]
    members: tuple[str, ...]
    lot: Figure
    unit: Figure
    work: Figure
    uncertainty: Reason
    once: Figure | None = None
    delivery: Delivery | None = None


class Quotation(Record, frozen=True):
    """Everything that is known about making a part in a network.

    `routes` are the cheapest first. Who can do each step stands in `graph`.
    `target` says whether the first route meets the target price. `names` are
    those of the members, by id. `planned_until` is where a planner's time ends, if
    one was asked: ISO 8601 in UTC.
    """

    part: Part
    quantity: int
    verdicts: tuple[Verdict, ...]
    graph: Graph
    routes: tuple[Route, ...]
    missing: tuple[Missing, ...]
    target: Reason | None = None
    names: dict[str, str] = msgspec.field(default_factory=dict)
    planned_until: str | None = None


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
    routes = [price_route(graph, way, part, pieces) for way in graph.routes()]
    routes.sort(key=lambda route: route.unit.expected)
    return Quotation(
        part,
        pieces,
        verdicts,
        graph,
        tuple(routes),
        missing(part),
        target(part, routes[0].unit) if routes else None,
        {facts.id: facts.name for facts in network.members if facts.name},
    )


def target(part: Part, unit: Figure) -> Reason | None:
    """Whether the range of a price meets the customer's target, if there is one."""
    asked = part.target_price
    if asked is None:
        return None
    if unit.high <= asked:
        return because("target_met", target=asked)
    if unit.low <= asked:
        return because("target_open", target=asked)
    by = 100 * (1 - asked / unit.low)
    return because("target_missed", target=asked, by=by)


def uncertainty(figure: Figure) -> Reason:
    """What dominates the uncertainty of a figure."""
    top = leaves(figure)[0]
    name, share = called(top), 100 * top.share
    return because("dominates", share=share, name=name, origin=source_text(top.figure))


def called(leaf: Leaf) -> str:
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
        by = BY.get(source.by, f"member {source.by}")
        return f"{source.status} by {by}: {source.field}"
    return f"{source.file}, {source.id}: {source.status}"


def price_route(
    graph: Graph,
    branches: tuple[str, ...],
    part: Part,
    quantity: int,
    machines: Mapping[str, str] = MappingProxyType({}),
    transport: Figure | None = None,
) -> Route:
    """What one complete way costs a lot.

    Parameters
    ----------
    branches
        The way, as one of `Graph.routes`.
    machines
        Which machine does a step, by the step's id, when somebody has planned
        it; for the other steps the cheapest.
    transport
        Between the members, in EUR for the lot.
    """
    steps = graph.steps_of(branches)
    taken = {step.id: step.on(machines.get(step.id)) for step in steps}
    once = [s.id for s in steps if s.makes or s.id in ("design", "prototype")]
    moved = {"transport": transport} if transport else {}
    lot = _sum({id_: o.price for id_, o in taken.items() if id_ not in once} | moved)
    first = _sum({id_: taken[id_].price for id_ in once}) if once else None
    pieces = entered(quantity, "-", "customer", "quantity")
    lifetime = entered(part.lifetime_volume, "-", "customer", "yearly_volume, years")
    share = {"tools": first, "lifetime": lifetime} if first else {}
    unit = costs.full_unit_price.of(lot=lot, quantity=pieces, **share)
    return Route(
        branches,
        tuple(step.id for step in steps),
        tuple(dict.fromkeys(option.member for option in taken.values())),
        lot,
        unit,
        _longest(steps, {id_: option.hours for id_, option in taken.items()}),
        uncertainty(unit),
        first,
    )


def _longest(steps: tuple[Step, ...], hours: Mapping[str, Figure]) -> Figure:
    """The chain of steps with the most expected working hours."""
    chains: dict[str, dict[str, Figure]] = {}
    for step in steps:
        before = [chains[id_] for id_ in step.after if id_ in chains]
        longest = max(before, key=_hours, default={})
        chains[step.id] = longest | {step.id: hours[step.id]}
    return _sum(max(chains.values(), key=_hours))


def _hours(chain: dict[str, Figure]) -> float:
    return sum(figure.expected for figure in chain.values())


def _sum(figures: dict[str, Figure]) -> Figure:
    return costs.total.of(**figures)
