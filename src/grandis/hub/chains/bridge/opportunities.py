"""One opportunity as the planner takes it.

Its routes are those of its quotation; its price is what was offered, else the
customer's target, else what it will cost and a margin. What had to be assumed is said
by codes (`Assumed`).
"""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from grandis.hub.chains.bridge.conditions import policy_of
from grandis.hub.chains.bridge.hours import tick_at
from grandis.hub.chains.bridge.lots import Lot, in_lots, lots_of, number_of
from grandis.hub.chains.bridge.tools import standing_tool
from grandis.hub.chains.enums import QuotationState
from grandis.hub.chains.models import Quotation
from grandis.hub.core.days import end_of
from grandis.hub.market.models import CallOff, Opportunity
from grandis.planning import CallOff as Delivery
from grandis.planning import Opportunity as PlannedOpportunity
from grandis.planning import Problem, Tool
from grandis.processes import Part, opportunity_json, tools_json
from grandis.processes import Quotation as Quoted
from grandis.processes.tables import assumption

#: ASSUMPTION: what an opportunity without a price earns on top of what it costs.
MARGIN = 0.15
#: Quotations that hold a price for the customer, the firmest first.
OFFERED = (QuotationState.ACCEPTED, QuotationState.SENT, QuotationState.DRAFT)


class Assumed(StrEnum):
    """What had to be assumed of an opportunity."""

    TARGET_PRICE = "target_price"
    MARGIN_PRICE = "margin_price"
    NO_DATE = "no_date"
    LATE_COST = "late_cost"
    JOINED = "joined"
    TOOL_COMES = "tool_comes"


class Offer(NamedTuple):
    """A price in euro cents, what it was assumed from, and the lot it is for."""

    cents: int
    assumed: tuple[Assumed, ...] = ()


class Made:
    """One opportunity on its way to the planner."""

    def __init__(
        self,
        problem: Problem,
        row: Opportunity,
        part: Part,
        quoted: Quoted,
        call_offs: list[CallOff],
        quote_lot: Callable[[Part, int], Quoted],
    ) -> None:
        self.problem, self.row, self.part = problem, row, part
        self.quoted, self.quote_lot = quoted, quote_lot
        self._of_size: dict[int, dict[str, dict[str, Any]]] = {}
        self.lots = lots_of(call_offs)
        self.standing = (
            standing_tool(row, part.tool, problem) if part.tool is not None else None
        )
        self.assumed: list[str] = []
        if len(call_offs) > len(self.lots):
            self.assumed.append(Assumed.JOINED)

    def opportunity(self) -> PlannedOpportunity:
        offer = self._offer()
        self.assumed += offer.assumed
        values = self._values(self.quoted)
        values["price"] = offer.cents
        if len(self.lots) > 1:
            values["steps"] = in_lots(values["steps"], self.lots, self._steps_for)
        call_offs = self._call_offs(offer.cents, values["steps"])
        values["call_offs"] = msgspec.to_builtins(call_offs)
        for step in values["steps"]:
            self._own_tools(step)
        policy = policy_of(self.row, self.problem.member)
        values["policy"] = msgspec.to_builtins(policy)
        return msgspec.convert(values, PlannedOpportunity)

    def _values(self, quoted: Quoted) -> dict[str, Any]:
        """The routes of so many pieces, as plain values."""
        return opportunity_json(
            quoted.graph,
            id_=self.row.key,
            name=self.row.title,
            price=0,
            call_off={},
            minutes_per_tick=self.problem.grid.minutes,
            release=self.problem.now,
        )

    def _steps_for(self, pieces: int) -> dict[str, dict[str, Any]]:
        if pieces not in self._of_size:
            values = self._values(self.quote_lot(self.part, pieces))
            self._of_size[pieces] = {step["id"]: step for step in values["steps"]}
        return self._of_size[pieces]

    def tools(self) -> list[Tool]:
        """Its new tools, by names that no other opportunity has, or the one it has."""
        values = [
            each | {"id": self._tool_id(each["id"])}
            for each in tools_json(self.quoted.graph)
        ]
        made = msgspec.convert(values, list[Tool])
        return [*made, self.standing] if self.standing else made

    def _own_tools(self, step: dict[str, Any]) -> None:
        """Use names of its own; a tool that nobody has yet is brought."""
        made = set(self.quoted.graph.tools)
        for field in ("tool", "makes"):
            tool = step.pop(field, None)
            if tool in made:
                step[field] = self._tool_id(tool)
            elif tool is not None and self.standing is not None:
                step[field] = self.standing.id
            elif tool is not None:
                self.assumed.append(Assumed.TOOL_COMES)

    def _tool_id(self, tool: str) -> str:
        return f"{self.row.key}: {tool}"[:100]

    def _offer(self) -> Offer:
        """What the customer pays for the lot, in euro cents."""
        order = {state: rank for rank, state in enumerate(OFFERED)}
        offered = Quotation.objects.filter(opportunity=self.row, state__in=OFFERED)
        if best := min(offered, key=lambda each: order[each.state], default=None):  # type: ignore[index]
            return Offer(euro_cents(best, self.quoted.quantity))
        if self.part.target_price is not None:
            cents = round(100 * self.part.target_price * self.quoted.quantity)
            return Offer(cents, (Assumed.TARGET_PRICE,))
        cheapest = self.quoted.routes[0]
        once = cheapest.once.expected if cheapest.once else 0.0
        cost = cheapest.lot.expected + once
        return Offer(round(100 * cost * (1 + MARGIN)), (Assumed.MARGIN_PRICE,))

    def _call_offs(self, price: int, steps: list[dict[str, Any]]) -> list[Delivery]:
        """Each lot with the day for which it is ready; one without, if none is."""
        if not self.lots:
            return [self._only_delivery(price)]
        pieces = sum(lot.pieces for lot in self.lots)
        return [
            Delivery(
                f"lot {lot.number}",
                due := self._tick(lot.due),
                max(due, self._tick(lot.latest)) if lot.latest else None,
                self._late_cost(price * lot.pieces // pieces),
                tuple(s["id"] for s in steps if number_of(s["id"]) == lot.number),
            )
            for lot in self.lots
        ]

    def _only_delivery(self, price: int) -> Delivery:
        """All pieces at once, for the date of the part if it has one."""
        if self.part.due is None:
            self.assumed.append(Assumed.NO_DATE)
            return Delivery("lot", self.problem.horizon)
        due = self._tick(date.fromisoformat(self.part.due))
        return Delivery("lot", due, None, self._late_cost(price))

    def _late_cost(self, price: int) -> int:
        """What a late day of a lot with such a price costs."""
        if self.row.late_cents_per_day:
            return self.row.late_cents_per_day
        self.assumed.append(Assumed.LATE_COST)
        return round(assumption("route.day").expected / 100 * price)

    def _tick(self, day: date) -> int:
        """The tick by which a day of the cluster is over, within the planner's time."""
        zone = ZoneInfo(self.row.cluster.time_zone)
        return tick_at(self.problem, end_of(day, zone))


def euro_cents(quotation: Quotation, pieces: int | None = None) -> int:
    """What a quotation asks for so many pieces, in euro cents; else for its lot.

    The offer names the same price of a piece for every delivery.
    """
    lot = quotation.unit_price * (pieces or quotation.quantity) / quotation.price_pieces
    return round((lot + quotation.once_price) / float(quotation.per_euro))


def kind_of(part: Part, pieces: int, lots: Iterable[Lot] = ()) -> dict[str, Any]:
    """What kind of part it is, without its name or whose it is."""
    return {
        "material": part.material,
        "shape": part.shape,
        "size": [part.length, part.width, part.height],
        "pieces": pieces,
        "lots": [lot.pieces for lot in lots],
    }
