"""A plan in words: what was reached, what is proven, who makes what and why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grandis.cli.explaining import told
from grandis.cli.wording import (
    amount,
    counted,
    difference,
    gap,
    moment,
    short,
    table,
    value,
)

if TYPE_CHECKING:
    from grandis.planning import Assignment, Grid, Plan, Problem
    from grandis.planning.accounts import Account
    from grandis.planning.reasons import Reason
    from grandis.planning.replanning import Move, Replan


def summary(problem: Problem, plan: Plan, reasons: Sequence[Reason]) -> str:
    """The plan for a reader: headline, opportunities taken, opportunities refused."""
    refusals = [reason for reason in reasons if reason.member is None]
    parts = [headline(problem, plan), _taken(problem, plan), told(problem, refusals)]
    return "\n\n".join(part for part in parts if part)


def headline(problem: Problem, plan: Plan) -> str:
    """What was reached, and how far from the best it may be."""
    goal = problem.objective.replace("_", " ").capitalize()
    return (
        f"{goal} {value(problem, plan.value)} with {len(plan.taken)} of"
        f" {counted(len(problem.opportunities), 'opportunity')},"
        f" found in {plan.seconds:.1f} seconds.\n{_proof(problem, plan)}"
    )


def _proof(problem: Problem, plan: Plan) -> str:
    if plan.status == "optimal":
        return "No plan is better: this is proven."
    less = "more" if problem.objective == "surplus" else "less"
    return (
        "Not proven to be the best: none is better than"
        f" {value(problem, plan.bound)} ({gap(plan.gap)} {less})."
    )


def no_plan(plan: Plan) -> str:
    """Why there is no plan; empty when there is one."""
    if plan.status == "infeasible":
        return (
            "no plan is possible, which is proven: with this objective every"
            " opportunity must be made; allow more time or leave some out"
        )
    if plan.status == "unknown":
        return (
            f"no plan was found in {plan.seconds:.1f} seconds, and none is proven to be"
            " impossible; give it more with --seconds"
        )
    return ""


def _taken(problem: Problem, plan: Plan) -> str:
    from grandis.planning.accounts import accounts

    booked = accounts(problem, plan.taken, plan.assignments)
    if not booked:
        return ""
    priced = problem.objective == "surplus"
    finish = "Finish (UTC)" if problem.grid.is_dated else "Finish"
    heads = ["Taken", "Name", finish, "Late", *(["Surplus EUR"] if priced else [])]
    rows = [
        [
            opportunity.id,
            short(opportunity.name),
            moment(problem.grid, account.finish),
            _late(problem, account),
            *([amount(account.surplus)] if priced else []),
        ]
        for opportunity in problem.opportunities
        if (account := booked.get(opportunity.id))
    ]
    return table(heads, rows, right={4} if problem.grid.is_dated else {2, 4})


def _late(problem: Problem, account: Account) -> str:
    """By how much the call-offs together are late."""
    if not account.tardiness:
        return "-"
    if not problem.grid.is_dated:
        return counted(account.tardiness, "tick")
    return counted(-(-account.tardiness // problem.grid.ticks_per_day), "day")


def as_object(plan: Plan, reasons: Sequence[Reason]) -> dict[str, object]:
    """The plan in short for programs."""
    return {
        **figures(plan),
        "taken": [taken.opportunity for taken in plan.taken],
        "refused": [
            {"opportunity": r.opportunity, "code": r.code, "values": r.values}
            for r in reasons
            if r.member is None
        ],
    }


def figures(plan: Plan) -> dict[str, object]:
    """How good a plan is, for programs; what it has not reached is null."""
    reached = not no_plan(plan)
    return {
        "status": plan.status,
        "objective": plan.value if reached else None,
        "bound": plan.bound,
        "gap": round(plan.gap, 6) if reached else None,
        "seconds": round(plan.seconds, 3),
    }


def moves(found: Replan, before: Plan) -> str:
    """What a new plan changes, and what the events cost."""
    problem = found.problem
    parts = [
        f"{_cost(problem, found, before)}\n"
        f"Steps changed: {found.changed:,} of the {found.of:,} that had not begun;"
        f" a plan made from scratch would change {found.fresh_changed:,}."
    ]
    if found.dropped:
        parts.append(f"No longer made: {', '.join(found.dropped)}.")
    if found.added:
        parts.append(f"Newly made: {', '.join(found.added)}.")
    if found.moved:
        parts.append(_moved(found))
    return "\n\n".join(parts)


def _moved(found: Replan) -> str:
    grid = found.problem.grid
    zone = " (UTC)" if grid.is_dated else ""
    rows = [
        [m.opportunity, m.step, _place(grid, m.before), _place(grid, m.after)]
        for m in sorted(found.moved, key=_order)
    ]
    return table(["Moved", "Step", f"From{zone}", f"To{zone}"], rows)


def _order(move: Move) -> tuple[str, int]:
    """By opportunity, then as the work comes."""
    placed = move.after or move.before
    return move.opportunity, placed.start if placed else 0


def _cost(problem: Problem, found: Replan, before: Plan) -> str:
    goal = problem.objective.replace("_", " ").capitalize()
    was, now = value(problem, before.value), value(problem, found.plan.value)
    if not found.cost:
        return f"{goal} stays at {now}."
    by = difference(problem, abs(found.cost))
    worse = "worse" if found.cost > 0 else "better"
    return f"{goal} {now}, {by} {worse} than before ({was})."


def _place(grid: Grid, assignment: Assignment | None) -> str:
    if assignment is None:
        return "-"
    return f"{assignment.resource}, {moment(grid, assignment.start)}"
