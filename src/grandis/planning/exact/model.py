"""The complete model of a problem: its works, and all rules between them."""

from collections.abc import Collection, Mapping
from functools import partial

from ortools.sat.python import cp_model

from grandis.planning.exact import capacity, routes, sequences, tools
from grandis.planning.exact.dates import Dates
from grandis.planning.exact.losses import (
    losses_are_no_more_than_allowed,
    losses_of,
)
from grandis.planning.exact.narrowing import narrowed
from grandis.planning.exact.transport import Transport
from grandis.planning.exact.works import Expr, Literal, Maker, Work
from grandis.planning.problem import Opportunity, Problem, Resource, Step
from grandis.planning.windows import Scope, Windows

#: No objective is larger, or the problem would not be one.
ENDLESS = 1 << 62


class Model:
    """A problem as a CP-SAT model `cp`, for plans as good as `value` or better.

    No plan is better than `bound`, no opportunity brings more than `most`; what is out
    of the `scope`, if one is given, is left out.
    `active` has a literal for each branch (None: for the opportunity) of each
    opportunity, `works` the steps by opportunity and step, `surplus` what each
    opportunity brings, where that is the aim, and `losses` what it loses in a scope.

    With a `part` of the opportunities it is a model of these alone, in a scope: for
    what they lose at least, if all others do as is best for them.
    """

    def __init__(
        self,
        problem: Problem,
        value: int | None,
        bound: int | None,
        most: Mapping[str, int],
        scope: Scope | None = None,
        part: Collection[str] | None = None,
    ) -> None:
        self.problem = problem
        self.opportunities = [
            o for o in problem.opportunities if part is None or o.id in part
        ]
        self.value = value
        self.most = most
        self.cp = cp_model.CpModel()
        self.transport = Transport(problem, self.cp)
        self.maker = Maker(problem, Windows(problem, scope), self.cp)
        self.active: dict[str, dict[str | None, Literal]] = {}
        self.works: dict[tuple[str, str], Work] = {}
        self.surplus: dict[str, Expr | int] = {}
        for opportunity in self.opportunities:
            self._make(opportunity)
        self._doing = self._by_resource()
        self._others = self._others_by_resource(scope)
        for resource_id, doing in self._doing.items():
            self._use(problem.resource[resource_id], doing)
        for tool in problem.tools:
            users = [w for w in self.works.values() if w.step.tool == tool.id]
            makers = [w for w in self.works.values() if w.step.makes == tool.id]
            tools.tool_exists_before_it_is_held(self.transport, tool, users, makers)
            tools.tool_is_at_one_place_at_a_time(self.transport, users)
        if problem.objective == "surplus":
            self.surplus = {o.id: self._surplus(o) for o in self.opportunities}
        self.losses: dict[str, cp_model.IntVar] = {}
        if scope is not None:
            works = list(self.works.values())
            self.losses = losses_of(self.cp, scope, self.surplus, works)
            losses_are_no_more_than_allowed(self.cp, scope, self.losses)
        if part is not None:
            self.cp.minimize(sum(self.losses.values()))
            return
        self._aim()
        if bound is not None or scope is not None:
            self._is_between(bound, None if scope is None else scope.value)

    def of(self, opportunity: Opportunity) -> list[Work]:
        """The works of an opportunity."""
        return [self.works[opportunity.id, step.id] for step in opportunity.steps]

    def _make(self, opportunity: Opportunity) -> None:
        """One opportunity by itself: its route, order and dates."""
        taken: Literal = self.cp.new_constant(1)
        if self.problem.objective == "surplus":
            taken = self.cp.new_bool_var("")
        active = routes.exactly_one_branch_of_every_active_choice(
            self.cp, opportunity, taken
        )
        self.active[opportunity.id] = active
        timely = narrowed(self.problem, opportunity, self.value)
        for work in self.maker.works(timely, active):
            self.works[opportunity.id, work.step.id] = work
        works = self.of(opportunity)
        routes.the_route_includes_what_has_begun(self.cp, active, works)
        routes.Chain(self.problem, works, taken).keeps_policy(
            self.problem, self.cp, opportunity
        )
        for before, after in self._pairs(opportunity):
            if not after.begun:
                self.transport.leaves_time(before, after, after.start, [])
        self._dates(opportunity).it_is_complete_by_the_latest_dates()

    def _pairs(self, opportunity: Opportunity) -> list[tuple[Work, Work]]:
        return [
            (self.works[opportunity.id, before], self.works[opportunity.id, step.id])
            for step in opportunity.steps
            for before in step.after
        ]

    def _dates(self, opportunity: Opportunity) -> Dates:
        works, taken = self.of(opportunity), self.active[opportunity.id][None]
        return Dates(self.problem, self.cp, opportunity, works, taken)

    def _by_resource(self) -> dict[str, list[capacity.Doing]]:
        """What may be done on each resource."""
        doing: dict[str, list[capacity.Doing]] = {}
        for work in self.works.values():
            for way in work.ways:
                doing.setdefault(way.option.resource, []).append((work, way))
        return doing

    def _others_by_resource(self, scope: Scope | None) -> dict[str, list[Step]]:
        """What opportunities that are left out may do on each resource."""
        others: dict[str, list[Step]] = {}
        for opportunity in self.problem.opportunities:
            if scope is None or opportunity.id in self.active:
                continue
            for step in opportunity.steps:
                for option in step.options:
                    if (opportunity.id, step.id, option.resource) in scope.within:
                        others.setdefault(option.resource, []).append(step)
        return others

    def _use(self, resource: Resource, doing: list[capacity.Doing]) -> None:
        """One resource: its capacity, and the sequence on it."""
        rules = [
            capacity.machine_does_one_job_at_a_time
            if resource.capacity == 1
            else capacity.team_does_not_exceed_its_capacity,
            capacity.no_stretch_gets_more_work_than_it_has_free_ticks,
        ]
        if resource.changeover:
            others = self._others.get(resource.id, [])
            sequence = sequences.changeover_depends_on_the_work_just_before
            rules.append(partial(sequence, others=others))
        for rule in rules:
            rule(self.problem, self.cp, resource, doing)

    def _aim(self) -> None:
        opportunities = self.opportunities
        if self.problem.objective == "surplus":
            self.cp.maximize(sum(self.surplus.values()))
        elif self.problem.objective == "makespan":
            self.cp.minimize(self._makespan())
        else:
            late = [t for o in opportunities for t in self._dates(o).tardiness()]
            self.cp.minimize(sum(late))

    def _surplus(self, opportunity: Opportunity) -> Expr | int:
        """What an opportunity brings; what begun steps cost if it is refused."""
        works, taken = self.of(opportunity), self.active[opportunity.id][None]
        begun = sum(work.begun.cost for work in works if work.begun)
        surplus = opportunity.price * taken - begun * (1 - taken)
        surplus -= routes.Chain(self.problem, works, taken).cost
        surplus -= sum(self.transport.fare(*pair) for pair in self._pairs(opportunity))
        surplus -= sum(self._dates(opportunity).late_cost(self.value))
        if opportunity.id in self.most:
            self.cp.add(surplus <= self.most[opportunity.id])
        return surplus

    def _makespan(self) -> Expr:
        """The largest end, and at least the work of every resource and with each tool.

        The last says how long an opportunity takes whose steps all hold one tool,
        on its shortest route: the ends alone say it only when all is decided.
        """
        cp, problem = self.cp, self.problem
        least = max((begun.end for begun in problem.begun), default=0)
        ends = [w.window.latest for work in self.works.values() for w in work.ways]
        makespan = cp.new_int_var(least, max([least, *ends]), "")
        for work in self.works.values():
            if work.ways:
                cp.add(makespan >= work.end).only_enforce_if(work.active)
        for name, doing in self._doing.items():
            self._has_room(makespan, doing, problem.resource[name].capacity)
        for tool in problem.tools:
            users = [w for w in self.works.values() if w.step.tool == tool.id]
            if holding := [(work, way) for work in users for way in work.ways]:
                self._has_room(makespan, holding, 1)
        return makespan

    def _has_room(
        self, makespan: Expr, doing: list[capacity.Doing], places: int
    ) -> None:
        """All that is done fits between its first possible start and the makespan."""
        load = sum(way.option.duration * way.used for _, way in doing)
        self.cp.add(places * (makespan - self._idle(doing)) >= load)

    def _idle(self, doing: list[capacity.Doing]) -> Expr | int:
        """Ticks before the first work on a resource, if there is any work."""
        first = min(way.window.earliest for _, way in doing)
        if first == 0:
            return 0
        some = self.cp.new_bool_var("")
        for _, way in doing:
            self.cp.add_implication(way.used, some)
        return first * some

    def _is_between(self, bound: int | None, beaten: int | None) -> None:
        """What the solver's own objective, which it makes least, can be.

        A plan is no better than `bound`, and has more surplus than `beaten`.
        """
        objective = self.cp.proto.objective
        offset = int(objective.offset)
        least, most = -ENDLESS, ENDLESS
        if bound is not None:
            sign = -1 if self.problem.objective == "surplus" else 1
            least = sign * bound - offset
        if beaten is not None:
            most = -(beaten + 1) - offset
        objective.domain.extend([least, most])
