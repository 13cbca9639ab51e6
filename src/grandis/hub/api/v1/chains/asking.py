"""What is asked about a plan: replan it, what if, what else to choose.

Each answer is a plan run of its own; the plan itself stays as it is.
"""

from typing import Annotated, Any, Literal

from ninja import Field, Router

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.chains.plans import ONE, plan_to_change
from grandis.hub.api.v1.chains.runs import PlanRunOut, TimedFields
from grandis.hub.api.v1.changing import carry_out, shown
from grandis.hub.api.v1.fields import Code, Day, Key, RowKey, Slug, Values, needed
from grandis.hub.api.v1.operations import changing
from grandis.hub.chains.domain import plans
from grandis.hub.chains.enums import RunKind
from grandis.hub.core.http import HubRequest

router = Router(tags=["Plans"])


class _Days(Values):
    """Days on which a resource of the plan cannot work."""

    resource: Code = Field(description="Its `resource_key` in the planned work.")
    first_day: Day
    last_day: Day


class MachineDown(_Days):
    """A machine or team cannot work for some days."""

    event: Literal["machine_down"]


class StepLate(Values):
    """A step takes longer, or what it waits for is late."""

    event: Literal["step_late"]
    opportunity: RowKey
    step: str = needed(100)
    hours: Annotated[int, Field(strict=True, ge=1, le=5_000)]


class Cancelled(Values):
    """A customer wants an opportunity no more."""

    event: Literal["cancelled"]
    opportunity: RowKey


Event = Annotated[MachineDown | StepLate | Cancelled, Field(discriminator="event")]


class WithoutMachine(_Days):
    """A machine or team could not work for some days."""

    change: Literal["machine_down"]


class WithMachine(Values):
    """A member, or a new one nearby, had one more machine like one of the plan."""

    change: Literal["new_machine", "new_member"]
    resource: Code = Field(description="The one that it is like.")
    name: str = needed(100)


Change = Annotated[WithoutMachine | WithMachine, Field(discriminator="change")]


class Replanned(TimedFields, Values):
    """What has happened to a plan."""

    events: list[Event] = Field(min_length=1, max_length=20)


class WhatIf(TimedFields, Values):
    """What could be."""

    what_if: Change


class Choices(TimedFields, Values):
    """A search for plans that trade value for time or risk."""

    seconds: Annotated[int, Field(strict=True, ge=1, le=3_600)] = 60


class Taken(Values):
    """One of the plans to choose from, and what it is called from now on."""

    choice: Annotated[int, Field(strict=True, ge=1, le=100)]
    title: str = needed(120)


@changing(
    router,
    "POST",
    ONE + "/replan",
    scope=Scope.PLANS_WRITE,
    gives=PlanRunOut,
    status=201,
)
def replan(request: HubRequest, cluster: Slug, key: Key, body: Replanned) -> Any:
    """Change a plan as little as need be after something has happened.

    For the coordinator. What has begun stays.
    """
    asked = {"events": [_told(event) for event in body.events]}
    return _asked(request, key, body, RunKind.REPLAN, asked)


@changing(
    router,
    "POST",
    ONE + "/what-if",
    scope=Scope.PLANS_WRITE,
    gives=PlanRunOut,
    status=201,
)
def what_if(request: HubRequest, cluster: Slug, key: Key, body: WhatIf) -> Any:
    """Plan the same with something different.

    For the coordinator. Its answer is never published.
    """
    asked = {"what_if": _told(body.what_if)}
    return _asked(request, key, body, RunKind.WHAT_IF, asked)


@changing(
    router,
    "POST",
    ONE + "/choices",
    scope=Scope.PLANS_WRITE,
    gives=PlanRunOut,
    status=201,
)
def look_for_choices(
    request: HubRequest, cluster: Slug, key: Key, body: Choices
) -> Any:
    """Look for plans that are faster, or have more reserve.

    For the coordinator. The plan of the run has them as `front` in its values.
    """
    return _asked(request, key, body, RunKind.FRONT, {})


@changing(
    router,
    "POST",
    ONE + "/take",
    scope=Scope.PLANS_WRITE,
    gives=PlanRunOut,
    status=201,
)
def take_choice(request: HubRequest, cluster: Slug, key: Key, body: Taken) -> Any:
    """Make a plan of its own of one of the choices, counted from 1.

    For the coordinator.
    """
    return shown(
        request,
        carry_out(request, plans.take, plan_to_change(request, key), **body.given()),
    )


def _asked(
    request: HubRequest,
    key: str,
    body: Replanned | WhatIf | Choices,
    kind: RunKind,
    asked: dict[str, Any],
) -> Any:
    run = carry_out(
        request,
        plans.ask_again,
        plan_to_change(request, key),
        kind=kind,
        title=body.title,
        seconds=body.seconds,
        asked=asked,
    )
    return shown(request, run)


def _told(what: Values) -> dict[str, Any]:
    """What happened or could be, as a run keeps it."""
    return what.model_dump(mode="json")
