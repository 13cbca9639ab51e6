"""The planning problem: a network of members and the opportunities before it.

Times are whole ticks on a UTC grid (`Grid`), counted from its start; money is
whole cents. Every object is frozen and names others by their ``id``. A
`Problem` checks itself when it is made and raises `ProblemError` with one
sentence when something in it contradicts something else. What each field
means to the planner is written down in ``docs/reference/planning-model.md``.
"""

from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Annotated, Literal

import msgspec

#: No planning problem reaches this far; it keeps sums inside 64 bits.
MOST_TICKS = 10_000_000
#: A thousand million in the currency's unit, in cents.
MOST_MONEY = 100_000_000_000
MINUTES_PER_DAY = 1440

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Tick = Annotated[int, msgspec.Meta(ge=0, le=MOST_TICKS)]
Money = Annotated[int, msgspec.Meta(ge=0, le=MOST_MONEY)]
Count = Annotated[int, msgspec.Meta(ge=1, le=100_000)]
Percent = Annotated[int, msgspec.Meta(ge=1, le=100)]
Probability = Annotated[float, msgspec.Meta(ge=0, le=1)]
Objective = Literal["surplus", "makespan", "weighted_tardiness"]

#: A half-open stretch of ticks: from the first up to, not including, the second.
Interval = tuple[Tick, Tick]


class Record(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    gc=False,  # a frozen record never holds itself, and a problem has 100 000
):
    """Base of everything in a problem or plan file."""


class Grid(Record, frozen=True):
    """The clock of a problem: tick 0 is `start`, a tick lasts `minutes`."""

    start: str = "1970-01-01T00:00:00Z"
    minutes: Annotated[int, msgspec.Meta(ge=1, le=MINUTES_PER_DAY)] = 60

    @property
    def is_dated(self) -> bool:
        """Whether the problem names a start; public instances only count ticks."""
        return self != Grid()

    @property
    def ticks_per_day(self) -> int:
        return MINUTES_PER_DAY // self.minutes

    @property
    def origin(self) -> datetime:
        return datetime.fromisoformat(self.start).astimezone(UTC)

    def time(self, tick: int) -> datetime:
        """The UTC time at which `tick` begins."""
        return self.origin + timedelta(minutes=tick * self.minutes)


class Member(Record, frozen=True):
    """One company of the cluster."""

    id: Id
    name: str = ""
    reliability: Probability = 1.0


class Site(Record, frozen=True):
    """A place where a member works; degrees of latitude and longitude (WGS 84)."""

    id: Id
    member: Id
    name: str = ""
    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)] | None = None


class Link(Record, frozen=True):
    """Transport from one site to another: ticks on the road, cents a trip."""

    origin: Id
    destination: Id
    duration: Tick
    cost: Money = 0


class Calendar(Record, frozen=True):
    """Working hours: sorted open intervals that do not touch each other."""

    id: Id
    open: tuple[Interval, ...]


class Change(Record, frozen=True):
    """An exception in a changeover table: ticks from one value to another."""

    before: str
    after: str
    duration: Tick


class Changeover(Record, frozen=True):
    """Ticks of work to change a machine from one step's needs to the next's.

    `tool` is for another tool, `material` and `colour` for another material or
    colour unless `materials` or `colours` names the pair. One purge serves
    both, so the longer of the two counts, on top of the tool.
    """

    id: Id
    tool: Tick = 0
    material: Tick = 0
    colour: Tick = 0
    materials: tuple[Change, ...] = ()
    colours: tuple[Change, ...] = ()


class Setup(Record, frozen=True):
    """What stands on a machine; None says that it does not matter."""

    tool: str | None = None
    material: str | None = None
    colour: str | None = None


class Load(Record, frozen=True):
    """Work a resource is already committed to, taking `amount` of its capacity."""

    start: Tick
    end: Tick
    amount: Count = 1


class Resource(Record, frozen=True):
    """A machine, a line (`capacity` 1) or a team (`capacity` n).

    Without a `calendar` it always works. `closed` is planned downtime: work
    pauses over it. `setup` is what stands on the machine at the beginning.
    """

    id: Id
    site: Id
    name: str = ""
    stage: str = ""
    capacity: Count = 1
    calendar: Id | None = None
    closed: tuple[Interval, ...] = ()
    load: tuple[Load, ...] = ()
    changeover: Id | None = None
    setup: Setup = Setup()


class Tool(Record, frozen=True):
    """A mould, die or forming tool.

    With a `site` it stands there from tick `ready`; without one it exists
    once the step that `makes` it is done, where that step was done.
    """

    id: Id
    name: str = ""
    site: Id | None = None
    ready: Tick = 0


class Option(Record, frozen=True):
    """A resource that can do a step: working ticks and cents for the whole step."""

    resource: Id
    duration: Tick
    cost: Money = 0


class Choice(Record, frozen=True):
    """An OR: exactly one of `branches`, if the branch it stands `within` is taken."""

    id: Id
    branches: tuple[Id, ...]
    within: Id | None = None


class Step(Record, frozen=True):
    """One piece of work, on the branch named or on every route.

    It starts after the steps it comes `after` (those on the route taken).
    It holds `tool` together with its machine; it `makes` a tool.
    """

    id: Id
    options: tuple[Option, ...]
    name: str = ""
    stage: str = ""
    after: tuple[Id, ...] = ()
    branch: Id | None = None
    tool: Id | None = None
    makes: Id | None = None
    material: str | None = None
    colour: str | None = None


class CallOff(Record, frozen=True):
    """One delivery of a schedule: done when `steps` are done (none: all steps).

    `late_cost` is cents for each day late that has begun; ending after
    `latest` is not allowed.
    """

    id: Id
    due: Tick
    latest: Tick | None = None
    late_cost: Money = 0
    steps: tuple[Id, ...] = ()


class Policy(Record, frozen=True):
    """What the customer of an opportunity asks of its chain.

    `largest_share` is the largest part, in percent, of this opportunity's work
    value (the cost of its steps) for one member; members of a pair in `apart`
    must not share the chain; `required` members must be in it; every member
    in it must have `least_reliability`.
    """

    largest_share: Percent = 100
    apart: tuple[tuple[Id, Id], ...] = ()
    required: tuple[Id, ...] = ()
    least_reliability: Probability = 0.0


class Opportunity(Record, frozen=True):
    """What a customer wants made: price in cents, ways to make it, when."""

    id: Id
    steps: tuple[Step, ...]
    name: str = ""
    price: Money = 0
    weight: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 1
    release: Tick = 0
    call_offs: tuple[CallOff, ...] = ()
    choices: tuple[Choice, ...] = ()
    policy: Policy = Policy()


class Begun(Record, frozen=True):
    """A step that has begun or is done: a fact the plan must keep as it is."""

    opportunity: Id
    step: Id
    resource: Id
    setup: Tick
    start: Tick
    end: Tick
    cost: Money = 0


class Problem(Record, frozen=True, dict=True, gc=True):
    """A network, its opportunities, and what to aim for.

    No planned work or changeover begins before tick `now`; all of it ends by
    tick `horizon`. With the objective ``surplus`` opportunities may be
    refused; with ``makespan`` and ``weighted_tardiness`` all must be made.

    Raises
    ------
    ProblemError
        When the parts contradict each other; the message names the objects.
    """

    horizon: Tick
    members: tuple[Member, ...]
    sites: tuple[Site, ...]
    resources: tuple[Resource, ...]
    opportunities: tuple[Opportunity, ...]
    name: str = ""
    objective: Objective = "surplus"
    grid: Grid = Grid()
    now: Tick = 0
    links: tuple[Link, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    changeovers: tuple[Changeover, ...] = ()
    tools: tuple[Tool, ...] = ()
    begun: tuple[Begun, ...] = ()

    def __post_init__(self) -> None:
        from grandis.planning.validate import validate

        validate(self)

    @cached_property
    def resource(self) -> dict[str, Resource]:
        """Resources by id."""
        return {resource.id: resource for resource in self.resources}

    @cached_property
    def site(self) -> dict[str, Site]:
        """Sites by id."""
        return {site.id: site for site in self.sites}

    @cached_property
    def member(self) -> dict[str, Member]:
        """Members by id."""
        return {member.id: member for member in self.members}

    @cached_property
    def opportunity(self) -> dict[str, Opportunity]:
        """Opportunities by id."""
        return {opportunity.id: opportunity for opportunity in self.opportunities}

    @cached_property
    def link(self) -> dict[tuple[str, str], Link]:
        """Transport by (origin, destination) site ids."""
        return {(link.origin, link.destination): link for link in self.links}

    def member_of(self, resource: str) -> str:
        """The id of the member that owns a resource."""
        return self.site[self.resource[resource].site].member


class Part(Problem, frozen=True, dict=True):
    """What is cut out of a problem that has checked itself: it does not do it again."""

    def __post_init__(self) -> None:
        pass
