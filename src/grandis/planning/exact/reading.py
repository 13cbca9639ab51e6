"""Between plans and the variables of a model."""

from collections.abc import Callable

from ortools.sat.python import cp_model

from grandis.planning.exact.model import Model
from grandis.planning.exact.works import Expr, Way, Work
from grandis.planning.plan import Assignment, Taken

#: What is taken, and every assignment.
Answer = tuple[tuple[Taken, ...], tuple[Assignment, ...]]


def read(built: Model, value: Callable[[Expr], int]) -> Answer:
    """The plan in a solution."""
    taken = []
    for opportunity_id, active in built.active.items():
        if value(active[None]):
            branches = [b for b, literal in active.items() if b and value(literal)]
            taken.append(Taken(opportunity_id, tuple(branches)))
    assignments = []
    for (opportunity_id, step_id), work in built.works.items():
        if work.begun:
            b = work.begun
            where = b.resource, b.setup, b.start, b.end, b.cost
            assignments.append(Assignment(opportunity_id, step_id, *where))
        for way in work.ways:
            if value(way.used):
                option, times = way.option, _times(way, value)
                assignments.append(
                    Assignment(
                        opportunity_id, step_id, option.resource, *times, option.cost
                    )
                )
    return tuple(taken), tuple(assignments)


def _times(way: Way, value: Callable[[Expr], int]) -> tuple[int, int, int]:
    """Setup, start and end, from the positions in a solution."""
    hours, start = way.line.hours, value(way.line.position)
    if way.option.duration:
        start = hours.tick(start)
    change = 0 if way.change is None else value(way.change)
    return hours.setup(start, change), start, hours.end(start, way.option.duration)


def hint(built: Model, answer: Answer) -> None:
    """Offer a plan as the first solution."""
    taken, assignments = answer
    routes = {t.opportunity: t.branches for t in taken}
    done = {(a.opportunity, a.step): a for a in assignments}
    hints: list[tuple[Expr, int]] = []
    for opportunity_id, active in built.active.items():
        for branch, literal in active.items():
            chosen = opportunity_id in routes
            if branch is not None:
                chosen = branch in routes.get(opportunity_id, ())
            hints.append((literal, chosen))
    for key, work in built.works.items():
        for way in work.ways:
            hints += _hints(work, way, done.get(key))
    # Many are expressions, which follow, and some variables come several times.
    known = {v.index: (v, n) for v, n in hints if isinstance(v, cp_model.IntVar)}
    for variable, value in known.values():
        built.cp.add_hint(variable, value)


def _hints(
    work: Work, way: Way, assignment: Assignment | None
) -> list[tuple[Expr, int]]:
    if assignment is None or assignment.resource != way.option.resource:
        return [(way.used, 0)]
    hours = way.line.hours
    start = hours.opened_before(assignment.start)
    setup = hours.opened_before(assignment.setup)
    hints = [
        (work.hold, assignment.setup),  # without a tool that is the start, below
        (way.used, 1),
        (way.line.position, start),
        (way.line.finish, start + way.option.duration),
        (way.hold, setup),
        (work.start, assignment.start),
        (work.end, assignment.end),
    ]
    return hints if way.change is None else [*hints, (way.change, start - setup)]
