"""What the coordinator sees of a quotation: its workings in words, and nobody's load.

Everything is read from `Workings`, which hold neither loads nor closures, and rates
only with consent (see `domain.workings`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from grandis.hub.chains.domain import pricing
from grandis.hub.chains.domain.workings import (
    Range,
    chain_of,
    production_of,
    range_of,
)
from grandis.hub.chains.models import Quotation, Workings
from grandis.hub.chains.telling.amounts import number_text
from grandis.hub.chains.telling.figures import figure_name
from grandis.hub.chains.telling.reasons import sentence
from grandis.hub.chains.telling.words import DECIDES, FIELDS, step_name, way_name
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.members.enums import Process

#: A longer list of members that cannot says how many more there are.
MOST = 25
#: What causes less of the uncertainty than this is not named first.
LEAST_SHARE = 0.02
OURS = ("ASSUMPTION", "judgement")


@dataclass(frozen=True)
class RouteTold:
    """A route that may be offered; money in cents of the customer's currency."""

    place: int
    way: str
    chain: list[str]
    offered: Mapping[str, Any]
    hours: Range
    is_offered: bool

    @property
    def number(self) -> int:
        return self.place + 1


@dataclass(frozen=True)
class WorkTold:
    """A step of the offered route as it was planned."""

    step: str
    member: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class AnswerTold:
    """What can be said of a member for a step, and why."""

    member: str
    because: list[str]


@dataclass(frozen=True)
class StepTold:
    """A step: who can, who might, who cannot."""

    names: list[str]
    can: list[str]
    borderline: list[AnswerTold]
    cannot: list[AnswerTold]
    more: int


@dataclass(frozen=True)
class LeafTold:
    """Something a price rests on, with the part of the uncertainty it causes.

    `unit` is the data tables' own, and so is the name where it `is_english`.
    """

    name: str
    is_english: bool
    value: str
    unit: str
    percent: int
    source: str
    is_ours: bool


class Told:
    """The workings of a quotation, in the reader's language."""

    def __init__(self, viewer: Viewer, quotation: Quotation, workings: Workings):
        self.quotation = quotation
        self.workings = workings
        self.values: dict[str, Any] = workings.values
        self.names = names_of(viewer, self.values)

    @property
    def route(self) -> dict[str, Any]:
        """The route that is offered."""
        return self.values["routes"][self.workings.route]  # type: ignore[no-any-return]

    @property
    def routes(self) -> list[RouteTold]:
        """All routes to choose from, in their order."""
        return [
            RouteTold(
                place,
                way_name(route["branches"], production_of(self.values, route)),
                [self.names[key] for key in chain_of(route)],
                pricing.offered(self.values, place, self.quotation.per_euro),
                range_of(self.values, route["work"]),
                place == self.workings.route,
            )
            for place, route in enumerate(self.values["routes"])
        ]

    @property
    def work(self) -> list[WorkTold]:
        """The schedule of the offered route."""
        return [
            WorkTold(
                step_name(each["step"]),
                self.names[each["member"]],
                datetime.fromisoformat(each["start"]),
                datetime.fromisoformat(each["end"]),
            )
            for each in self.route.get("delivery", {}).get("work", ())
        ]

    @property
    def planned_until(self) -> datetime | None:
        """Where the planner's time ends."""
        until = self.values.get("planned_until")
        return datetime.fromisoformat(until) if until else None

    @property
    def target(self) -> str:
        """Whether the customer's target is met; nothing where there is none."""
        told = self.values.get("target")
        return sentence(told) if told and self.workings.route == 0 else ""

    @property
    def steps(self) -> list[StepTold]:
        """Who can do each step; steps with the same answers are told together."""
        alike = groupby(self.values["steps"], key=lambda step: step["members"])
        return [
            self._step([step_name(step["id"]) for step in steps], members)
            for members, steps in alike
        ]

    def _step(self, names: list[str], members: list[dict[str, Any]]) -> StepTold:
        def of(answer: str) -> list[AnswerTold]:
            found = [each for each in members if each["answer"] == answer]
            told = [
                AnswerTold(self.names[m["member"]], [sentence(r) for r in m["reasons"]])
                for m in found
            ]
            return sorted(told, key=lambda each: each.member)

        cannot = of("no")
        able = [each.member for each in of("fits")]
        return StepTold(
            names, able, of("borderline"), cannot[:MOST], len(cannot[MOST:])
        )

    @property
    def processes(self) -> Iterator[tuple[str, str, list[str], Range | None]]:
        """Each process: its name, the answer, why, and the price of a piece in EUR."""
        for each in self.values["processes"]:
            why = [sentence(reason) for reason in each["reasons"]]
            price = range_of(self.values, each["price"]) if "price" in each else None
            yield str(Process(each["process"]).label), each["answer"], why, price

    @property
    def lacking(self) -> list[str]:
        """What the cluster cannot do."""
        return [sentence(reason) for reason in self.values["missing_in_network"]]

    @property
    def missing(self) -> list[tuple[str, str]]:
        """Fields that are not given, and what they would decide."""
        told = [each["field"] for each in self.values["missing_in_part"]]
        return [(str(FIELDS[field]), str(DECIDES[field])) for field in told]

    @property
    def leaves(self) -> list[LeafTold]:
        """What the price of the offered route rests on, the unsurest first."""
        return [
            _leaf(each, self.names)
            for each in self.values["leaves"][self.workings.route]
        ]

    @property
    def dominating(self) -> list[LeafTold]:
        """What most of the uncertainty comes from."""
        return [leaf for leaf in self.leaves if leaf.percent >= 100 * LEAST_SHARE][:6]

    @property
    def ours(self) -> list[LeafTold]:
        """The assumptions that are ours, to be replaced by the members' own."""
        return [leaf for leaf in self.leaves if leaf.is_ours]

    @property
    def seconds(self) -> str:
        """The machine's time for it."""
        return number_text(self.workings.milliseconds / 1000)

    @property
    def without(self) -> list[str]:
        """The members that were not asked."""
        return [self.names[key] for key in self.values.get("without", ())]


def names_of(viewer: Viewer, values: Mapping[str, Any]) -> dict[str, str]:
    """The names of all members in the workings, by key."""
    keys = {m["member"] for step in values["steps"] for m in step["members"]}
    keys |= {key for route in values["routes"] for key in chain_of(route)}
    keys |= {*values.get("without", ())}
    known = see(viewer, Organisation).filter(key__in=keys)
    then: dict[str, str] = values["names"]
    return {key: key for key in keys} | then | dict(known.values_list("key", "name"))


def _leaf(leaf: Mapping[str, Any], names: Mapping[str, str]) -> LeafTold:
    source = leaf["source"]
    status = source.get("status", "")
    name = figure_name(leaf["name"], source)
    return LeafTold(
        name=name or leaf["name"],
        is_english=not name,
        value=_value(leaf),
        unit="" if leaf["unit"] == "-" else leaf["unit"],
        percent=round(100 * leaf["share"]),
        source=_source(source, names),
        is_ours=status.startswith(OURS),
    )


def _value(leaf: Mapping[str, Any]) -> str:
    if "expected" not in leaf:
        return ""
    low, middle, high = (number_text(leaf[end]) for end in ("low", "expected", "high"))
    if low == high:
        return middle
    return _("%(value)s (%(low)s to %(high)s)") % {
        "value": middle,
        "low": low,
        "high": high,
    }


def _source(source: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Where a figure comes from, in the reader's language."""
    if source["kind"] == "entry":
        if source["by"] in {"customer", "cluster"}:
            return {"customer": _("The customer"), "cluster": _("The cluster")}[
                source["by"]
            ]
        return names.get(source["by"], _("A member"))
    if source.get("status", "").startswith(OURS):
        return _("Our assumption")
    return _("Published source")
