"""Plan runs: plans asked for, and how far they are."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import carry_out, found, shown
from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.fields import Key, RowKey, Slug, Values, needed
from grandis.hub.api.v1.operations import changing, reading
from grandis.hub.api.v1.paging import Page, Window, page_of
from grandis.hub.api.v1.representations import represent
from grandis.hub.chains.domain import plans
from grandis.hub.chains.enums import RunKind, RunState
from grandis.hub.chains.models import PlanRun
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Cluster

router = Router(tags=["Plans"])
PATH = CLUSTER + "/plan-runs"
ONE = PATH + "/{key}"


class TimedFields(Schema):
    """A search: what its plan is called, and how long it may take."""

    title: str = needed(120)
    seconds: Annotated[int, Field(strict=True, ge=1, le=3_600)] = 20


class RunFields(TimedFields):
    """What a plan is asked for."""

    seed: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] = 0
    steps: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)] | None = Field(
        None, description="With it the same run can be repeated."
    )


class PlanRunOut(RunFields):
    """A plan being made in the background; money in cents of the cluster's currency.

    Progress, value and bound never go backwards.
    """

    key: str
    kind: RunKind
    state: RunState
    progress: float = Field(description="From 0 to 1.")
    value: int | None = Field(description="Of the best plan so far.")
    bound: int | None = Field(description="No plan can be better.")
    failure: str = Field(description="A code, when it failed.")
    created_at: datetime
    begun_at: datetime | None
    beat_at: datetime | None = Field(description="The worker's last sign of life.")
    ended_at: datetime | None
    version: int


class NewPlanRun(RunFields, Values):
    """A plan to ask for."""

    opportunities: list[RowKey] = Field(min_length=1, max_length=500)


class RunsAsked(Window):
    """Which plan runs to send."""

    state: RunState | None = None
    kind: RunKind | None = None


represent(PlanRun, PlanRunOut, left=("trail", "asked"))


@reading(router, PATH, gives=Page[PlanRunOut], scope=Scope.PLANS_READ)
def list_plan_runs(
    request: HubRequest, cluster: Slug, asked: Annotated[RunsAsked, Query()]
) -> Any:
    """List plan runs, newest first.

    For the coordinator.
    """
    return page_of(request, PlanRun, asked, state=asked.state, kind=asked.kind)


@reading(router, ONE, gives=PlanRunOut, scope=Scope.PLANS_READ)
def read_plan_run(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read how far a plan run is.

    For the coordinator.
    """
    return found(request, PlanRun, key=key)


@changing(
    router,
    "POST",
    PATH,
    scope=Scope.PLANS_WRITE,
    gives=PlanRunOut,
    status=201,
)
def ask_for_plan(request: HubRequest, cluster: Slug, body: NewPlanRun) -> Any:
    """Ask for a plan of some opportunities; the worker makes it.

    For the coordinator.
    """
    here = found(request, Cluster, slug=cluster)
    return shown(request, carry_out(request, plans.ask_for_plan, here, **body.given()))


@changing(router, "POST", ONE + "/cancel", scope=Scope.PLANS_WRITE, gives=PlanRunOut)
def cancel_plan_run(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Stop a plan run; what it found is thrown away.

    For the coordinator.
    """
    row = found(request, PlanRun, key=key)
    return shown(request, carry_out(request, plans.cancel, row))
