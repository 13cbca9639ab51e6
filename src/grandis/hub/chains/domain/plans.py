"""What the coordinator does with plans: ask, cancel, publish, withdraw."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grandis.hub.chains import rules
from grandis.hub.chains.domain.happening import require_known
from grandis.hub.chains.domain.reminding import News, remind
from grandis.hub.chains.enums import OVER, REAL, RunKind, RunState
from grandis.hub.chains.models import HandOver, Plan, PlanRun, Work
from grandis.hub.chains.tasks import run_plan
from grandis.hub.core import journal
from grandis.hub.core.domain.editing import clean, edit
from grandis.hub.core.domain.verbs import require, verb
from grandis.hub.core.enums import Audience
from grandis.hub.core.errors import Broken
from grandis.hub.core.models import Cluster, Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.market.enums import State
from grandis.hub.market.models import Opportunity

#: States in which an opportunity can be planned.
PLANNABLE = (State.RECEIVED, State.QUOTED, State.WON)
#: More opportunities than this are not put into one plan.
MOST = 500


@verb
def ask_for_plan(
    cluster: Cluster,
    *,
    by: Viewer,
    title: str,
    opportunities: Collection[str],
    seconds: int = 20,
    seed: int = 0,
    steps: int | None = None,
) -> PlanRun:
    """Ask for a plan of some opportunities, by their keys; the worker makes it."""
    require(rules.may_plan(by), by, "plan")
    found = Opportunity.objects.filter(
        cluster=cluster, key__in=opportunities, state__in=PLANNABLE, part__isnull=False
    )
    keys = list(found.order_by("pk").values_list("key", flat=True))
    if not keys:
        raise Broken(_("Choose at least one opportunity."), field="opportunities")
    if len(keys) > MOST:
        told = _("Choose at most %(most)s opportunities.")
        raise Broken(told % {"most": MOST}, field="opportunities")
    return _ask(
        cluster,
        by,
        RunKind.PLAN,
        title=title,
        seconds=seconds,
        seed=seed,
        steps=steps,
        asked={"opportunities": keys},
    )


@verb
def ask_again(
    plan: Plan,
    *,
    by: Viewer,
    kind: RunKind,
    title: str,
    seconds: int = 20,
    asked: dict[str, Any] | None = None,
) -> PlanRun:
    """Ask for something about a plan: replan it, what if, or what else to choose.

    `asked` holds ``events`` to replan from, or ``what_if``.
    """
    require(rules.may_plan(by), by, "plan")
    given = asked or {}
    for told in (*given.get("events", ()), *filter(None, [given.get("what_if")])):
        require_known(plan, told)
    wanted = {"opportunities": plan.run.asked["opportunities"], **given}
    return _ask(
        plan.run.cluster,
        by,
        kind,
        title=title,
        seconds=seconds,
        seed=plan.run.seed,
        steps=plan.run.steps,
        base=plan,
        asked=wanted,
    )


@verb
def take(plan: Plan, *, by: Viewer, choice: int, title: str) -> PlanRun:
    """Make a plan of its own of one that a trade-off offers, counted from 1."""
    require(rules.may_plan(by), by, "plan")
    if not 1 <= choice <= len(plan.values.get("front", ())):
        raise Broken(_("There is no such plan to choose."))
    asked = {"choice": choice}
    return ask_again(plan, by=by, kind=RunKind.CHOICE, title=title, asked=asked)


def _ask(cluster: Cluster, by: Viewer, kind: RunKind, **values: Any) -> PlanRun:
    run = PlanRun(cluster=cluster, kind=kind, **values)
    clean(run)
    run.save()
    journal.record(
        "plan.asked",
        by=by,
        subject=run,
        organisation=by.organisation,
        audience=Audience.OWN,
    )
    # in this transaction: a run without a task, or the other way round, cannot be
    run_plan.enqueue(run.key)
    return run


@verb
def cancel(run: PlanRun, *, by: Viewer) -> PlanRun:
    """Stop a run, whether it waits or is going on; what it found is thrown away."""
    require(rules.may_plan(by), by, "cancel a plan run")
    run = PlanRun.objects.select_for_update().get(pk=run.pk)
    if run.state in OVER:
        return run
    now = timezone.now()
    edit(run, version=None, state=RunState.CANCELLED, cancel_asked_at=now, ended_at=now)
    journal.record(
        "plan.cancelled",
        by=by,
        subject=run,
        organisation=by.organisation,
        audience=Audience.OWN,
    )
    return run


@verb
def publish(plan: Plan, *, by: Viewer, version: int | None = None) -> Plan:
    """Tell each member concerned its own work; it takes the place of earlier plans.

    An earlier plan with one of the same opportunities is withdrawn. The members
    hear of it by e-mail, also those who had work in an earlier plan only.
    """
    require(rules.may_plan(by), by, "publish a plan")
    if plan.run.kind not in REAL:
        raise Broken(_("What could be is not a plan to carry out."))
    if plan.is_published:
        return plan
    works = Work.objects.filter(plan=plan)
    if not works.exists():
        raise Broken(_("There is no work in this plan."))
    earlier = Plan.objects.filter(
        run__cluster=plan.run.cluster,
        published_at__isnull=False,
        withdrawn_at=None,
        works__opportunity__in=works.values("opportunity"),
    )
    freed: set[Organisation] = set()
    for each in earlier.exclude(pk=plan.pk).select_related("run").distinct():
        freed |= _withdraw(each, by)
    now = timezone.now()
    edit(plan, version=version, published_at=now, withdrawn_at=None)
    busy = _tell_members("plan.published", plan, by)
    cluster = plan.run.cluster
    transaction.on_commit(remind(cluster, busy, News.PUBLISHED))
    transaction.on_commit(remind(cluster, freed - busy, News.WITHDRAWN))
    return plan


@verb
def withdraw(plan: Plan, *, by: Viewer, version: int | None = None) -> Plan:
    """Take a published plan back; the members see it no more."""
    require(rules.may_plan(by), by, "withdraw a plan")
    if plan.is_published:
        freed = _withdraw(plan, by, version)
        transaction.on_commit(remind(plan.run.cluster, freed, News.WITHDRAWN))
    return plan


def _withdraw(plan: Plan, by: Viewer, version: int | None = None) -> set[Organisation]:
    edit(plan, version=version, withdrawn_at=timezone.now())
    return _tell_members("plan.withdrawn", plan, by)


def _tell_members(kind: str, plan: Plan, by: Viewer) -> set[Organisation]:
    """An entry for each member concerned, which only it and the coordinator read."""
    members = members_in(plan)
    for member in members:
        journal.record(
            kind,
            by=by,
            subject=plan,
            organisation=member,
            audience=Audience.COORDINATED,
        )
    return set(members)


def members_in(plan: Plan) -> list[Organisation]:
    """The members that have work in a plan, or a hand-over."""
    keys = {
        *Work.objects.filter(plan=plan).values_list("member", flat=True),
        *HandOver.objects.filter(plan=plan).values_list("taker", flat=True),
    }
    return list(Organisation.objects.filter(pk__in=keys).order_by("name", "pk"))
