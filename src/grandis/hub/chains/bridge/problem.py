"""The planning problem of some opportunities, from rows.

Nothing here may be shown: `bridge.back` makes what a reader may see.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from grandis.delivering import planning_problem
from grandis.errors import ProblemError
from grandis.hub.chains.bridge.conditions import asks_for_strangers
from grandis.hub.chains.bridge.network import from_now_on, network_of
from grandis.hub.chains.bridge.opportunities import Made, kind_of
from grandis.hub.market.enums import State
from grandis.hub.market.models import CallOff, Opportunity
from grandis.planning import Opportunity as PlannedOpportunity
from grandis.planning import Problem, Tool
from grandis.processes import (
    Network,
    Part,
    PartError,
    ValidityError,
    quote,
    read_part,
)
from grandis.processes import Quotation as Quoted


class LeftOut(StrEnum):
    """Why an opportunity could not be put to the planner at all."""

    NO_ROUTE = "no_route"
    BAD_PART = "bad_part"
    GONE = "member_gone"
    UNPLANNABLE = "unplannable"


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
        self.empty = from_now_on(empty, now)
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
        made = Made(self.empty, row, part, quoted, call_offs, self._quoted)
        try:
            opportunity, tools = made.opportunity(), made.tools()
            self._try(opportunity, tools)
        except (msgspec.ValidationError, ProblemError):
            gone = asks_for_strangers(row, self.empty.member)
            self.left_out[row.key] = LeftOut.GONE if gone else LeftOut.UNPLANNABLE
            return
        self.planned.append(opportunity)
        self.tools += [tool for tool in tools if tool not in self.tools]
        self.assumed[row.key] = [*dict.fromkeys(made.assumed)]
        self.parts[row.key] = kind_of(part, quoted.quantity, made.lots)
        if row.state == State.WON:
            self.must.append(row.key)

    def _quoted(self, part: Part, pieces: int) -> Quoted:
        return quote(part, self.network, pieces)

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
    sites |= {tool.site for tool in problem.tools if tool.site}
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
