"""`explain`: why opportunities are refused and members passed over, for a reader.

Who may read what stands in one table here; everything else is left out.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from grandis.planning.audience import Audience
from grandis.planning.plan import Plan
from grandis.planning.problem import Problem
from grandis.planning.reason import ENGLISH, Code, Reason, Value

__all__ = ["ENGLISH", "Code", "Reason", "Value", "explain"]

#: What is left of a reason about a member for those who may know only whether
#: it could have done the work: its machines, hours and prices are its own.
_CAPABLE = {
    Code.EXCLUDED_BY_POLICY: Code.CANNOT,
    Code.NO_LINK: Code.CANNOT,
    Code.TOOL_AWAY: Code.BORDERLINE,
    Code.LATER: Code.BORDERLINE,
    Code.BUSY: Code.BORDERLINE,
    Code.OTHER_ROUTE: Code.CAN,
    Code.UNDER_WAY: Code.CAN,
    Code.DEARER: Code.CAN,
    Code.NO_BETTER: Code.CAN,
    Code.NOT_FOUND: Code.CAN,
}
#: The values of a refusal that the customer's side may read: its own terms and
#: dates, no cost of anybody, nothing of others.
_OWN_TERMS: dict[Code, frozenset[str]] = {
    Code.PRICE_BELOW_COST: frozenset(),
    Code.NO_CAPABLE_MEMBER: frozenset(),
    Code.POLICY_UNMET: frozenset(("rule", "least_reliability", "largest_share")),
    Code.TOO_LATE: frozenset(("call_off", "latest", "days")),
    Code.DISPLACED: frozenset(),
    Code.NOT_FOUND: frozenset(),
}
#: The coordinator reads which rule it is, and no figures.
_KINDS: dict[Code, frozenset[str]] = {
    code: values & {"rule"} for code, values in _OWN_TERMS.items()
}


def explain(
    problem: Problem, plan: Plan, audience: Audience, seed: int = 0
) -> tuple[Reason, ...]:
    """Why each opportunity not taken is not, and each able member not chosen.

    Opportunities come in the problem's order, members by id. A member is able
    when it has an option for some step.

    Parameters
    ----------
    problem, plan
        A plan that passes `check` on this problem.
    audience
        Who will read the reasons. Only what this reader may know is in them:
        see ``docs/reference/reasons.md``.
    seed
        Starts the search for what an opportunity could bring alone.

    Returns
    -------
    tuple of Reason
        Those that this reader may see, with the values it may see.
    """
    wanted = [o.id for o in problem.opportunities if _matters(audience, o.id)]
    found = _reasons(problem, plan, wanted, seed)
    return tuple(seen for reason in found if (seen := visible(reason, audience)))


def _matters(audience: Audience, opportunity: str) -> bool:
    """Whether a reason about this opportunity can be for this reader."""
    return audience.concerns(opportunity) or opportunity in audience.invited


def _reasons(
    problem: Problem, plan: Plan, wanted: Iterable[str], seed: int
) -> Iterator[Reason]:
    from grandis.planning.bystanders import Bystanders
    from grandis.planning.refusals import why_refused

    bystanders = Bystanders(problem, plan)
    for opportunity in wanted:
        if opportunity in plan.taken_ids:
            yield from bystanders.reasons(opportunity)
        else:
            yield why_refused(problem, plan, opportunity, seed)


def visible(reason: Reason, audience: Audience) -> Reason | None:
    """What a reader may see of a reason; None: nothing."""
    if audience.kind == "operator":
        return reason
    if audience.kind == "coordinator":
        return _of_member(reason) if reason.member else _with(reason, _KINDS)
    if audience.kind in ("issuer", "customer"):
        if reason.opportunity != audience.id:
            return None
        if reason.member is None:
            return _with(reason, _OWN_TERMS)
        return _of_member(reason) if audience.kind == "issuer" else None
    own = audience.kind == "member" and reason.member == audience.id
    if own and reason.opportunity in audience.invited:
        return replace(reason, code=Code.OTHER_CHOSEN, values={}, proven=True)
    return None


def _of_member(reason: Reason) -> Reason | None:
    code = _CAPABLE.get(reason.code)
    return replace(reason, code=code, values={}, proven=True) if code else None


def _with(reason: Reason, allowed: dict[Code, frozenset[str]]) -> Reason | None:
    """The reason with the values allowed for its code; none for others."""
    if reason.code not in allowed:
        return None
    names = allowed[reason.code]
    values = {name: v for name, v in reason.values.items() if name in names}
    return replace(reason, values=values)
