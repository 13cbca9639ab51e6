"""Who asks about a plan, and which work of it they may see.

What is not named here is not shown: an unknown kind of reader is an error, and
a reader with no part in a plan sees nothing of it. Why it must be so: exchange
of prices, capacities and customers between competitors restricts competition
(EU Guidelines on horizontal co-operation agreements 2023, chapter 6).
"""

from collections.abc import Iterator
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from grandis.errors import InputError
from grandis.planning.plan import Assignment, Plan
from grandis.planning.problem import Problem

Kind = Literal["operator", "coordinator", "issuer", "member", "customer"]


class Audience(msgspec.Struct, frozen=True):
    """A reader of a plan and its reasons.

    Parameters
    ----------
    kind
        The ``operator`` of the command line sees everything; the
        ``coordinator`` all work but no money, load or hours; an ``issuer`` and
        a ``customer`` one opportunity; a ``member`` its own work.
    id
        The opportunity of an issuer or customer, the id of a member.
    invited
        Opportunities that a member was asked to work for. Of others it is not
        even told that they exist.

    Raises
    ------
    InputError
        When the kind is unknown, or the id it needs is missing.
    """

    kind: Kind
    id: str = ""
    invited: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            known = ", ".join(get_args(Kind))
            raise InputError(
                f"audience {self.kind!r} does not exist; choose one of {known}"
            )
        if self.kind not in ("operator", "coordinator") and not self.id:
            raise InputError(
                f"audience {self.kind!r} needs an id; name the member or opportunity"
            )

    def concerns(self, opportunity: str) -> bool:
        """Whether an opportunity as a whole is any business of this reader."""
        if self.kind in ("issuer", "customer"):
            return opportunity == self.id
        return self.kind in ("operator", "coordinator")


OPERATOR = Audience("operator")
COORDINATOR = Audience("coordinator")


class HandOver(msgspec.Struct, frozen=True):
    """Something that goes from one member to another: after `step`, for `to_step`.

    It leaves at tick `leaves` and is there at tick `arrives`.
    """

    opportunity: str
    step: str
    to_step: str
    member: str
    to_member: str
    leaves: int
    arrives: int


def visible_assignments(
    problem: Problem, plan: Plan, audience: Audience
) -> tuple[Assignment, ...]:
    """The work in a plan that a reader may see.

    Only the operator, and a member of its own work, are told costs and
    changeovers: to others `cost` is 0 and `setup` is `start`.
    """
    own = audience.id if audience.kind == "member" else None
    seen = []
    for a in plan.assignments:
        if audience.kind == "operator" or problem.member_of(a.resource) == own:
            seen.append(a)
        elif audience.concerns(a.opportunity):
            seen.append(replace(a, setup=a.start, cost=0))
    return tuple(seen)


def visible_hand_overs(
    problem: Problem, plan: Plan, audience: Audience
) -> tuple[HandOver, ...]:
    """The hand-overs between members that a reader may see: a member its own."""
    return tuple(
        h
        for h in _hand_overs(problem, plan)
        if audience.concerns(h.opportunity)
        or (audience.kind == "member" and audience.id in (h.member, h.to_member))
    )


def _hand_overs(problem: Problem, plan: Plan) -> Iterator[HandOver]:
    for opportunity in problem.opportunities:
        makers = {
            s.makes: s.id
            for s in opportunity.steps
            if s.makes and (opportunity.id, s.id) in plan.by_step
        }
        for step in opportunity.steps:
            after = plan.by_step.get((opportunity.id, step.id))
            tool = [makers[step.tool]] if step.tool in makers else []
            for name in dict.fromkeys((*step.after, *tool)):
                before = plan.by_step.get((opportunity.id, name))
                if before and after:
                    yield from _between(problem, before, after)


def _between(
    problem: Problem, before: Assignment, after: Assignment
) -> Iterator[HandOver]:
    giver, taker = map(problem.member_of, (before.resource, after.resource))
    if giver == taker:
        return
    sites = tuple(problem.resource[a.resource].site for a in (before, after))
    link = problem.link.get((sites[0], sites[1]))
    yield HandOver(
        opportunity=before.opportunity,
        step=before.step,
        to_step=after.step,
        member=giver,
        to_member=taker,
        leaves=before.end,
        arrives=before.end + (link.duration if link else 0),
    )
