"""Plans, and the work that they give to members."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import (
    carry_out,
    found,
    shown,
    version_of,
    with_etag,
)
from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.fields import KEY, Key, RowKey, Slug
from grandis.hub.api.v1.operations import changing, reading
from grandis.hub.api.v1.paging import Page, Window, page_of
from grandis.hub.api.v1.representations import represent
from grandis.hub.chains.domain import plans
from grandis.hub.chains.models import HandOver, Plan, Work
from grandis.hub.core.http import HubRequest
from grandis.hub.core.visibility import see, seen_or_404

router = Router(tags=["Plans"])
PATH = CLUSTER + "/plans"
ONE = PATH + "/{key}"


class PlanOut(Schema):
    """A plan that a run has found; money in cents of the cluster's currency."""

    key: str
    run: RowKey
    value: int
    bound: int = Field(description="No plan can be better.")
    made_at: datetime
    published_at: datetime | None
    withdrawn_at: datetime | None
    version: int


class WholePlanOut(PlanOut):
    """A plan with all that its page shows.

    `values` holds the planned steps and dates, reasons, and how sure the dates are;
    no load, no closures, no rates.
    """

    values: dict[str, Any]


class WorkOut(Schema):
    """One step of a plan: who does it on what and when."""

    key: str
    plan: RowKey
    opportunity: RowKey
    member: RowKey
    part: dict[str, Any] = Field(description="What kind of part it is for.")
    step: str
    stage: str
    resource: str
    resource_key: str
    start: datetime
    end: datetime


class HandOverOut(Schema):
    """Something that goes from one member to another in a plan."""

    key: str
    plan: RowKey
    opportunity: RowKey
    giver: RowKey
    taker: RowKey
    step: str = Field(description="After which step it leaves.")
    to_step: str = Field(description="For which step it is.")
    leaves: datetime
    arrives: datetime


class WorkAsked(Window):
    """Which of it to send."""

    plan: str | None = Field(None, pattern=KEY)
    opportunity: str | None = Field(None, pattern=KEY)


represent(Plan, PlanOut, related=("run",), left=("values",))
represent(Work, WorkOut, related=("plan", "opportunity", "member"))
represent(HandOver, HandOverOut, related=("plan", "opportunity", "giver", "taker"))


@reading(router, PATH, gives=Page[PlanOut], scope=Scope.PLANS_READ)
def list_plans(
    request: HubRequest, cluster: Slug, asked: Annotated[Window, Query()]
) -> Any:
    """List plans, newest first.

    For the coordinator; members read their own work.
    """
    return page_of(request, Plan, asked)


@reading(router, ONE, gives=WholePlanOut, scope=Scope.PLANS_READ)
def read_plan(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read a plan with its steps, its reasons and its risk.

    For the coordinator.
    """
    rows = see(request.viewer, Plan).select_related("run")
    return with_etag(request, seen_or_404(request.viewer, rows, key=key))


@changing(
    router,
    "POST",
    ONE + "/publish",
    scope=Scope.PLANS_WRITE,
    gives=PlanOut,
    versioned=True,
)
def publish_plan(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Tell each member concerned its own work; earlier plans of it are withdrawn.

    For the coordinator.
    """
    return _done(request, plans.publish, key)


@changing(
    router,
    "POST",
    ONE + "/withdraw",
    scope=Scope.PLANS_WRITE,
    gives=PlanOut,
    versioned=True,
)
def withdraw_plan(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Take a published plan back.

    For the coordinator.
    """
    return _done(request, plans.withdraw, key)


def _done(request: HubRequest, verb: Any, key: str) -> Any:
    plan = plan_to_change(request, key)
    return shown(request, carry_out(request, verb, plan, version=version_of(request)))


def plan_to_change(request: HubRequest, key: str) -> Plan:
    """A plan that the viewer sees, with its run and cluster."""
    rows = see(request.viewer, Plan).select_related("run__cluster")
    plan: Plan = seen_or_404(request.viewer, rows, key=key)
    return plan


@reading(router, CLUSTER + "/works", gives=Page[WorkOut], scope=Scope.PLANS_READ)
def list_works(
    request: HubRequest, cluster: Slug, asked: Annotated[WorkAsked, Query()]
) -> Any:
    """List planned work, the earliest first.

    Members see their own of published plans, the coordinator all.
    """
    return _asked_of(request, Work, asked)


@reading(router, CLUSTER + "/works/{key}", gives=WorkOut, scope=Scope.PLANS_READ)
def read_work(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read a step of a plan."""
    return found(request, Work, key=key)


@reading(
    router, CLUSTER + "/hand-overs", gives=Page[HandOverOut], scope=Scope.PLANS_READ
)
def list_hand_overs(
    request: HubRequest, cluster: Slug, asked: Annotated[WorkAsked, Query()]
) -> Any:
    """List hand-overs, the earliest first.

    Members see those from and to them in published plans, the coordinator all.
    """
    return _asked_of(request, HandOver, asked)


def _asked_of(request: HubRequest, model: Any, asked: WorkAsked) -> Any:
    return page_of(
        request,
        model,
        asked,
        plan__key=asked.plan,
        opportunity__key=asked.opportunity,
    )
