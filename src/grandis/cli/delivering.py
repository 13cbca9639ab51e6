"""Dates of a quotation: each route planned on what the machines are free for.

The one place where a part's routes meet the planner: both libraries give and
take plain values, and neither knows the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from grandis.errors import InputError

if TYPE_CHECKING:
    from grandis.planning import Assignment, Opportunity, Plan, Problem, Tool
    from grandis.processes import Network, Part, Quotation
    from grandis.processes.quoting import Delivery, Route
    from grandis.processes.routes import Graph, Level

#: The part as the planner calls it.
ID = "quotation"
#: Iterations of the search: of one opportunity it soon knows all that matters.
ITERATIONS = 60


class Planned(NamedTuple):
    """A route of a quotation with the plan at its expected hours, if there is one."""

    route: Route
    problem: Problem
    plan: Plan | None


def planning_problem(network: Network, name: str) -> Problem:
    """The planning problem of a network file, without any opportunity.

    Raises
    ------
    InputError
        When there is none, or machines are not what its resources say.
    """
    from grandis.planning.files import problem_from_json

    if not network.problem:
        raise InputError(
            f"{name}: holds no planning problem, so no dates can be found; add"
            " 'problem' with its resources and their hours"
        )
    inner = {**network.problem, "opportunities": [], "begun": []}
    outer = {"format": "grandis-problem", "version": 1, "problem": inner}
    problem = problem_from_json(msgspec.json.encode(outer), f"{name}: problem")
    for machine in network.machines:
        resource = problem.resource.get(machine.id)
        if resource is None:
            raise InputError(
                f"{name}: machine '{machine.id}' is no resource of its problem; add"
                " the resource or remove the machine"
            )
        if problem.member_of(resource.id) != machine.member:
            raise InputError(
                f"{name}: machine '{machine.id}' belongs to '{machine.member}', its"
                f" resource to '{problem.member_of(resource.id)}'; correct one of them"
            )
    return problem


def refuse_misfit(part: Part, problem: Problem, where: str) -> None:
    """Refuse a tool that is nowhere and a date that has passed.

    Raises
    ------
    InputError
        One sentence that begins with `where`.
    """
    from grandis.planning.validation.wording import nearest

    standing = {tool.id for tool in problem.tools if tool.site}
    if part.tool is not None and part.tool not in standing:
        raise InputError(
            f"{where}: tool {part.tool!r} does not stand at any site of the network"
            f"{nearest(part.tool, standing)}; add it to the tools of its problem with"
            " its site, or leave it out to have one made"
        )
    today = problem.grid.time(problem.now).date()
    if part.due is not None and date.fromisoformat(part.due) < today:
        raise InputError(
            f"{where}: due {part.due} is before {today}, where the planning begins;"
            " correct the date"
        )


def with_deliveries(
    quotation: Quotation,
    problem: Problem,
    on_progress: Callable[[str], None] = lambda _: None,
) -> tuple[Quotation, tuple[Planned, ...]]:
    """The quotation with members and dates as the planner would have them.

    Routes that can be in time come first, then the cheaper ones. The plans
    stand in the order of the routes.
    """
    from grandis.processes.quoting import target

    planner = _Planner(quotation, problem)
    planned = []
    for number, route in enumerate(quotation.routes, 1):
        on_progress(f"dates of route {number} of {len(quotation.routes)}")
        planned.append(planner.planned(route))
    planned.sort(key=lambda each: _rank(quotation.part, each.route))
    routes = tuple(each.route for each in planned)
    met = target(quotation.part, routes[0].unit) if routes else None
    return msgspec.structs.replace(quotation, routes=routes, target=met), tuple(planned)


def _rank(part: Part, route: Route) -> tuple[bool, bool, float]:
    """What can be made at all first, then what is in time, then what is cheap."""
    if route.delivery is None:
        return True, True, route.unit.expected
    late = part.due is not None and route.delivery.expected[:10] > part.due
    return False, late, route.unit.expected


class _Planner:
    """Plans one route after the other for the same lot of a part."""

    def __init__(self, quotation: Quotation, problem: Problem) -> None:
        self.quotation = quotation
        self.problem = problem
        self.due = _tick_after(problem, quotation.part.due)

    def planned(self, route: Route) -> Planned:
        """A route with its plan, priced with the members that the plan chose.

        Its dates range over the low and high hours of the same members.
        """
        from grandis.planning.accounts import accounts
        from grandis.processes.figures import entered
        from grandis.processes.quoting import price_route

        graph = self.quotation.graph.along(route.branches)
        problem, plan = self._expected(graph, route)
        if plan is None:
            return Planned(route, problem, None)
        taken = {a.step: a.resource for a in plan.assignments}
        cents = accounts(problem, plan.taken, plan.assignments)[ID].transport
        dated = price_route(
            self.quotation.graph,
            route.branches,
            self.quotation.part,
            self.quotation.quantity,
            taken,
            entered(cents / 100, "EUR", "cluster", "links of the planning problem"),
        )
        delivery = self._delivery(graph, plan, taken)
        return Planned(
            msgspec.structs.replace(dated, delivery=delivery), problem, plan
        )

    def _expected(self, graph: Graph, route: Route) -> tuple[Problem, Plan | None]:
        """The cheapest plan in time; if there is none, the best for a day's worth."""
        from grandis.processes.tables import assumption

        cost = route.lot.expected + (route.once.expected if route.once else 0)
        day = round(assumption("route.day").expected * cost)
        call_off: dict[str, Any] = {"due": self.problem.now, "late_cost": day}
        if self.due is not None:
            hard = {"due": self.due, "latest": self.due}
            problem = self._asked(graph, "expected", hard)
            if plan := _plan(problem):
                return problem, plan
            call_off["due"] = min(self.due, self.problem.horizon)
        problem = self._asked(graph, "expected", call_off)
        return problem, _plan(problem)

    def _delivery(
        self, graph: Graph, plan: Plan, taken: Mapping[str, str]
    ) -> Delivery:
        from grandis.processes.quoting import Delivery, Work

        call_off = {"due": self.problem.now}
        low, high = (
            _plan(self._asked(graph, level, call_off, taken))
            for level in ("low", "high")
        )
        work = (
            Work(
                a.step,
                self.problem.member_of(a.resource),
                a.resource,
                self._time(a.start),
                self._time(a.end),
            )
            for a in sorted(plan.assignments, key=lambda a: (a.start, a.end))
        )
        return Delivery(
            self._time(min(_end(low), _end(plan)) if low else _end(plan)),
            self._time(_end(plan)),
            self._time(max(_end(high), _end(plan))) if high else None,
            tuple(work),
        )

    def _asked(
        self,
        graph: Graph,
        level: Level,
        call_off: dict[str, Any],
        taken: Mapping[str, str] | None = None,
    ) -> Problem | None:
        """The network with this route as its only opportunity; None if too large."""
