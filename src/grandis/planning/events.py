"""What can happen to a plan while it is carried out. Each event goes into JSON."""

from typing import TypeAlias

import msgspec

from grandis.errors import InputError
from grandis.planning.problem import Count, Id, Opportunity, Record, Tick, Tool


class MachineDown(Record, frozen=True, tag="machine_down", tag_field="event"):
    """A resource cannot work from tick `start` up to tick `end`.

    Work that it has begun pauses.
    """

    resource: Id
    start: Tick
    end: Tick

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise InputError(
                f"resource {self.resource!r} down: end {self.end} is not after start "
                f"{self.start}; correct one of them"
            )


class StepLate(Record, frozen=True, tag="step_late", tag_field="event"):
    """A step takes `extra` more working ticks; or, having begun, until tick `end`."""

    opportunity: Id
    step: Id
    extra: Count | None = None
    end: Tick | None = None

    def __post_init__(self) -> None:
        if (self.extra is None) == (self.end is None):
            raise InputError(
                f"opportunity {self.opportunity!r}, step {self.step!r} late: give "
                "either 'extra' or 'end'"
            )


class NewOpportunity(Record, frozen=True, tag="new_opportunity", tag_field="event"):
    """Another opportunity, with the tools that only it uses."""

    opportunity: Opportunity
    tools: tuple[Tool, ...] = ()


class Cancelled(Record, frozen=True, tag="cancelled", tag_field="event"):
    """The customer wants it no more; what has begun is paid for nothing."""

    opportunity: Id


Event: TypeAlias = MachineDown | StepLate | NewOpportunity | Cancelled


def decode_events(data: bytes) -> tuple[Event, ...]:
    """Events from a JSON list; each names its kind in ``event``.

    Raises
    ------
    InputError
        When it is no such list.
    """
    try:
        return msgspec.json.decode(data, type=tuple[Event, ...])
    except msgspec.MsgspecError as error:
        raise InputError(f"the events cannot be read: {error}; correct them") from error
