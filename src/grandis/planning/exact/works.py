"""The variables of one step: whether, where, and from when to when."""

from dataclasses import dataclass
from functools import cached_property

from ortools.sat.python import cp_model

from grandis.planning.problem import Begun, Opportunity, Option, Problem, Resource, Step
from grandis.planning.windows import Window, Windows
from grandis.planning.worktime import WorkTime

#: What a model reckons with: an expression, or a number where it is known.
Expr = cp_model.LinearExpr | int


@dataclass
class Way:
    """One option of a step: `used`, and the time it holds its resource.

    `position` is the start in open ticks of the resource; `change` is the
    length of the changeover before it, where the resource has a table.
    """

    window: Window
    used: cp_model.IntVar
    interval: cp_model.IntervalVar
    position: Expr
    change: Expr

    @property
    def option(self) -> Option:
        return self.window.option


@dataclass
class Work:
    """One step in the model; of a step that has begun all times are known."""

    opportunity: Opportunity
    step: Step
    active: cp_model.IntVar
    start: Expr
    end: Expr
    hold: Expr
    ways: list[Way]
    begun: Begun | None = None

    @property
    def name(self) -> str:
        return f"{self.opportunity.id}/{self.step.id}"


class Maker:
    """Makes the variables of steps, and keeps the literals for places."""

    def __init__(self, problem: Problem, model: cp_model.CpModel) -> None:
        self.problem = problem
        self.model = model
        self.windows = Windows(problem)
        self._places: dict[tuple[str, str], dict[str, cp_model.IntVar]] = {}
        self._both: dict[tuple[int, int], cp_model.IntVar] = {}

    @cached_property
    def never(self) -> cp_model.IntVar:
        """A literal that is false."""
        return self.model.new_constant(0)

    def works(
        self, opportunity: Opportunity, active: dict[str | None, cp_model.IntVar]
    ) -> list[Work]:
        """All steps of an opportunity; `active` by the branch they stand on."""
        windows: dict[str, list[Window]] = {step.id: [] for step in opportunity.steps}
        for window in self.windows.of(opportunity):
            windows[window.step.id].append(window)
        return [
            self._work(opportunity, step, active[step.branch], windows[step.id])
            for step in opportunity.steps
        ]

    def _work(
        self,
        opportunity: Opportunity,
        step: Step,
        active: cp_model.IntVar,
        windows: list[Window],
    ) -> Work:
        begun = self.windows.begun.get((opportunity.id, step.id))
        if begun:
            return Work(
                opportunity,
                step,
                active,
                begun.start,
                begun.end,
                begun.setup,
                [],
                begun,
            )
        model, name = self.model, f"{opportunity.id}/{step.id}"
        first = min((w.earliest for w in windows), default=0)
        last = max((w.latest for w in windows), default=0)
        start = model.new_int_var(first, max(first, last), f"start {name}")
        end = model.new_int_var(first, max(first, last), f"end {name}")
        hold: cp_model.IntVar = start
        if any(self.problem.resource[w.option.resource].changeover for w in windows):
            hold = model.new_int_var(self.problem.now, max(first, last), f"hold {name}")
        work = Work(opportunity, step, active, start, end, hold, [])
        work.ways = [self._way(work, window, len(windows) == 1) for window in windows]
        if len(work.ways) != 1:
            model.add(sum(way.used for way in work.ways) == active)
        return work

    def _way(self, work: Work, window: Window, only: bool) -> Way:
        """One option, used when it is the only one and the step is active."""
        model, option = self.model, window.option
        name = f"{work.name} on {option.resource}"
        used = work.active if only else model.new_bool_var(name)
        hours = self.windows.hours[option.resource]
        resource = self.problem.resource[option.resource]
        if resource.calendar is None and not resource.closed:
            position: Expr = work.start
            model.add(work.end == work.start + option.duration).only_enforce_if(used)
        else:
            low = hours.opened_before(window.earliest)
            high = max(low, hours.total - option.duration)
            position = model.new_int_var(low, high, f"position {name}")
            reach = window.earliest, window.latest
            self._stands(hours, position, work.start, used, reach)
            last = position + option.duration - 1
            self._stands(hours, last, work.end - 1, used, reach)
        model.add(work.start >= window.earliest).only_enforce_if(used)
        model.add(work.end <= window.latest).only_enforce_if(used)
        change: Expr = 0
        if resource.changeover:
            change = model.new_int_var(0, hours.total, f"changeover {name}")
            reach = self.problem.now, window.latest
            if position is work.start:
                model.add(work.hold == work.start - change).only_enforce_if(used)
            else:
                self._stands(hours, position - change, work.hold, used, reach)
        elif work.hold is not work.start:
            model.add(work.hold == work.start).only_enforce_if(used)
        length = model.new_int_var(
            option.duration, max(option.duration, window.latest), f"length {name}"
        )
        if position is work.start and not resource.changeover:
            length = model.new_constant(option.duration)
        interval = model.new_optional_interval_var(
            work.hold, length, work.end, used, name
        )
        return Way(window, used, interval, position, change)

    def _stands(
        self,
        hours: WorkTime,
        position: Expr,
        tick: Expr,
        used: cp_model.IntVar,
        reach: tuple[int, int],
    ) -> None:
        """`tick` is the open tick number `position`, if the option is used."""
        model = self.model
        inside = hours.windows_between(*reach)
        literals = []
        for start, end in inside:
            here = used if len(inside) == 1 else model.new_bool_var("")
            literals.append(here)
            before = hours.opened_before(start)
            model.add(tick == position + (start - before)).only_enforce_if(here)
            model.add_linear_constraint(tick, start, end - 1).only_enforce_if(here)
        if len(inside) != 1:
            model.add(sum(literals) == used)

    def places(self, work: Work) -> dict[str, cp_model.IntVar]:
        """By site, a literal: the step is done there."""
        key = work.opportunity.id, work.step.id
        if key not in self._places:
            self._places[key] = self._make_places(work)
        return self._places[key]

    def _make_places(self, work: Work) -> dict[str, cp_model.IntVar]:
        if work.begun:
            return {self.problem.resource[work.begun.resource].site: work.active}
        by_site: dict[str, list[cp_model.IntVar]] = {}
        for way in work.ways:
            site = self.problem.resource[way.option.resource].site
            by_site.setdefault(site, []).append(way.used)
        if len(by_site) == 1:
            return dict.fromkeys(by_site, work.active)
        places = {}
        for site, used in by_site.items():
            places[site] = used[0]
            if len(used) > 1:
                places[site] = self.model.new_bool_var(f"{work.name} at {site}")
                self.model.add(sum(used) == places[site])
        return places

    def way_between(self, origin: str, destination: str) -> int | None:
        """Ticks from one site to another; None when there is no way."""
        if origin == destination:
            return 0
        link = self.problem.link.get((origin, destination))
        return None if link is None else link.duration


def ways_on(
    resource: Resource, works: dict[tuple[str, str], Work]
) -> list[tuple[Work, Way]]:
    """The works that can be done on a resource, each with its way of using it."""
    return [
        (work, way)
        for work in works.values()
        for way in work.ways
        if way.option.resource == resource.id
    ]
