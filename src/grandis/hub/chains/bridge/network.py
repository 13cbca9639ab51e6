"""The cluster as quotations and plans take it, with its members' secrets.

Ids are the keys of organisations, sites and resources. What this module reads is
confidential (hours, bookings, rates with consent): only what `processes` and
`planning` make of it may be shown, and to whom, design section 8 says.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

import msgspec
from django.db.models import QuerySet

from grandis.hub.chains.bridge.hours import (
    HORIZON,
    Clock,
    Hours,
    booked,
    closed,
    tick_at,
)
from grandis.hub.chains.bridge.roads import links
from grandis.hub.core.declarations import LISTED
from grandis.hub.core.guard import trusted
from grandis.hub.core.models import Cluster, Organisation
from grandis.hub.members.models import (
    Certificate,
    Closure,
    Load,
    Resource,
    ResourceRate,
    Shift,
    Site,
)
from grandis.hub.members.models.certificates import in_force_on
from grandis.planning import Member, Problem
from grandis.planning import Resource as PlannedResource
from grandis.planning import Site as PlannedSite
from grandis.planning.worktime import WorkTime
from grandis.processes import Limits, Machine, MemberFacts, Network
from grandis.processes.demo import held

Row = TypeVar("Row", Shift, Closure)


@dataclass
class _Rows:
    """Everything that the network is made of."""

    organisations: list[Organisation]
    sites: list[Site]
    resources: list[Resource]
    rates: Mapping[int, float]
    certificates: list[Certificate]
    shifts: Mapping[tuple[str, int | None], list[Shift]]
    closures: Mapping[tuple[str, int | None], list[Closure]]
    loads: Mapping[int, list[Load]] = field(default_factory=dict)


def network_of(cluster: Cluster, today: date) -> Network:
    """The members of a cluster, what they can do, and when they are free.

    The planning problem in it begins at today's midnight (UTC), in hours, and has
    no opportunities. A resource that is closed through all of its time is left out.
    """
    with trusted():
        rows = _read(cluster, today)
    clock = Clock(today, cluster.time_zone)
    hours = Hours(clock)
    planned = [
        each for row in rows.resources if (each := _resource(row, rows, clock, hours))
    ]
    problem = Problem(
        horizon=HORIZON,
        members=tuple(Member(each.key, each.name) for each in rows.organisations),
        sites=tuple(map(_site, rows.sites)),
        resources=tuple(planned),
        opportunities=(),
        name=cluster.name,
        grid=clock.grid,
        links=links(rows.sites),
        calendars=hours.planned,
    )
    working = {resource.id for resource in planned}
    return Network(
        tuple(_machine(row, rows) for row in rows.resources if row.key in working),
        tuple(_facts(each, rows) for each in rows.organisations),
        msgspec.to_builtins(problem),
    )


def from_now_on(problem: Problem, now: datetime) -> Problem:
    """A problem with nothing planned before the next full hour."""
    return msgspec.structs.replace(problem, now=tick_at(problem, now))


def _read(cluster: Cluster, today: date) -> _Rows:
    listed = Organisation.objects.filter(LISTED, cluster=cluster)
    organisations = listed.order_by("name", "pk")
    of = {"organisation__in": organisations}
    rates = ResourceRate.objects.filter(consent=True, **of)
    resources = Resource.objects.filter(**of).select_related("organisation", "site")
    return _Rows(
        organisations=list(organisations),
        sites=list(Site.objects.filter(**of).select_related("organisation")),
        resources=list(resources.order_by("organisation__name", "pk")),
        rates={rate.resource_id: rate.hourly_cents / 100 for rate in rates},
        certificates=list(Certificate.objects.filter(in_force_on(today), **of)),
        shifts=_by_place(Shift.objects.filter(**of)),
        closures=_by_place(Closure.objects.filter(**of)),
        loads=_by_resource(Load.objects.filter(**of)),
    )


def _by_place(rows: QuerySet[Row]) -> Mapping[tuple[str, int | None], list[Row]]:
    found: dict[tuple[str, int | None], list[Row]] = defaultdict(list)
    for row in rows.order_by("pk"):
        place = ("site", row.site_id) if row.site_id else ("resource", row.resource_id)
        found[place].append(row)
    return found


def _by_resource(rows: Iterable[Load]) -> Mapping[int, list[Load]]:
    found: dict[int, list[Load]] = defaultdict(list)
    for row in rows:
        found[row.resource_id].append(row)
    return found


def _site(site: Site) -> PlannedSite:
    owner = site.organisation.key
    return PlannedSite(site.key, owner, site.name, site.latitude, site.longitude)


def _resource(
    row: Resource, rows: _Rows, clock: Clock, hours: Hours
) -> PlannedResource | None:
    """A resource with its hours and bookings; None when it never works."""
    of_site, of_it = ("site", row.site_id), ("resource", row.pk)
    shifts = rows.shifts.get(of_it) or rows.shifts.get(of_site, [])
    calendar = hours.calendar(shifts, row.site.country)
    closures = rows.closures.get(of_site, []) + rows.closures.get(of_it, [])
    stretches = closed(clock, closures)
    worktime = WorkTime(calendar.open, stretches, clock.long_horizon)
    end = clock.offset + HORIZON
    if worktime.opened_before(clock.offset) == worktime.opened_before(end):
        return None
    shown = map(clock.planned, stretches)
    loads = rows.loads.get(row.pk, [])
    return PlannedResource(
        id=row.key,
        site=row.site.key,
        name=row.name,
        stage=row.stage,
        capacity=row.capacity,
        calendar=calendar.id,
        closed=tuple((start, end) for start, end in shown if start < end),
        load=booked(clock, worktime, loads, row.capacity),
    )


def _machine(row: Resource, rows: _Rows) -> Machine:
    """A resource as quotations know it; a rate only with its owner's consent."""
    values = {
        "id": row.key,
        "member": row.organisation.key,
        "site": row.site.key,
        "process": row.process,
        "name": row.name,
        "limits": msgspec.to_builtins(msgspec.convert(row.limits, Limits)),
        "assumed": row.assumed,
        "room": row.clean_room or None,
        "materials": row.materials,
        "rate": rows.rates.get(row.pk),
        "rate_consent": row.pk in rows.rates,
    }
    return msgspec.convert(values, Machine)


def _facts(organisation: Organisation, rows: _Rows) -> MemberFacts:
    """A member's certificates: those of the whole company, or of all its sites."""
    sites = {site.pk for site in rows.sites if site.organisation_id == organisation.pk}
    covered: dict[str, set[int]] = defaultdict(set)
    for row in rows.certificates:
        if row.organisation_id == organisation.pk:
            for certificate in held(row.standard):
                covered[certificate] |= {row.site_id} if row.site_id else sites | {0}
    valid = [name for name, where in covered.items() if where >= sites]
    values = {"id": organisation.key, "name": organisation.name, "certificates": valid}
    return msgspec.convert(values, MemberFacts)
