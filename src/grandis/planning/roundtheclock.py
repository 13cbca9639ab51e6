"""A problem as if everybody worked round the clock: easier, so good for bounds.

Work keeps its place but takes only as many ticks as it takes from start to end
when it begins at the best moment, closed hours in between included; there are
no changeovers. Every plan of the problem, each step shortened to that, is a
plan here, with no more cost and no later delivery.
"""

from functools import cache

from msgspec.structs import replace

from grandis.planning.problem import Opportunity, Option, Problem, Step
from grandis.planning.worktime import WorkTime, worktimes


def round_the_clock(problem: Problem) -> Problem:
    """The relaxed problem; its optimum is a bound on the problem's."""
    hours = worktimes(problem)
    return replace(
        problem,
        calendars=(),
        changeovers=(),
        resources=tuple(
            replace(resource, calendar=None, closed=(), changeover=None)
            for resource in problem.resources
        ),
        opportunities=tuple(_shortened(o, hours) for o in problem.opportunities),
    )


def _shortened(opportunity: Opportunity, hours: dict[str, WorkTime]) -> Opportunity:
    def option(known: Option) -> Option:
        ticks = shortest_span(hours[known.resource], known.duration)
        return replace(known, duration=ticks)

    def step(known: Step) -> Step:
        return replace(known, options=tuple(map(option, known.options)))

    return replace(opportunity, steps=tuple(map(step, opportunity.steps)))


@cache
def shortest_span(hours: WorkTime, duration: int) -> int:
    """Ticks from start to end of work that begins at the best moment.

    That is right after closed hours: beginning earlier in the same window can
    only save a pause. Work that never fits keeps its duration.
    """
    starts = [start for start, _ in hours.windows]
    fit = [s for s in starts if hours.opened_before(s) + duration <= hours.total]
    return min((hours.end(s, duration) - s for s in fit), default=duration)
