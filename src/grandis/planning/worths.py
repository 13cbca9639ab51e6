"""`worth`: what another machine, member or skill would bring.

The same network is planned twice, without and with the addition. Every plan
without it is also one with it, so it never brings less than nothing; and the
two bounds say how far the truth can be from the difference found.
"""

from collections.abc import Callable, Iterable
from typing import Annotated

import msgspec
from msgspec.structs import replace

from grandis.errors import InputError
from grandis.planning.audience import Audience
from grandis.planning.checking import check
from grandis.planning.incumbent import Progress
from grandis.planning.plan import Plan, Status
from grandis.planning.problem import (
    Calendar,
    Changeover,
    Id,
    Link,
    Member,
    Opportunity,
    Option,
    Problem,
    Record,
    Resource,
    Site,
    Step,
    Tool,
)
from grandis.planning.series import Series

Scale = Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class NewOption(Record, frozen=True):
    """One more resource for one step."""

    opportunity: Id
    step: Id
    option: Option


class Likeness(Record, frozen=True):
    """A resource that can do what another one can: each step that `like` may do.

    Its durations and costs are so many percent of those of `like`.
    """

    resource: Id
    like: Id
    duration_percent: Scale = 100
    cost_percent: Scale = 100


class Addition(Record, frozen=True):
    """What comes into a network; options may be on resources new or old.

    A trained skill is a `Likeness` between two resources that are there.
    """

    members: tuple[Member, ...] = ()
    sites: tuple[Site, ...] = ()
    links: tuple[Link, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    changeovers: tuple[Changeover, ...] = ()
    resources: tuple[Resource, ...] = ()
    tools: tuple[Tool, ...] = ()
    options: tuple[NewOption, ...] = ()
    likenesses: tuple[Likeness, ...] = ()


class Shift(Record, frozen=True):
    """The work value of a member without and with the addition, in cents."""

    member: Id
    before: int
    after: int


class Worth(Record, frozen=True):
    """What an addition brings; it is for the operator, others see `seen_by`.

    Attributes
    ----------
    gain
        The value found with it less that found without, in the objective's
        unit; positive is better.
    least, most
        The true gain, between the best plans, is proven to lie between these.
    without, with_
        The plans.
    won, lost
        Opportunities taken only with it, and only without it.
    shifts
        Members whose work value changes, those who lose most first.
    used
        Whether the plan with it does any work that was not possible before.
    """

    gain: int
    least: int
    most: int
    without: Plan
    with_: Plan = msgspec.field(name="with")
    won: tuple[Id, ...] = ()
    lost: tuple[Id, ...] = ()
    shifts: tuple[Shift, ...] = ()
    used: bool = False

    def __str__(self) -> str:
        told = f"gain {self.gain}, proven between {self.least} and {self.most}"
        if self.won:
            told += f"; won: {', '.join(self.won)}"
        if self.lost:
            told += f"; lost: {', '.join(self.lost)}"
        return told


class WorthSeen(Record, frozen=True):
    """What somebody else than the operator may read of a `Worth`: no money."""

    won: tuple[Id, ...] = ()
    lost: tuple[Id, ...] = ()


def seen_by(worth: Worth, audience: Audience) -> WorthSeen:
    """What a reader may know: which opportunities come and go, if any of them.

    Gains and shifts tell what members cost and earn; they are the operator's.
    """
    return WorthSeen(
        won=tuple(o for o in worth.won if audience.concerns(o)),
        lost=tuple(o for o in worth.lost if audience.concerns(o)),
    )


def worth(
    problem: Problem,
    addition: Addition,
    *,
    seconds: float = 20,
    steps: int | None = None,
    seed: int = 0,
    workers: int = 2,
    on_progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Worth:
    """Plan without and with an addition, and compare.

    Parameters
    ----------
    problem
        The network as it is.
    addition
        What comes into it.
    seconds, steps, seed, workers
        As for `solve`; each of the two plans gets half of the time, or all of
        the steps.
    on_progress
        Called with the value and the bound of the plan without the addition, and
        with how much of the time is used.
    cancel
        Asked often; when it says true, the best plans so far are compared.

    Raises
    ------
    InputError
        When the addition does not fit into the problem, or one of the problems
        has no plan to compare.
    """
    more = extended(problem, addition)
    searches = Series(seconds, 2, on_progress, cancel)
    without, with_ = (
        searches.solve(p, steps=steps, seed=seed, workers=workers)
        for p in (problem, more)
    )
    sign = 1 if problem.objective == "surplus" else -1
    without = _better(problem, without, with_, sign)
    with_ = _better(more, with_, without, sign)
    for plan in (without, with_):
        _refuse_unplanned(plan)
    # nothing that is possible without it is impossible with it
    bound = min(sign * without.bound, sign * with_.bound)
    gain = sign * (with_.value - without.value)
    return Worth(
        gain=gain,
        least=max(0, sign * with_.value - bound),
        most=sign * (with_.bound - without.value),
        without=without,
        with_=with_,
        won=tuple(sorted(with_.taken_ids - without.taken_ids)),
        lost=tuple(sorted(without.taken_ids - with_.taken_ids)),
        shifts=_shifts(more, without, with_),
        used=bool(check(problem, replace(with_, status="feasible"))),
    )


def _refuse_unplanned(plan: Plan) -> None:
    if plan.status in ("infeasible", "unknown"):
        raise InputError(
            f"without or with the addition there is no plan ({plan.status}), so there "
            "is nothing to compare; give more time or leave opportunities out"
        )


def _better(problem: Problem, own: Plan, other: Plan, sign: int) -> Plan:
    """The other problem's plan where it is valid here and worth more."""
    if other.status not in ("optimal", "feasible"):
        return own
    planned = own.status in ("optimal", "feasible")
    if planned and sign * other.value <= sign * own.value:
        return own
    status: Status = "optimal" if other.value == own.bound else "feasible"
    found = replace(other, status=status, bound=own.bound)
    return own if check(problem, found) else found


def _shifts(problem: Problem, without: Plan, with_: Plan) -> tuple[Shift, ...]:
    before, after = (_work_values(problem, plan) for plan in (without, with_))
    shifts = [
        Shift(m.id, before.get(m.id, 0), after.get(m.id, 0)) for m in problem.members
    ]
    changed = [shift for shift in shifts if shift.before != shift.after]
    return tuple(sorted(changed, key=lambda s: (s.after - s.before, s.member)))


def _work_values(problem: Problem, plan: Plan) -> dict[str, int]:
    values: dict[str, int] = {}
    for a in plan.assignments:
        member = problem.member_of(a.resource)
        values[member] = values.get(member, 0) + a.cost
    return values


def extended(problem: Problem, addition: Addition) -> Problem:
    """The problem with an addition in it.

    Raises
    ------
    InputError
        When it names what is not there, or what is there twice.
    """
    known = problem.resource.keys() | {r.id for r in addition.resources}
    for likeness in addition.likenesses:
        for name in (likeness.resource, likeness.like):
            if name not in known:
                raise InputError(
                    f"addition: resource {name!r} does not exist; add it or correct "
                    "the name"
                )
    for new in addition.options:
        opportunity = problem.opportunity.get(new.opportunity)
        if opportunity is None or new.step not in {s.id for s in opportunity.steps}:
            raise InputError(
                f"addition: opportunity {new.opportunity!r} has no step {new.step!r}; "
                "correct the option"
            )
    return replace(
        problem,
        members=problem.members + addition.members,
        sites=problem.sites + addition.sites,
        links=problem.links + addition.links,
        calendars=problem.calendars + addition.calendars,
        changeovers=problem.changeovers + addition.changeovers,
        resources=problem.resources + addition.resources,
        tools=problem.tools + addition.tools,
        opportunities=tuple(
            replace(o, steps=tuple(_extended(o, s, addition) for s in o.steps))
            for o in problem.opportunities
        ),
    )


def _extended(opportunity: Opportunity, step: Step, addition: Addition) -> Step:
    there = {option.resource for option in step.options}
    named = [
        new.option
        for new in addition.options
        if (new.opportunity, new.step) == (opportunity.id, step.id)
    ]
    there |= {option.resource for option in named}
    alike = [o for o in _alike(step, addition) if o.resource not in there]
    return replace(step, options=(*step.options, *named, *alike))


def _alike(step: Step, addition: Addition) -> Iterable[Option]:
    """Options of resources that are like one which can do the step."""
    options = {option.resource: option for option in step.options}
    for likeness in addition.likenesses:
        option = options.get(likeness.like)
        if option:
            yield Option(
                likeness.resource,
                -(-option.duration * likeness.duration_percent // 100),
                -(-option.cost * likeness.cost_percent // 100),
            )
