"""Dates of a quotation: each route planned on what the machines are free for.

The one place where a part's routes meet the planner: both libraries give and
take plain values, and neither knows the other. The command line and the hub
import it when they quote.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

import msgspec

from grandis.errors import InputError
from grandis.planning import (
    Assignment,
    CallOff,
    Opportunity,
    Plan,
    Policy,
    Problem,
    Tool,
    check,
)
from grandis.planning.accounts import accounts, value_of
from grandis.planning.files import problem_from_json
from grandis.planning.incumbent import first_bound
from grandis.planning.subproblems import alone
from grandis.planning.validation.wording import nearest
from grandis.processes import (
    Network,
    Part,
    Quotation,
    opportunity_json,
    tools_json,
)
from grandis.processes.figures import entered
from grandis.processes.quoting import Delivery, Route, Work, price_route, target
from grandis.processes.routes import Graph, Level
from grandis.processes.tables import assumption

#: The part as the planner calls it.
ID = "quotation"
#: Iterations of the search: of one opportunity it soon knows all that matters.
ITERATIONS = 60


class Planned(NamedTuple):
    """A route of a quotation and, if it can be made in time, a plan for it."""

    route: Route
    problem: Problem | None = None
    plan: Plan | None = None


def planning_problem(network: Network, name: str) -> Problem:
    """The planning problem of a network file, without any opportunity.

    Raises
    ------
    InputError
        When there is none, or machines are not what its resources say.
    """
    if not network.problem:
        raise InputError(
            f"{name}: holds no planning problem, so no dates can be found; add"
            " 'problem' with its resources and their hours"
        )
    inner = {**network.problem, "opportunities": [], "objective": "surplus"}
    outer = {"format": "grandis-problem", "version": 1, "problem": inner}
    problem = problem_from_json(msgspec.json.encode(outer), f"{name}: problem")
    if not problem.grid.is_dated:
        raise InputError(
            f"{name}: its problem names no start, so no dates can be found; add 'grid'"
            " with its start and the minutes of a tick"
        )
    _refuse_strangers(network, problem, name)
    return problem


def _refuse_strangers(network: Network, problem: Problem, name: str) -> None:
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


def refuse_misfit(part: Part, problem: Problem, where: str, zone: tzinfo = UTC) -> None:
    """Refuse a tool that is nowhere and a date that has passed in a time zone.

    Raises
    ------
    InputError
        One sentence that begins with `where`.
    """
    standing = {tool.id for tool in problem.tools if tool.site}
    if part.tool is not None and part.tool not in standing:
        raise InputError(
            f"{where}: tool {part.tool!r} does not stand at any site of the network"
            f"{nearest(part.tool, standing)}; add it to the tools of its problem with"
            " its site, or leave it out to have one made"
        )
    today = problem.grid.time(problem.now).astimezone(zone).date()
    if part.due is not None and date.fromisoformat(part.due) < today:
        raise InputError(
            f"{where}: due {part.due} is before {today}, where the planning begins;"
            " correct the date"
        )


def with_deliveries(
    quotation: Quotation,
    problem: Problem,
    on_progress: Callable[[str], None] = lambda _: None,
    policy: Policy | None = None,
    zone: tzinfo = UTC,
) -> tuple[Quotation, tuple[Planned, ...]]:
    """The quotation with members and dates as the planner would have them.

    Routes that can be in time come first, then the cheaper ones. The plans
    stand in the order of the routes. Every chain keeps the customer's `policy`; a
    route on which none does has no dates. Days are those of the time zone, and times
    are told in it.
    """
    planner = _Planner(quotation, problem, policy or Policy(), zone)
    planned = []
    for number, route in enumerate(quotation.routes, 1):
        on_progress(f"dates of route {number} of {len(quotation.routes)}")
        planned.append(planner.planned(route))
    planned.sort(key=lambda each: _rank(each, planner.due))
    routes = tuple(each.route for each in planned)
    met = target(quotation.part, routes[0].unit) if routes else None
    dated = msgspec.structs.replace(
        quotation,
        routes=routes,
        target=met,
        planned_until=planner.time(problem.horizon),
    )
    return dated, tuple(planned)


def _rank(planned: Planned, due: int | None) -> tuple[bool, bool, float]:
    """What can be made at all first, then what is in time, then what is cheap."""
    unit = planned.route.unit.expected
    if planned.plan is None:
        return True, True, unit
    return False, due is not None and _end(planned.plan) > due, unit


class _Planner:
    """Plans one route after the other for the same lot of a part."""

    def __init__(
        self, quotation: Quotation, problem: Problem, policy: Policy, zone: tzinfo
    ) -> None:
        self.quotation = quotation
        self.problem = problem
        self.policy = policy
        self.zone = zone
        self.due = _tick_after(problem, quotation.part.due, zone)

    def planned(self, route: Route) -> Planned:
        """A route with its plan, priced with the machines that the plan chose.

        Its dates range over the low and high hours at the same members.
        """
        graph = self.quotation.graph.along(route.branches)
        soon = self._soon(route)
        found = self._cheapest_in_time(graph, soon) or self._plan(graph, soon)
        if found is None:
            return Planned(route)
        problem, plan = found
        cents = accounts(problem, plan.taken, plan.assignments)[ID].transport
        priced = price_route(
            self.quotation.graph,
            route.branches,
            self.quotation.part,
            self.quotation.quantity,
            {a.step: a.resource for a in plan.assignments},
            entered(cents / 100, "EUR", "cluster", "links of the planning problem"),
        )
        delivery = self._delivery(graph, soon, plan)
        dated = msgspec.structs.replace(priced, delivery=delivery)
        return Planned(dated, problem, plan)

    def _soon(self, route: Route) -> CallOff:
        """A call-off for which a day sooner is worth a part of the price."""
        cost = route.lot.expected + (route.once.expected if route.once else 0)
        day = round(assumption("route.day").expected * cost)  # % of EUR is cents
        return CallOff("lot", due=self.problem.now, late_cost=day)

    def _cheapest_in_time(
        self, graph: Graph, soon: CallOff
    ) -> tuple[Problem, Plan] | None:
        """The cheapest members that can be in time, as early as they can."""
        if self.due is None:
            return None
        strict = CallOff("lot", due=self.due, latest=self.due)
        cheapest = self._plan(graph, strict)
        if cheapest is None:
            return None
        early = self._plan(graph, soon, members=self._members(cheapest[1]))
        in_time = early is not None and _end(early[1]) <= self.due
        return early if in_time else cheapest

    def _members(self, plan: Plan) -> dict[str, str]:
        return {a.step: self.problem.member_of(a.resource) for a in plan.assignments}

    def _delivery(self, graph: Graph, soon: CallOff, plan: Plan) -> Delivery:
        members = self._members(plan)
        low = self._plan(graph, soon, "low", members)
        high = self._plan(graph, soon, "high", members)
        end = _end(plan)
        return Delivery(
            self.time(min(end, _end(low[1]) if low else end)),
            self.time(end),
            self.time(max(end, _end(high[1]))) if high else None,
            tuple(map(self._work, sorted(plan.assignments, key=_by_time))),
        )

    def _work(self, a: Assignment) -> Work:
        member = self.problem.member_of(a.resource)
        start, end = self.time(a.start), self.time(a.end)
        return Work(a.step, member, a.resource, start, end)

    def time(self, tick: int) -> str:
        """A tick as ISO 8601, UTC being Z."""
        there = self.problem.grid.time(tick).astimezone(self.zone)
        return there.isoformat(timespec="minutes").replace("+00:00", "Z")

    def _plan(
        self,
        graph: Graph,
        call_off: CallOff,
        level: Level = "expected",
        members: Mapping[str, str] | None = None,
    ) -> tuple[Problem, Plan] | None:
        """A plan for this route alone, and the problem it solves, if there is one.

        With `members`, by step, nobody else is asked.
        """
        try:
            asked = self._asked(graph, call_off, level, members or {})
        except msgspec.ValidationError:
            return None  # hours or money beyond all that a planner counts
        problem = alone(asked, ID)
        plan = _searched(problem)
        return (problem, plan) if plan else None

    def _asked(
        self,
        graph: Graph,
        call_off: CallOff,
        level: Level,
        members: Mapping[str, str],
    ) -> Problem:
        """The network with this route as its only opportunity.

        The price is so high that the planner never refuses it for that.
        """
        grid = self.problem.grid
        values = opportunity_json(
            graph,
            id_=ID,
            name=self.quotation.part.name,
            price=0,
            call_off=msgspec.to_builtins(call_off),
            minutes_per_tick=grid.minutes,
            release=self.problem.now,
            level=level,
        )
        for step in values["steps"]:
            member = members.get(step["id"])
            step["options"] = [
                option
                for option in step["options"]
                if member in (None, self.problem.member_of(option["resource"]))
            ]
        dearest = sum(max(o["cost"] for o in s["options"]) for s in values["steps"])
        trips = sum(link.cost for link in self.problem.links)
        days = self.problem.horizon // grid.ticks_per_day + 1
        values["price"] = 1 + dearest + trips + days * call_off.late_cost
        if level == "expected":  # the others have the same members, who keep it
            values["policy"] = msgspec.to_builtins(self.policy)
        tools = msgspec.convert(tools_json(graph), tuple[Tool, ...])
        return msgspec.structs.replace(
            self.problem,
            opportunities=(msgspec.convert(values, Opportunity),),
            tools=(*self.problem.tools, *tools),
        )


def due_as_asked(problem: Problem, due: str | None, zone: tzinfo = UTC) -> Problem:
    """The problem of a plan with the customer's date, not the one it was made for.

    Days are those of the time zone.
    """
    tick = _tick_after(problem, due, zone)
    call_offs = () if tick is None else (CallOff("lot", due=tick),)
    (opportunity,) = problem.opportunities
    asked = msgspec.structs.replace(opportunity, call_offs=call_offs)
    return msgspec.structs.replace(problem, opportunities=(asked,))


def _tick_after(problem: Problem, due: str | None, zone: tzinfo) -> int | None:
    """The tick by which a day is over, or the horizon if that comes before."""
    if due is None:
        return None
    day, last = date.fromisoformat(due), problem.grid.time(problem.horizon)
    if day >= last.astimezone(zone).date():
        return problem.horizon
    over = datetime.combine(day + timedelta(days=1), time(), zone)
    minutes = (over - problem.grid.origin).total_seconds() // 60
    return int(minutes // problem.grid.minutes)


def _searched(problem: Problem) -> Plan | None:
    """The best plan that a short search finds; None when nothing can be made."""
    # numba is slow to import, and who only reads a network does not need it
    from grandis.planning.search.driver import Search, compile_kernels

    compile_kernels()
    search = Search(problem)
    search.run(ITERATIONS, remaining=0)
    taken, assignments = search.answer()
    value = value_of(problem, taken, assignments)
    bound = first_bound(problem)
    plan = Plan("feasible", "surplus", value, bound, taken, assignments)
    return plan if taken and not check(problem, plan) else None


def _end(plan: Plan) -> int:
    return max(a.end for a in plan.assignments)


def _by_time(a: Assignment) -> tuple[int, int]:
    return a.start, a.end
