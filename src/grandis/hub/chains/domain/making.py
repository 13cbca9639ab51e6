"""What a plan run does: the problem, the plan, and what the coordinator sees of it."""

from typing import Any, NamedTuple

import msgspec
from django.db import transaction
from django.utils import timezone
from msgspec.structs import replace

from grandis.hub.chains.bridge import back
from grandis.hub.chains.bridge.events import changed, event_of
from grandis.hub.chains.bridge.hours import tick_at
from grandis.hub.chains.bridge.problem import problem_of
from grandis.hub.chains.domain.runs import ROUTES, SEARCH, Fruitless, Reporter, end
from grandis.hub.chains.domain.spreading import WORKERS, place_for
from grandis.hub.chains.enums import REAL, RunKind, RunState
from grandis.hub.chains.models import HandOver, Plan, PlanRun, RunSecret, Work
from grandis.hub.market.models import Opportunity
from grandis.planning import Plan as Planned
from grandis.planning import Problem
from grandis.planning.files import (
    plan_from_json,
    plan_to_json,
    problem_from_json,
    problem_to_json,
)


class Found(NamedTuple):
    """What a run found: the problem that the plan is for, and more to tell.

    `front` holds the plans to choose from.
    """

    problem: Problem
    plan: Planned
    more: dict[str, Any] = {}
    front: tuple[Planned, ...] = ()


def make(run: PlanRun, reporter: Reporter) -> None:
    """Do a run, keep its plan and end it; what was begun before is gone on with."""
    problem = _problem(run, reporter)
    reporter.offset = offset_of(run)
    reporter.at(ROUTES)
    found = KINDS[RunKind(run.kind)](run, problem, reporter)
    reporter.check()
    reporter.at(SEARCH)
    values = _values(run, found, reporter)
    reporter.check()
    _keep(run, found, values)


def offset_of(run: PlanRun, plan: Planned | None = None) -> int:
    """What the prices of must-haves are raised by, in cents: of all, or those taken."""
    made = run.asked.get("made", {})
    must = set(made.get("must", ()))
    raised = must if plan is None else must & plan.taken_ids
    return int(made.get("premium", 0)) * len(raised)


def _problem(run: PlanRun, reporter: Reporter) -> Problem:
    """The problem of a run: that of an earlier attempt, of its base, or a new one."""
    kept = RunSecret.objects.filter(run=run).first()
    if kept is None and run.base_id:
        base = RunSecret.objects.get(run__plan=run.base_id)
        kept = RunSecret.objects.create(run=run, problem=base.problem)
        made = PlanRun.objects.get(plan=run.base_id).asked.get("made", {})
        _note(run, made)
    if kept is not None:
        return problem_from_json(bytes(kept.problem), "the problem of the run")

    def quoted(done: int) -> None:
        reporter.check()
        reporter.at(ROUTES * done / max(1, len(rows)))

    rows = list(
        Opportunity.objects.filter(
            cluster=run.cluster_id, key__in=run.asked["opportunities"]
        )
        .select_related("cluster", "part")
        .order_by("pk")
    )
    asked = problem_of(rows, timezone.now(), quoted)
    with transaction.atomic():
        _note(run, asked._asdict() | {"problem": None})
        RunSecret.objects.create(run=run, problem=problem_to_json(asked.problem))
    if not asked.problem.opportunities:
        raise Fruitless("nothing")
    return asked.problem


def _note(run: PlanRun, made: dict[str, Any]) -> None:
    """Keep beside what was asked what was made of it; no secret is among that."""
    told = {name: value for name, value in made.items() if name != "problem"}
    run.asked = run.asked | {"made": told}
    run.save(update_fields=["asked"])


# ------------------------------------------------------------------------- kinds


def _plan(run: PlanRun, problem: Problem, reporter: Reporter) -> Found:
    from grandis.planning import solve

    with place_for(problem, run.steps) as place:
        plan = solve(
            problem,
            seconds=run.seconds,
            steps=run.steps,
            seed=run.seed,
            on_progress=reporter.searching,
            cancel=reporter.is_stopped,
            **place,
        )
    return Found(problem, plan)


def _replan(run: PlanRun, problem: Problem, reporter: Reporter) -> Found:
    from grandis.planning.replanning import replan

    before = _base_plan(run)
    zone = run.cluster.time_zone
    events = [event_of(problem, told, zone) for told in run.asked["events"]]
    found = replan(
        problem,
        before,
        events,
        tick_at(problem, timezone.now()),
        seconds=run.seconds,
        steps=run.steps,
        seed=run.seed,
        workers=WORKERS,
        on_progress=reporter.searching,
        cancel=reporter.is_stopped,
    )
    told = {
        "changed": found.changed,
        "of": found.of,
        "fresh_changed": found.fresh_changed,
        "cost": found.cost,
    }
    return Found(found.problem, found.plan, {"replan": told})


def _what_if(run: PlanRun, problem: Problem, reporter: Reporter) -> Found:
    """The plan as it could be; with something added never worse than without."""
    from grandis.planning import check

    before = _base_plan(run)
    asked = run.asked["what_if"]
    other = changed(problem, asked, run.cluster.time_zone)
    found = _plan(run, other, reporter)
    if before.value > found.plan.value and not check(other, before):
        found = Found(other, before)
    taken = found.plan.taken_ids
    told = {
        "won": sorted(taken - before.taken_ids),
        "lost": sorted(before.taken_ids - taken),
    }
    return Found(other, found.plan, {"what_if": told})


def _front(run: PlanRun, problem: Problem, reporter: Reporter) -> Found:
    from grandis.planning import front

    points = front(
        problem,
        seconds=run.seconds,
        steps=run.steps,
        seed=run.seed,
        workers=WORKERS,
        on_progress=reporter.searching,
        cancel=reporter.is_stopped,
    )
    reporter.check()
    if not points:
        return Found(problem, _base_plan(run))
    told = [
        {
            "value": point.value - offset_of(run, point.plan),
            "finish": problem.grid.time(point.finish).isoformat(),
            "on_time": point.on_time,
            "taken": len(point.plan.taken),
        }
        for point in points
    ]
    plans = tuple(point.plan for point in points)
    return Found(problem, plans[0], {"front": told}, plans)


def _choice(run: PlanRun, problem: Problem, reporter: Reporter) -> Found:
    """One of the plans that the run before offered."""
    secret = RunSecret.objects.get(run__plan=run.base_id)
    assert secret.front is not None
    plans = msgspec.json.decode(bytes(secret.front), type=tuple[Planned, ...])
    return Found(problem, plans[run.asked["choice"] - 1])


KINDS = {
    RunKind.PLAN: _plan,
    RunKind.REPLAN: _replan,
    RunKind.WHAT_IF: _what_if,
    RunKind.FRONT: _front,
    RunKind.CHOICE: _choice,
}


def _base_plan(run: PlanRun) -> Planned:
    secret = RunSecret.objects.get(run__plan=run.base_id)
    assert secret.plan is not None
    return plan_from_json(bytes(secret.plan), "the plan before")


# ----------------------------------------------------------------------- keeping


def _values(run: PlanRun, found: Found, reporter: Reporter) -> dict[str, Any]:
    """All that is shown of a plan."""
    from grandis.planning import risk

    problem, plan, more, _front = found
    reasons = back.reasons_of(problem, plan, run.seed)
    reporter.check()
    tried = risk(problem, plan, futures=back.FUTURES, seed=run.seed)
    offset = offset_of(run, found.plan)
    told = replace(plan, value=plan.value - offset, bound=plan.bound - offset)
    shown = back.shown_json(back.shown_of(problem, told))
    return {
        **shown,
        **more,
        "status": plan.status,
        "reasons": reasons,
        "risk": back.risk_json(tried),
        "asked": [each.id for each in problem.opportunities],
    }


def _keep(run: PlanRun, found: Found, values: dict[str, Any]) -> None:
    """Keep a plan with the members' work in it, and end the run."""
    offset = offset_of(run, found.plan)
    with transaction.atomic():
        end(run, RunState.DONE)
        kept = Plan.objects.create(
            run=run,
            value=found.plan.value - offset,
            bound=found.plan.bound - offset,
            values=values,
        )
        RunSecret.objects.filter(run=run).update(
            problem=problem_to_json(found.problem),
            plan=plan_to_json(found.plan),
            front=msgspec.json.encode(found.front) if found.front else None,
        )
        if run.kind in REAL:
            shown = back.read_shown(values)
            parts = run.asked.get("made", {}).get("parts", {})
            Work.objects.bulk_create(back.works_of(kept, shown, parts))
            HandOver.objects.bulk_create(back.hand_overs_of(kept, shown))
