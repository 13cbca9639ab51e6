"""The demo's sites, machines, hours and bookings, from `planning.demo`.

Machines and rates are the planning demo's; what a machine can take is what
`processes.demo` assumes for its size. Bookings move with the calendar: the
planning demo's first Monday becomes this week's.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

import msgspec

from grandis.hub.core.viewer import Viewer
from grandis.hub.demo.directory import COUNTIES
from grandis.hub.members.domain import calendars, resources
from grandis.hub.members.enums import Process, ResourceKind
from grandis.hub.members.models import Resource, Site
from grandis.planning.demo.hours import DAY, SHIFTS
from grandis.planning.demo.network import Machine as PlannedMachine
from grandis.planning.demo.network import machines as planned_machines
from grandis.planning.demo.tables import Company, Place, towns
from grandis.processes.demo import demo_machines, room
from grandis.processes.machines import Machine

#: Kinds of the planning demo that are lines; teams are those of several crews.
LINES = {"EX", "SHT", "TF", "EBM", "SBM"}
#: How far ahead the demo's order books are kept.
AHEAD = timedelta(days=112)
#: Days that a row of bookings covers.
PERIOD = 56
#: Every so many machines one is not published.
UNPUBLISHED = 7


class Equipment(NamedTuple):
    """A machine as the planner and as the quotation know it."""

    planned: PlannedMachine
    capable: Machine


def equipment(
    seed: int, companies: Iterable[Company], owner: dict[str, str]
) -> dict[str, list[Equipment]]:
    """All machines, by site."""
    planned = planned_machines(Random(f"{seed} machines"))
    rooms = {each.code: room(each.certifications) for each in companies}
    values = [msgspec.to_builtins(each.resource) for each in planned]
    capable = demo_machines(values, owner, rooms)
    by_site = defaultdict(list)
    for one, other in zip(planned, capable, strict=True):
        by_site[one.resource.site].append(Equipment(one, other))
    return by_site


def set_up(owner: Viewer, place: Place, machines: list[Equipment], today: date) -> None:
    """A member's site with its machines, hours and bookings."""
    assert owner.organisation is not None
    (town,) = (each for each in towns() if each.town == place.town)
    site = resources.add_site(
        owner.organisation,
        by=owner,
        name=f"{place.town} plant",
        town=place.town,
        nuts=COUNTIES[place.town],
        latitude=town.latitude,
        longitude=town.longitude,
    )
    usual = _usual_hours(machines)
    _work(owner, site, usual)
    for number, each in enumerate(machines, 1):
        resource = _add(owner, site, each, published=number % UNPUBLISHED != 0)
        hours = _hours_of(each)
        if hours != usual:
            _work(owner, resource, hours)
        _book(owner, resource, each, today)


def _hours_of(each: Equipment) -> str:
    return (each.planned.resource.calendar or "LT-two").removeprefix("LT-")


def _usual_hours(machines: list[Equipment]) -> str:
    return Counter(map(_hours_of, machines)).most_common(1)[0][0]


def _work(owner: Viewer, place: Site | Resource, hours: str) -> None:
    for shift in SHIFTS[hours]:
        calendars.add_shift(
            place,
            by=owner,
            weekdays=sorted(shift.days),
            start=shift.start,
            end=shift.end,
        )


def _add(owner: Viewer, site: Site, each: Equipment, *, published: bool) -> Resource:
    planned, capable = each
    limits = msgspec.to_builtins(capable.limits)
    resource = resources.add_resource(
        site,
        by=owner,
        name=f"{planned.resource.name} ({planned.resource.id})",
        process=Process(capable.process),
        kind=_kind(planned),
        capacity=planned.resource.capacity,
        limits={
            name: value for name, value in limits.items() if value not in (None, False)
        },
        assumed=list(capable.assumed),
        materials=list(capable.materials),
        clean_room=capable.room or "",
        published=published,
    )
    resources.set_rate(
        resource, by=owner, hourly_cents=min(round(planned.rate), 200_000)
    )
    return resource


def _kind(planned: PlannedMachine) -> ResourceKind:
    if planned.resource.capacity > 1:
        return ResourceKind.TEAM
    return ResourceKind.LINE if planned.kind in LINES else ResourceKind.MACHINE


def _book(owner: Viewer, resource: Resource, each: Equipment, today: date) -> None:
    """Booked hours, a row for each period."""
    monday = today - timedelta(days=today.weekday())
    periods: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for load in each.planned.resource.load:
        first = monday + timedelta(days=load.start // DAY)
        last = monday + timedelta(days=max(load.end // DAY - 1, load.start // DAY))
        if first <= monday + AHEAD:
            periods[(first - monday).days // PERIOD].append((first, last))
    for lots in periods.values():
        calendars.add_load(
            resource,
            by=owner,
            first_day=lots[0][0],
            last_day=max(last for _, last in lots),
            hours=sum(_worked_hours(each, first, last) for first, last in lots),
        )


def _worked_hours(each: Equipment, first: date, last: date) -> int:
    """Hours that the machine works on these days."""
    shifts = SHIFTS[_hours_of(each)]
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    worked = 0
    for shift in shifts:
        length = (shift.end.hour - shift.start.hour) % 24 or 24
        worked += length * sum(day.weekday() in shift.days for day in days)
    return max(1, worked)
