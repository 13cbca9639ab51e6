"""The variables of one step: whether, where, and from when to when.

On resources with working hours a step's times are *positions*, numbers of open
ticks, in which work and changeover are unbroken; `Clock` turns positions into
ticks where steps on different resources meet.
"""

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from grandis.planning.changeovers import longest
from grandis.planning.exact.clock import Clock
from grandis.planning.problem import Begun, Opportunity, Option, Problem, Step
from grandis.planning.windows import Window, Windows
from grandis.planning.worktime import WorkTime

Literal = cp_model.BoolVarT
Expr = cp_model.LinearExpr


@dataclass(frozen=True, slots=True)
class Line:
    """When a step is done on resources that share their working hours.

    `position` is the number of its first open tick, `finish` that of the open
    tick after its last; both mean something only where the step is `used`.
    """

    hours: WorkTime
    used: Literal
    position: Expr
    finish: Expr


@dataclass(slots=True)
class Way:
    """One option of a step: whether it is `used`, and when it holds its resource.

    `first` and `last` are the earliest and latest positions of its start. With a
    `change` of so many open ticks before it, `hold` is where that begins.
    """

    window: Window
    used: Literal
    line: Line
    first: int
    last: int
    hold: Expr
    change: cp_model.IntVar | None = None

    @property
    def option(self) -> Option:
        return self.window.option


@dataclass(slots=True)
class Work:
    """One step in the model; of a step that has begun all times are known.

    `start`, `end` and `hold` (when it begins to hold its tool) are ticks;
    `places` has a literal for each site where it may be done.
    """

    opportunity: Opportunity
    step: Step
    active: Literal
    start: Expr
    end: Expr
    hold: Expr
    ways: list[Way] = field(default_factory=list)
    places: dict[str, Literal] = field(default_factory=dict)
    begun: Begun | None = None


class Maker:
    """Makes the works of a problem."""

    def __init__(
        self, problem: Problem, windows: Windows, model: cp_model.CpModel
    ) -> None:
        self.problem = problem
        self.model = model
        self.windows = windows
        self.clock = Clock(model)
        self.tables = {table.id: table for table in problem.changeovers}

    def works(
        self, opportunity: Opportunity, active: dict[str | None, Literal]
    ) -> list[Work]:
        """All steps of an opportunity; `active` by the branch they stand on."""
        windows: dict[str, list[Window]] = {step.id: [] for step in opportunity.steps}
        for window in self.windows.of(opportunity):
            windows[window.step.id].append(window)
        works = []
        for step in opportunity.steps:
            begun = self.windows.begun.get((opportunity.id, step.id))
            if begun:
                works.append(self._begun(opportunity, step, active[None], begun))
            else:
                literal, possible = active[step.branch], windows[step.id]
                works.append(self._planned(opportunity, step, literal, possible))
        return works

    def _begun(
        self, opportunity: Opportunity, step: Step, taken: Literal, begun: Begun
    ) -> Work:
        """A fact; it is on the route whenever its opportunity is taken."""
        site = self.problem.resource[begun.resource].site
        start, end, setup = (
            self.model.new_constant(tick)
            for tick in (begun.start, begun.end, begun.setup)
        )
        return Work(
            opportunity, step, taken, start, end, setup, [], {site: taken}, begun
        )

    def _planned(
        self,
        opportunity: Opportunity,
        step: Step,
        active: Literal,
        windows: list[Window],
    ) -> Work:
        model = self.model
        used = [active]
        if len(windows) != 1:
            used = [model.new_bool_var("") for _ in windows]
            model.add(sum(used) == active)
        if not windows:
            never = model.new_constant(0)
            return Work(opportunity, step, active, never, never, never)
        reach = [self._reach(window) for window in windows]
        start = model.new_int_var(
            min(low for low, _, _ in reach), max(high for _, high, _ in reach), ""
        )
        end = model.new_int_var(
            min(end for _, _, end in reach), max(w.latest for w in windows), ""
        )
        work = Work(opportunity, step, active, start, end, start)
        self._lines(work, windows, used)
        self._holds(work)
        by_site: dict[str, list[Literal]] = {}
        for way in work.ways:
            site = self.problem.resource[way.option.resource].site
            by_site.setdefault(site, []).append(way.used)
        work.places = {
            site: self._one_of(ways, active, len(by_site) == 1)
            for site, ways in by_site.items()
        }
        return work

    def _reach(self, window: Window) -> tuple[int, int, int]:
        """Earliest and latest start and earliest end, in ticks."""
        hours, p = self.windows.hours[window.option.resource], window.option.duration
        if p == 0:
            return window.earliest, window.latest, window.earliest
        first = hours.opened_before(window.earliest)
        last = hours.opened_before(window.latest) - p
        return hours.tick(first), hours.tick(last), hours.tick(first + p - 1) + 1

    def _one_of(self, used: list[Literal], all_used: Literal, all_: bool) -> Literal:
        """A literal that says whether one of some ways is used."""
        if all_ or len(used) == 1:
            return all_used if all_ else used[0]
        literal = self.model.new_bool_var("")
        self.model.add(sum(used) == literal)
        return literal

    def _lines(self, work: Work, windows: list[Window], used: list[Literal]) -> None:
        """The ways of a work, on one line for all with the same hours."""
        shared: dict[WorkTime, list[tuple[Window, Literal]]] = {}
        for window, literal in zip(windows, used, strict=True):
            hours = self.windows.hours[window.option.resource]
            shared.setdefault(hours, []).append((window, literal))
        for hours, ways in shared.items():
            only = len(shared) == 1
            literal = self._one_of([u for _, u in ways], work.active, only)
            line = self._line(work, hours, ways, literal, only)
            for window, way_used in ways:
                low = hours.opened_before(window.earliest)
                high = hours.opened_before(window.latest) - window.option.duration
                way = Way(window, way_used, line, low, high, line.position)
                work.ways.append(way)

    def _line(
        self,
        work: Work,
        hours: WorkTime,
        ways: list[tuple[Window, Literal]],
        used: Literal,
        only: bool,
    ) -> Line:
        """Positions on one kind of working hours, tied to the work's ticks."""
        model = self.model
        length = sum(w.option.duration * literal for w, literal in ways)
        if hours.total == self.problem.horizon:
            model.add(work.end == work.start + length).only_enforce_if(used)
            return Line(hours, used, work.start, work.end)
        firsts = [hours.opened_before(w.earliest) for w, _ in ways]
        lasts = [hours.opened_before(w.latest) - w.option.duration for w, _ in ways]
        low, high = min(firsts), max(lasts)
        position = model.new_int_var(low, high, "")
        if len(ways) == 1:
            finish: Expr = position + ways[0][0].option.duration
            reach = tuple(t + ways[0][0].option.duration for t in (low, high))
        else:
            durations = [w.option.duration for w, _ in ways]
            reach = (
                min(f + p for f, p in zip(firsts, durations, strict=True)),
                max(t + p for t, p in zip(lasts, durations, strict=True)),
            )
            finish = model.new_int_var(*reach, "")
            model.add(finish == position + length).only_enforce_if(used)
        starts = model.add(work.start == self.clock.tick(hours, position, low, high))
        last = self.clock.tick(hours, finish - 1, reach[0] - 1, reach[1] - 1)
        ends = model.add(work.end == last + 1)
        if not only:
            starts.only_enforce_if(used)
            ends.only_enforce_if(used)
        return Line(hours, used, position, finish)

    def _holds(self, work: Work) -> None:
        """Where a changeover may come before the work, when it begins."""
        for way in work.ways:
            if self.problem.resource[way.option.resource].changeover:
                self._changes(way)
        if work.step.tool and any(way.change is not None for way in work.ways):
            self._holds_its_tool(work)

    def _changes(self, way: Way) -> None:
        model = self.model
        way.change = model.new_int_var(0, self._longest_change(way), "")
        way.hold = model.new_int_var(self._soonest_hold(way), way.last, "")
        begins = model.add(way.hold + way.change == way.line.position)
        begins.only_enforce_if(way.used)

    def _soonest_hold(self, way: Way) -> int:
        """The position at which a way begins with its longest changeover, or now."""
        now = way.line.hours.opened_before(self.problem.now)
        return max(now, way.first - self._longest_change(way))

    def _longest_change(self, way: Way) -> int:
        """Ticks of the longest changeover before a way; 0: there is none."""
        table = self.problem.resource[way.option.resource].changeover
        return longest(self.tables[table]) if table else 0

    def _holds_its_tool(self, work: Work) -> None:
        """The tool is held from the changeover on."""
        last = max(self._reach(way.window)[1] for way in work.ways)
        work.hold = self.model.new_int_var(self.problem.now, last, "")
        for way in work.ways:
            begins = work.start
            if way.change is not None:
                low, high = self._soonest_hold(way), way.last
                begins = self.clock.tick(way.line.hours, way.hold, low, high)
            self.model.add(work.hold == begins).only_enforce_if(way.used)
