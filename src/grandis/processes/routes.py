"""Routes: the AND/OR graph of steps by which a cluster can make a part.

A `Graph` holds plain values in the shape that the planner takes: steps with
options, choices with branches, tools that steps make and use. What stands
behind each option (hours and cost as figures) stays with it.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any, Literal

import msgspec

from grandis.processes.estimates import Estimate
from grandis.processes.figures import Figure, Record
from grandis.processes.fit import Fit
from grandis.processes.reasons import Reason

Level = Literal["low", "expected", "high"]


class Option(Record, frozen=True):
    """A machine that can do a step: hours and price in EUR for the whole step."""

    machine: str
    member: str
    answer: Literal["fits", "borderline"]
    hours: Figure
    price: Figure
    reasons: tuple[Reason, ...] = ()
    own_figures: bool = False


class Step(Record, frozen=True):
    """One piece of work of a route, with the machines that can and cannot do it."""

    id: str
    name: str
    stage: str
    process: str
    options: tuple[Option, ...]
    refused: tuple[Fit, ...] = ()
    after: tuple[str, ...] = ()
    branch: str | None = None
    tool: str | None = None
    makes: str | None = None
    material: str | None = None
    colour: str | None = None
    estimate: Estimate | None = None

    @property
    def cheapest(self) -> Option:
        """The option with the least expected price."""
        return min(self.options, key=lambda option: option.price.expected)

    def on(self, machine: str | None) -> Option:
        """The option of a machine; the cheapest if it is None or has none."""
        found = (option for option in self.options if option.machine == machine)
        return next(found, self.cheapest)


class Choice(Record, frozen=True):
    """An OR: exactly one of `branches`, if the branch it stands `within` is taken."""

    id: str
    branches: tuple[str, ...]
    within: str | None = None


class Graph(Record, frozen=True):
    """All routes of a part in a network.

    `tools` are the ids of tools that its steps make; `missing` says which
    processes and steps the network cannot do.
    """

    steps: tuple[Step, ...]
    choices: tuple[Choice, ...] = ()
    tools: tuple[str, ...] = ()
    missing: tuple[Reason, ...] = ()

    def routes(self) -> tuple[tuple[str, ...], ...]:
        """The branches of every complete route."""
        if not self.steps:
            return ()
        return tuple(dict.fromkeys(self._selections()))

    def steps_of(self, branches: tuple[str, ...]) -> tuple[Step, ...]:
        """The steps of one route, in order."""
        return tuple(s for s in self.steps if s.branch is None or s.branch in branches)

    def along(self, branches: tuple[str, ...]) -> "Graph":
        """The graph with this one route left in it."""
        steps = self.steps_of(branches)
        kept = {step.id for step in steps}
        return Graph(
            tuple(
                msgspec.structs.replace(
                    step, branch=None, after=tuple(a for a in step.after if a in kept)
                )
                for step in steps
            ),
            tools=tuple(dict.fromkeys(step.makes for step in steps if step.makes)),
        )

    def _selections(self) -> Iterator[tuple[str, ...]]:
        for picked in product(*(choice.branches for choice in self.choices)):
            chosen = dict(zip(self.choices, picked, strict=True))
            taken: set[str] = set()
            for choice, branch in chosen.items():
                if choice.within is None or choice.within in taken:
                    taken.add(branch)
            yield tuple(branch for branch in picked if branch in taken)


def opportunity_json(
    graph: Graph,
    *,
    id_: str,
    name: str,
    price: int,
    call_off: dict[str, Any],
    minutes_per_tick: int = 60,
    release: int = 0,
    level: Level = "expected",
) -> dict[str, Any]:
    """The opportunity that the planner takes, as plain JSON values.

    Parameters
    ----------
    price
        What the customer pays, in cents.
    call_off
        ``id``, ``due`` and, if wanted, ``latest`` and ``late_cost``, in ticks
        and cents, as the planner defines them.
    minutes_per_tick, release
        The planner's grid and the tick before which nothing starts.
    level
        Which end of the ranges becomes hours and cents.
    """
    return {
        "id": id_,
        "name": name,
        "price": price,
        "release": release,
        "call_offs": [call_off],
        "choices": [_choice(choice) for choice in graph.choices],
        "steps": [_step(step, minutes_per_tick, level) for step in graph.steps],
    }


def tools_json(graph: Graph) -> list[dict[str, Any]]:
    """The tools that the planning problem must list beside the opportunity."""
    return [{"id": tool, "name": tool} for tool in graph.tools]


def _choice(choice: Choice) -> dict[str, Any]:
    values: dict[str, Any] = {"id": choice.id, "branches": list(choice.branches)}
    return values | ({"within": choice.within} if choice.within else {})


def _step(step: Step, minutes_per_tick: int, level: Level) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": step.id,
        "name": step.name,
        "stage": step.stage,
        "after": list(step.after),
        "options": [_option(o, minutes_per_tick, level) for o in step.options],
    }
    named = ("branch", "tool", "makes", "material", "colour")
    given = {field: getattr(step, field) for field in named}
    return values | {field: value for field, value in given.items() if value}


def _option(option: Option, minutes_per_tick: int, level: Level) -> dict[str, Any]:
    hours: float = getattr(option.hours, level)
    price: float = getattr(option.price, level)
    ticks = max(1, -int(-hours * 60 // minutes_per_tick))
    return {"resource": option.machine, "duration": ticks, "cost": round(100 * price)}
