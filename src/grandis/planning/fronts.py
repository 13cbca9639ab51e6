"""`front`: plans that trade surplus for an earlier finish or for less risk.

Two dials make the variants: all work must end by an earlier tick (the
ε-constraint method, Haimes et al. 1971), and durations are planned with a
safety margin. Every plan is then valued for the problem as it is.
"""

from collections.abc import Callable
from itertools import count, product

from msgspec.structs import replace

from grandis.planning.accounts import accounts, value_of
from grandis.planning.checking import check
from grandis.planning.incumbent import Progress
from grandis.planning.plan import Plan
from grandis.planning.problem import CallOff, Opportunity, Problem, Record
from grandis.planning.retiming import clock, retimed
from grandis.planning.risks import risk
from grandis.planning.series import Series

#: Parts of the time until the unhurried plan's finish in which all must end.
HURRIES = (1.0, 0.9, 0.8)
#: Percent added to every duration when planning.
MARGINS = (0, 10, 20)
#: Futures in which each plan is tried.
FUTURES = 2_000


class FrontPoint(Record, frozen=True):
    """One plan that no other of the front beats in everything.

    Attributes
    ----------
    value
        The objective: cents of surplus, or ticks.
    finish
        The tick at which the last planned work ends.
    lateness
        Ticks after the due dates, over all call-offs.
    on_time
        The mean over the opportunities taken of the chance to be on time.
    hurry, margin
        What it was made by: the part of the time that was allowed, and the
        percentage added to durations.
    plan
        Valid for the problem; its bound is the problem's.
    """

    value: int
    finish: int
    lateness: int
    on_time: float
    hurry: float
    margin: int
    plan: Plan

    def __str__(self) -> str:
        return (
            f"value {self.value}, all done by tick {self.finish}, {self.lateness} ticks"
            f" late, on time {self.on_time:.0%} (hurry {self.hurry:.0%}, margin"
            f" {self.margin} %)"
        )


def front(
    problem: Problem,
    *,
    seconds: float = 30,
    steps: int | None = None,
    seed: int = 0,
    workers: int = 2,
    on_progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> tuple[FrontPoint, ...]:
    """Plans from which to choose between surplus, finish and risk.

    Parameters
    ----------
    problem
        What to plan.
    seconds, steps, seed, workers
        As for `solve`; the time is shared by all variants, `steps` is for each.
    on_progress
        Called with the value and the bound of the plan that is in no hurry, and
        with how much of the time is used.
    cancel
        Asked often; when it says true, what was found so far is returned.

    Returns
    -------
    tuple of FrontPoint
        The best value first. None of them is at least as good as another in
        value, finish and chance to be on time. Empty when no plan was found.
    """
    variants = list(product(HURRIES, MARGINS))
    searches = Series(seconds, len(variants), on_progress, cancel)
    first = searches.solve(problem, steps=steps, seed=seed, workers=workers)
    if first.status not in ("optimal", "feasible"):
        return ()
    points = [_point(problem, first, seed, 1.0, 0)]
    for hurry, margin in variants[1:]:
        if searches.is_cancelled():
            break
        variant = _variant(problem, points[0].finish, hurry, margin)
        found = searches.solve(variant, steps=steps, seed=seed, workers=workers)
        plan = _for(problem, found, first.bound)
        if plan is not None:
            points.append(_point(problem, plan, seed, hurry, margin))
    return _undominated(problem, points)


def _variant(problem: Problem, finish: int, hurry: float, margin: int) -> Problem:
    """The problem in a hurry and with margins."""
    latest = problem.now + int(hurry * (finish - problem.now))
    return replace(
        problem,
        opportunities=tuple(
            _hurried(_with_margin(o, margin), latest if hurry < 1 else None)
            for o in problem.opportunities
        ),
    )


def _hurried(opportunity: Opportunity, latest: int | None) -> Opportunity:
    """With one more call-off, which waits for all steps and costs nothing."""
    if latest is None:
        return opportunity
    known = {call_off.id for call_off in opportunity.call_offs}
    name = next(name for i in count() if (name := f"hurry {i}") not in known)
    hurry = CallOff(name, due=latest, latest=latest)
    return replace(opportunity, call_offs=(*opportunity.call_offs, hurry))


def _with_margin(opportunity: Opportunity, margin: int) -> Opportunity:
    steps = tuple(
        replace(
            step,
            options=tuple(
                replace(o, duration=-(-o.duration * (100 + margin) // 100))
                for o in step.options
            ),
        )
        for step in opportunity.steps
    )
    return replace(opportunity, steps=steps)


def _for(problem: Problem, found: Plan, bound: int) -> Plan | None:
    """A variant's plan for the problem itself: same starts, planned durations."""
    if found.status not in ("optimal", "feasible"):
        return None
    work = retimed(clock(problem), found.assignments)
    value = value_of(problem, found.taken, work)
    status = "optimal" if value == bound else "feasible"
    plan = replace(found, assignments=work, value=value, bound=bound, status=status)
    return None if check(problem, plan) else plan


def _point(
    problem: Problem, plan: Plan, seed: int, hurry: float, margin: int
) -> FrontPoint:
    booked = accounts(problem, plan.taken, plan.assignments).values()
    tried = risk(problem, plan, futures=FUTURES, seed=seed).opportunities
    chances = [o.on_time for o in tried]
    return FrontPoint(
        value=plan.value,
        finish=max((a.end for a in plan.assignments), default=problem.now),
        lateness=sum(account.tardiness for account in booked),
        on_time=sum(chances) / len(chances) if chances else 1.0,
        hurry=hurry,
        margin=margin,
        plan=plan,
    )


def _undominated(problem: Problem, points: list[FrontPoint]) -> tuple[FrontPoint, ...]:
    sign = 1 if problem.objective == "surplus" else -1

    def merits(p: FrontPoint) -> tuple[float, ...]:
        return sign * p.value, -p.finish, p.on_time

    kept: list[FrontPoint] = []
    for point in sorted(points, key=merits, reverse=True):
        mine = merits(point)
        beaten = (
            all(a >= b for a, b in zip(merits(other), mine, strict=True))
            for other in kept
        )
        if not any(beaten):
            kept.append(point)
    return tuple(kept)
