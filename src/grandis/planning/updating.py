"""A problem after time has passed and things have happened."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from grandis.errors import InputError
from grandis.planning.events import (
    Cancelled,
    Event,
    MachineDown,
    NewOpportunity,
    StepLate,
)
from grandis.planning.plan import Plan
from grandis.planning.problem import (
    Begun,
    CallOff,
    Interval,
    Load,
    Opportunity,
    Problem,
    Resource,
    Step,
)
from grandis.planning.subproblems import fact, remains, settled
from grandis.planning.validation.wording import nearest
from grandis.planning.worktime import WorkTime, worktimes

#: Completing a cancelled opportunity is not possible any more.
_NEVER = CallOff("cancelled", due=0, latest=0)


def updated(problem: Problem, plan: Plan, events: Sequence[Event], now: int) -> Problem:
    """The problem at tick `now`: what has begun is fact, and the events count.

    Raises
    ------
    InputError
        When `now` lies before the problem's, or an event names what is not there.
    """
    if now < problem.now:
        raise InputError(
            f"now ({now}) is before the problem's now ({problem.now}); give a later "
            "tick"
        )
    after = replace(problem, now=now, begun=_begun(problem, plan, now))
    for event in events:
        after = _after(after, event)
    return after


def _begun(problem: Problem, plan: Plan, now: int) -> tuple[Begun, ...]:
    known = {(b.opportunity, b.step) for b in problem.begun}
    more = (
        fact(a)
        for a in plan.assignments
        if a.setup < now and (a.opportunity, a.step) not in known
    )
    return (*problem.begun, *more)


def _after(problem: Problem, event: Event) -> Problem:
    match event:
        case MachineDown():
            return _with_machine_down(problem, event)
        case StepLate():
            return _with_step_late(problem, event)
        case NewOpportunity():
            return replace(
                problem,
                opportunities=(*problem.opportunities, event.opportunity),
                tools=(*problem.tools, *event.tools),
            )
        case Cancelled():
            return _without_opportunity(problem, event)


# ------------------------------------------------------------- a machine is down


def _with_machine_down(problem: Problem, event: MachineDown) -> Problem:
    if event.resource not in problem.resource:
        raise InputError(
            f"machine down: resource {event.resource!r} does not exist"
            f"{nearest(event.resource, problem.resource)}; correct the event"
        )
    resource = problem.resource[event.resource]
    before = worktimes(problem)[resource.id]
    down = (event.start, event.end)
    pausing = WorkTime(before.windows, [down], problem.horizon)
    stopped = (
        _blocked(resource, down)
        if not pausing.total or _has_timeless_work(problem, resource.id)
        else replace(resource, closed=(*resource.closed, down))
    )
    return replace(
        problem,
        resources=tuple(stopped if r is resource else r for r in problem.resources),
        begun=tuple(
            _paused(b, before, pausing, problem)
            if b.resource == resource.id and b.end > max(event.start, problem.now)
            else b
            for b in problem.begun
        ),
    )


def _has_timeless_work(problem: Problem, resource: str) -> bool:
    """Whether work of no duration is done there, which allows no closed time."""
    return any(
        option.resource == resource and not option.duration
        for opportunity in problem.opportunities
        for step in opportunity.steps
        for option in step.options
    )


def _blocked(resource: Resource, down: Interval) -> Resource:
    """The downtime as load: for what must not have closed time."""
    ticks = sorted(
        {*down, *(t for load in resource.load for t in (load.start, load.end))}
    )
    fill = []
    for start, end in pairwise(ticks):
        used = sum(x.amount for x in resource.load if x.start <= start and end <= x.end)
        if down[0] <= start and end <= down[1] and used < resource.capacity:
            fill.append(Load(start, end, resource.capacity - used))
    return replace(resource, load=(*resource.load, *fill))


def _paused(begun: Begun, before: WorkTime, after: WorkTime, problem: Problem) -> Begun:
    """A begun step with as many open ticks of changeover and work as before."""
    changeover = _open_ticks(before, begun.setup, begun.start)
    work = _open_ticks(before, begun.start, begun.end)
    if not work:
        return begun
    start = begun.start
    if changeover:
        first = after.opened_before(begun.setup)
        start = _end(after, first + changeover + 1, problem) - 1
    end = _end(after, after.opened_before(start) + work, problem)
    return replace(begun, start=start, end=end)


def _open_ticks(hours: WorkTime, start: int, end: int) -> int:
    return hours.opened_before(end) - hours.opened_before(start)


def _end(hours: WorkTime, ticks: int, problem: Problem) -> int:
    """Right after so many open ticks from the beginning; past the horizon all are."""
    if ticks <= hours.total:
        return hours.tick(ticks - 1) + 1
    return problem.horizon + ticks - hours.total


# -------------------------------------------------------------- a step takes longer


def _with_step_late(problem: Problem, event: StepLate) -> Problem:
    where = f"opportunity {event.opportunity!r}, step {event.step!r} late"
    opportunity = problem.opportunity.get(event.opportunity)
    if opportunity is None or event.step not in {s.id for s in opportunity.steps}:
        raise InputError(f"{where}: there is no such step; correct the event")
    key = event.opportunity, event.step
    if any((b.opportunity, b.step) == key for b in problem.begun):
        begun = tuple(
            _prolonged(b, event, problem) if (b.opportunity, b.step) == key else b
            for b in problem.begun
        )
        return replace(problem, begun=begun)
    if event.extra is None:
        raise InputError(f"{where}: it has not begun; give 'extra' instead of 'end'")
    steps = tuple(
        _longer(step, event.extra) if step.id == event.step else step
        for step in opportunity.steps
    )
    return _with(problem, opportunity.id, replace(opportunity, steps=steps))


def _longer(step: Step, extra: int) -> Step:
    return replace(
        step,
        options=tuple(replace(o, duration=o.duration + extra) for o in step.options),
    )


def _prolonged(begun: Begun, event: StepLate, problem: Problem) -> Begun:
    if event.extra is None:
        end = event.end or 0
        if end < begun.start:
            raise InputError(
                f"opportunity {begun.opportunity!r}, step {begun.step!r} late: end "
                f"{end} is before its start {begun.start}; correct the event"
            )
        return replace(begun, end=end)
    hours = worktimes(problem)[begun.resource]
    done = hours.opened_before(max(begun.end, problem.now))
    return replace(begun, end=_end(hours, done + event.extra, problem))


# ------------------------------------------------------------------------ cancelled


def _without_opportunity(problem: Problem, event: Cancelled) -> Problem:
    if event.opportunity not in problem.opportunity:
        raise InputError(
            f"cancelled: opportunity {event.opportunity!r} does not exist"
            f"{nearest(event.opportunity, problem.opportunity)}; correct the event"
        )
    rest = remains(problem.opportunity[event.opportunity], problem.begun)
    if not rest.steps:
        left = tuple(o for o in problem.opportunities if o.id != event.opportunity)
        return replace(problem, opportunities=left)
    # with the other objectives all must be taken: what has begun, and no more
    never = (_NEVER,) if problem.objective == "surplus" else ()
    return _with(problem, event.opportunity, replace(rest, call_offs=never))


def _with(problem: Problem, name: str, changed: Opportunity) -> Problem:
    """The problem with one opportunity changed; its tools stay where they are."""
    opportunities = tuple(changed if o.id == name else o for o in problem.opportunities)
    tools = settled(problem, opportunities, problem.begun)
    return replace(problem, opportunities=opportunities, tools=tools)
