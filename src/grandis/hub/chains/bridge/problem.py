"""The planning problem of some opportunities, from rows.

An opportunity's routes are those of its quotation; its price is what was offered,
else the customer's target, else what it will cost and a margin. What had to be
assumed is said by a code for each opportunity (`Assumed`). Nothing here may be
shown: `bridge.back` makes what a reader may see.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from grandis.delivering import planning_problem
from grandis.errors import ProblemError
from grandis.hub.chains.bridge.network import network_of
from grandis.hub.chains.enums import QuotationState
from grandis.hub.chains.models import Quotation
from grandis.hub.market.enums import State
from grandis.hub.market.models import CallOff, Opportunity
from grandis.planning import CallOff as PlannedCallOff
from grandis.planning import Opportunity as PlannedOpportunity
from grandis.planning import Policy, Problem, Tool
from grandis.processes import (
    Network,
    Part,
    PartError,
    ValidityError,
    opportunity_json,
    quote,
    read_part,
    tools_json,
)
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
    ONE_LOT = "one_lot"
    TOOL_COMES = "tool_comes"


class LeftOut(StrEnum):
    """Why an opportunity could not be put to the planner at all."""

    NO_ROUTE = "no_route"
    BAD_PART = "bad_part"
    GONE = "member_gone"
    UNPLANNABLE = "unplannable"


class Offer(NamedTuple):
    """A price in euro cents, what it was assumed from, and the lot it is for."""

    cents: int
    assumed: tuple[Assumed, ...] = ()


class Asked(NamedTuple):
    """A planning problem and what it was made of, by the keys of opportunities.

    `must` are those that were won: their price is raised by `premium`, which is more
    than all others together can earn, so that only a hard rule leaves one out.
    """

    problem: Problem
    must: tuple[str, ...] = ()
    premium: int = 0
    assumed: dict[str, list[str]] = {}
    left_out: dict[str, str] = {}
    parts: dict[str, dict[str, Any]] = {}


def problem_of(
    opportunities: Iterable[Opportunity],
    now: datetime,
    on_progress: Callable[[int], None] = lambda _: None,
) -> Asked:
    """The planning problem of opportunities of one cluster.

    Parameters
    ----------
    opportunities
        With their parts (select_related).
    now
        Nothing is planned before this; the grid begins at its midnight in UTC.
    on_progress
        Called with the number of opportunities that have been quoted.

    Raises
    ------
    ValueError
        When there is no opportunity.
    """
    rows = list(opportunities)
    network = network_of(rows[0].cluster, now.astimezone(UTC).date())
    making = _Making(network, now)
    for done, row in enumerate(rows):
        on_progress(done)
        making.add(row)
    return making.asked()


class _Making:
    """Collects opportunities one by one."""

    def __init__(self, network: Network, now: datetime) -> None:
        self.network = network
        empty = planning_problem(network, "the cluster's network")
        since = now.astimezone(UTC) - empty.grid.origin
        self.empty = msgspec.structs.replace(empty, now=-(-since // timedelta(hours=1)))
        self.planned: list[PlannedOpportunity] = []
        self.tools: list[Tool] = []
        self.must: list[str] = []
        self.assumed: dict[str, list[str]] = {}
        self.left_out: dict[str, str] = {}
        self.parts: dict[str, dict[str, Any]] = {}

    def add(self, row: Opportunity) -> None:
        """Quote an opportunity and note it, or why it is left out."""
        call_offs = list(CallOff.objects.filter(opportunity=row).order_by("due"))
        quantity = sum(call_off.quantity for call_off in call_offs) or None
        try:
            part = read_part(row.part.values)
            quoted = quote(part, self.network, quantity)
        except (PartError, ValidityError):
            self.left_out[row.key] = LeftOut.BAD_PART
            return
        if not quoted.routes:
            self.left_out[row.key] = LeftOut.NO_ROUTE
            return
        made = _Made(self.empty, row, part, quoted, call_offs)
        try:
            opportunity, tools = made.opportunity(), made.tools()
            self._try(opportunity, tools)
        except (msgspec.ValidationError, ProblemError):
            self.left_out[row.key] = made.why_not()
            return
        self.planned.append(opportunity)
        self.tools += tools
        self.assumed[row.key] = [*dict.fromkeys(made.assumed)]
        self.parts[row.key] = kind_of(part, quoted.quantity)
        if row.state == State.WON:
            self.must.append(row.key)

    def _try(self, opportunity: PlannedOpportunity, tools: list[Tool]) -> None:
        """Have the planner look at it alone, so that one cannot spoil the rest."""
        msgspec.structs.replace(
            self.empty, opportunities=(opportunity,), tools=tuple(tools)
        )

    def asked(self) -> Asked:
        """The problem of all that could be noted, without what nobody needs."""
        premium = sum(each.price for each in self.planned) + 1 if self.must else 0
        raised = tuple(
            msgspec.structs.replace(each, price=each.price + premium)
            if each.id in self.must
            else each
            for each in self.planned
        )
        problem = pruned(
            msgspec.structs.replace(
                self.empty, opportunities=raised, tools=tuple(self.tools)
            )
        )
        return Asked(
            problem,
            tuple(self.must),
            premium,
            self.assumed,
            self.left_out,
            self.parts,
        )


class _Made:
    """One opportunity on its way to the planner."""

    def __init__(
        self,
        problem: Problem,
        row: Opportunity,
        part: Part,
        quoted: Quoted,
        call_offs: list[CallOff],
    ) -> None:
        self.problem, self.row, self.part = problem, row, part
        self.quoted, self.call_offs = quoted, call_offs
        self.assumed: list[str] = []

    def opportunity(self) -> PlannedOpportunity:
        offer = self._offer()
        self.assumed += offer.assumed
        values = opportunity_json(
            self.quoted.graph,
            id_=self.row.key,
            name=self.row.title,
            price=offer.cents,
            call_off=msgspec.to_builtins(self._call_off(offer.cents)),
            minutes_per_tick=self.problem.grid.minutes,
            release=self.problem.now,
        )
        for step in values["steps"]:
            self._own_tools(step)
        values["policy"] = msgspec.to_builtins(self._policy())
        return msgspec.convert(values, PlannedOpportunity)

    def tools(self) -> list[Tool]:
        """Its new tools, by names that no other opportunity has."""
        values = [
            each | {"id": self._tool_id(each["id"])}
            for each in tools_json(self.quoted.graph)
        ]
        return msgspec.convert(values, list[Tool])

    def why_not(self) -> LeftOut:
        """Why the planner would not look at it."""
        known = self.problem.member
        gone = [m for m in self._asked_policy().required if m not in known]
        return LeftOut.GONE if gone else LeftOut.UNPLANNABLE

    def _own_tools(self, step: dict[str, Any]) -> None:
        """A tool that exists comes to whoever is chosen: nobody says where it is."""
        made = set(self.quoted.graph.tools)
        for field in ("tool", "makes"):
            tool = step.pop(field, None)
            if tool in made:
                step[field] = self._tool_id(tool)
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

    def _call_off(self, price: int) -> PlannedCallOff:
        """The lot is made at once and ready for its first delivery."""
        days = [call_off.due for call_off in self.call_offs]
        if not days and self.part.due:
            days = [date.fromisoformat(self.part.due)]
        if len(days) > 1:
            self.assumed.append(Assumed.ONE_LOT)
        late_cost = self.row.late_cents_per_day
        if not days:
            self.assumed.append(Assumed.NO_DATE)
        elif not late_cost:
            self.assumed.append(Assumed.LATE_COST)
            late_cost = round(assumption("route.day").expected / 100 * price)
        due = self._tick(min(days)) if days else self.problem.horizon
        latest = [c.latest for c in self.call_offs if c.latest]
        last = max(due, self._tick(min(latest))) if latest else None
        return PlannedCallOff("lot", due, last, late_cost)

    def _tick(self, day: date) -> int:
        """The tick by which a day is over, within the planner's time."""
        over = datetime.combine(day, time(), UTC) + timedelta(days=1)
        minutes = (over - self.problem.grid.origin) // timedelta(minutes=1)
        tick = minutes // self.problem.grid.minutes
        return min(max(tick, self.problem.now), self.problem.horizon)

    def _asked_policy(self) -> Policy:
        return msgspec.convert(self.row.policy, Policy)

    def _policy(self) -> Policy:
        """The customer's conditions; pairs with somebody who has left are no matter."""
        policy, known = self._asked_policy(), self.problem.member
        apart = tuple((a, b) for a, b in policy.apart if a in known and b in known)
        return msgspec.structs.replace(policy, apart=apart)


def euro_cents(quotation: Quotation, pieces: int | None = None) -> int:
    """What a quotation asks for so many pieces, in euro cents; else for its lot.

    The offer names the same price of a piece for every delivery.
    """
    lot = quotation.unit_price * (pieces or quotation.quantity) / quotation.price_pieces
    return round((lot + quotation.once_price) / float(quotation.per_euro))


def kind_of(part: Part, pieces: int) -> dict[str, Any]:
    """What kind of part it is, without its name or whose it is."""
    return {
        "material": part.material,
        "shape": part.shape,
        "size": [part.length, part.width, part.height],
        "pieces": pieces,
    }


def pruned(problem: Problem) -> Problem:
    """The problem without resources, links and calendars that no step can use."""
    used = {
        option.resource
        for opportunity in problem.opportunities
        for step in opportunity.steps
        for option in step.options
    }
    resources = tuple(r for r in problem.resources if r.id in used)
    sites = {resource.site for resource in resources}
    calendars = {resource.calendar for resource in resources}
    return msgspec.structs.replace(
        problem,
        resources=resources,
        links=tuple(_between(problem, sites)),
        calendars=tuple(c for c in problem.calendars if c.id in calendars),
    )


def _between(problem: Problem, sites: set[str]) -> Iterator[Any]:
    for link in problem.links:
        if link.origin in sites and link.destination in sites:
            yield link
