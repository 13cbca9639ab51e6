"""A standing plan that answers at once where one more opportunity would fit.

Only what the opportunity could meet is looked at: the machines that it may use,
what stands on them, and who else needs the tools there. The standing work keeps
its times; a changeover before it may begin earlier or later. So an answer takes
as long as there is work on those machines, however large the plan is.
"""

from dataclasses import dataclass
from itertools import permutations
from typing import Literal, NamedTuple

from msgspec.structs import replace

from grandis.planning.accounts import account, value_of
from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import (
    Load,
    Opportunity,
    Option,
    Part,
    Problem,
    Resource,
    Tool,
)
from grandis.planning.subproblems import fact
from grandis.planning.validate import validate_added

#: ``no_gain``: it fits, for more than its price; ``no_room``: it would fit if
#: nothing stood there; ``no_way``: it cannot be made in time by anybody.
Hindrance = Literal["", "no_gain", "no_room", "no_way"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Where an opportunity would fit into a standing plan.

    `assignments` are its own, `moved` those of others whose changeover changes;
    `surplus` is in cents, below 0 with `hindrance` ``no_gain``. Nothing is filled
    in where there is no room or no way.
    """

    opportunity: Opportunity
    hindrance: Hindrance
    taken: Taken | None = None
    assignments: tuple[Assignment, ...] = ()
    moved: tuple[Assignment, ...] = ()
    surplus: int = 0

    @property
    def end(self) -> int | None:
        """When all of it is done; None if it cannot be."""
        return max((a.end for a in self.assignments), default=None)


class Standing:
    """A plan held ready for quoting.

    Parameters
    ----------
    problem, plan
        A problem that aims at surplus, and a plan of it that `check` accepts.
    """

    def __init__(self, problem: Problem, plan: Plan) -> None:
        from grandis.planning.search.driver import compile_kernels

        compile_kernels()
        self.problem, self.plan = problem, plan
        self._tool = {tool.id: tool for tool in problem.tools}
        self._step = {(o.id, s.id): s for o in problem.opportunities for s in o.steps}
        self._facts = {(b.opportunity, b.step) for b in problem.begun}
        self._on: dict[str, list[Assignment]] = {r.id: [] for r in problem.resources}
        self._busy: dict[str, Resource] = {}
        self._using: dict[str | None, list[Assignment]] = {}
        self._maker: dict[str, Assignment] = {}
        for a in plan.assignments:
            self._on[a.resource].append(a)
            step = self._step[a.opportunity, a.step]
            if step.tool:
                self._using.setdefault(step.tool, []).append(a)
            if step.makes:
                self._maker[step.makes] = a

    def quote(self, opportunity: Opportunity) -> Quote:
        """Where one more opportunity fits best, all other work staying in its place.

        The best of several greedy tries; a search over the whole plan may find
        more. Its tools must be among those of the problem.

        Raises
        ------
        ProblemError
            When the opportunity contradicts itself or the network.
        """
        validate_added(self.problem, opportunity)
        quote = self._try(opportunity, self._around(opportunity))
        if quote is None:
            alone = self._try(opportunity, _Around([], [], []))
            return Quote(opportunity, "no_room" if alone else "no_way")
        return quote

    def with_quote(self, quote: Quote) -> tuple[Problem, Plan]:
        """The problem and the plan with a quoted opportunity taken.

        Raises
        ------
        ValueError
            When the quote says that the opportunity cannot be taken.
        """
        if quote.taken is None:
            raise ValueError(
                f"opportunity {quote.opportunity.id!r} has no place in the plan: "
                f"{quote.hindrance}; change its dates or its routes"
            )
        problem = replace(
            self.problem,
            opportunities=(*self.problem.opportunities, quote.opportunity),
        )
        moved = {(a.opportunity, a.step): a for a in quote.moved}
        stand = tuple(
            moved.get((a.opportunity, a.step), a) for a in self.plan.assignments
        )
        taken = (*self.plan.taken, quote.taken)
        assignments = (*stand, *quote.assignments)
        value = value_of(problem, taken, assignments)
        bound = max(value, sum(o.price for o in problem.opportunities))
        return problem, replace(
            self.plan,
            status="feasible",
            value=value,
            bound=bound,
            taken=taken,
            assignments=assignments,
        )

    def _around(self, opportunity: Opportunity) -> "_Around":
        """What stands on its machines, and who else has the tools there."""
        names = _resources(opportunity)
        around = _Around(movable=[], loads=[], facts=[])
        tools = {s.tool for s in opportunity.steps}
        for a in (a for name in names for a in self._on[name]):
            tool = self._step[a.opportunity, a.step].tool
            if (a.opportunity, a.step) in self._facts:
                around.facts.append(a)
            elif self.problem.resource[a.resource].changeover:
                around.movable.append(a)
                tools.add(tool)
            elif tool not in tools - {None}:
                around.loads.append(a)
        known = {(a.opportunity, a.step) for held in around for a in held}
        for a in (a for tool in tools - {None} for a in self._using.get(tool, ())):
            if (a.opportunity, a.step) not in known:
                around.facts.append(a)
        return around

    def _try(self, opportunity: Opportunity, around: "_Around") -> Quote | None:
        from grandis.planning.search.compiling import Compiled
        from grandis.planning.search.fitting import fit

        cut = self._cut_out(opportunity, around)
        compiled = Compiled(cut)
        held = [(_name(n), a) for n, a in enumerate(around.movable)]
        state = fit(compiled, {(name, a.step): a.start for name, a in held})
        if state is None:
            return None
        taken, assignments = compiled.decode(state)
        by_step = {(a.opportunity, a.step): a for a in assignments}
        own = {a.step: a for a in assignments if a.opportunity == opportunity.id}
        surplus = account(cut, opportunity, own).surplus
        setups = ((a, by_step[name, a.step].setup) for name, a in held)
        return Quote(
            opportunity,
            "" if surplus > 0 else "no_gain",
            next(t for t in taken if t.opportunity == opportunity.id),
            tuple(own.values()),
            tuple(replace(a, setup=to) for a, to in setups if a.setup != to),
            surplus,
        )

    def _cut_out(self, opportunity: Opportunity, around: "_Around") -> Problem:
        """The opportunity, its machines and what stands there, as a problem."""
        problem = self.problem
        held = [*around.movable, *around.facts]
        names = {*_resources(opportunity), *(a.resource for a in held)}
        work: dict[str, list[Assignment]] = {}
        for a in around.loads:
            work.setdefault(a.resource, []).append(a)
        resources = [self._busier(name, work.get(name, [])) for name in names]
        tools = self._tools(opportunity, held)
        sites = {r.site for r in resources} | {t.site for t in tools if t.site}
        alone = [self._alone(n, a) for n, a in enumerate(held)]
        first = len(around.movable)
        return Part(
            horizon=problem.horizon,
            grid=problem.grid,
            now=problem.now,
            members=problem.members,
            calendars=problem.calendars,
            changeovers=problem.changeovers,
            opportunities=(opportunity, *alone),
            resources=tuple(sorted(resources, key=lambda r: r.id)),
            sites=tuple(problem.site[s] for s in sorted(sites)),
            links=tuple(
                problem.link[way]
                for way in permutations(sorted(sites), 2)
                if way in problem.link
            ),
            tools=tools,
            begun=tuple(
                replace(fact(a), opportunity=_name(first + n), cost=0)
                for n, a in enumerate(around.facts)
            ),
        )

    def _busier(self, name: str, work: list[Assignment]) -> Resource:
        """A resource with work as load; kept for the next quote if it is all of it."""
        whole = len(work) == len(self._on[name])
        if whole and name in self._busy:
            return self._busy[name]
        more = (Load(a.setup, a.end) for a in work if a.setup < a.end)
        resource = self.problem.resource[name]
        load = sorted((*resource.load, *more), key=lambda load: (load.start, load.end))
        busier = replace(resource, load=tuple(load))
        if whole:
            self._busy[name] = busier
        return busier

    def _alone(self, number: int, a: Assignment) -> Opportunity:
        """A piece of standing work that waits for nothing and brings nothing."""
        step = self._step[a.opportunity, a.step]
        ticks = next(
            (o.duration for o in step.options if o.resource == a.resource),
            max(1, a.end - a.start),
        )
        option = Option(a.resource, ticks)
        step = replace(step, options=(option,), after=(), branch=None, makes=None)
        return Opportunity(_name(number), (step,))

    def _tools(
        self, opportunity: Opportunity, held: list[Assignment]
    ) -> tuple[Tool, ...]:
        """The tools in play; what others make is there from when they have made it."""
        own = {s.makes for s in opportunity.steps}
        names = {s.tool for s in opportunity.steps} | own
        names |= {self._step[a.opportunity, a.step].tool for a in held}
        found = []
        for name in sorted(name for name in names if name):
            tool, maker = self._tool[name], self._maker.get(name)
            if maker and name not in own:
                site = self.problem.resource[maker.resource].site
                tool = replace(tool, site=site, ready=maker.end)
            found.append(tool)
        return tuple(found)


class _Around(NamedTuple):
    """Standing work by what is to be done with it.

    Changeovers before `movable` work may change; `loads` only take time; `facts`
    keep a tool or stand where they are as they did in the problem.
    """

    movable: list[Assignment]
    loads: list[Assignment]
    facts: list[Assignment]


def _name(number: int) -> str:
    """The id of a piece of standing work in a cut-out problem: nobody else's."""
    return f"\x1f{number}"


def _resources(opportunity: Opportunity) -> list[str]:
    names = (option.resource for step in opportunity.steps for option in step.options)
    return list(dict.fromkeys(names))
