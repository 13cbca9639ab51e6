"""Large AND/OR problems: the demo cluster's companies and products, many times over.

Members are copies of the demo's companies in other places, opportunities its
products in other amounts and weeks, made by the demo's own families of routes.
Teams are as large as in the demo. Of machines there are so many that what is
wanted on them is `LOAD` times what they can do between their bookings; where few
opportunities leave less than one machine of a size, there is one, and less is
wanted of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import cycle
from math import ceil
from random import Random
from statistics import fmean
from typing import NamedTuple

from msgspec.structs import replace

from grandis.planning.demo import rates
from grandis.planning.demo.draft import Draft
from grandis.planning.demo.families import FAMILIES
from grandis.planning.demo.hours import (
    DAY,
    GRID,
    HORIZON,
    LONG_LOT_DAYS,
    LOT_DAYS,
    calendars,
    closed,
    order_book,
)
from grandis.planning.demo.network import (
    COLOURS,
    ON_THE_MACHINE,
    Machine,
    kilometres,
    machines,
    trip,
)
from grandis.planning.demo.opportunities import opportunity
from grandis.planning.demo.tables import (
    Company,
    Equipment,
    Product,
    Town,
    companies,
    equipment,
    products,
    towns,
)
from grandis.planning.demo.workshop import Workshop
from grandis.planning.problem import (
    Link,
    Member,
    Opportunity,
    Problem,
    Resource,
    Setup,
    Site,
    Step,
    Tool,
)
from grandis.planning.worktime import WorkTime, worktimes

#: What is wanted of the machines for what they can do.
LOAD = 1.3
#: How far products differ from the demo's: in pieces, margin, and place in degrees.
PIECES = (0.6, 1.6)
MARGIN = 0.05
NEAR_TOWN = 0.2
#: Requests come from the first to this day, and work for them lies in these days.
LAST_RELEASE = 180
WANTED_DAYS = (14, 240)

#: Machines of one kind and size, at copies of one of the demo's companies.
Class = tuple[str, str, float]


class Owner(NamedTuple):
    """A member: a copy of one of the demo's companies, with a site of its own."""

    company: Company
    copy_of: str
    site: str
    town: Town


def surplus_problem(wanted: int, members: int, seed: int = 0) -> Problem:
    """So many opportunities for so many members; equal arguments, equal problems.

    There are at least the demo's 17 companies once each.
    """
    lot = Random(f"{wanted} {members} {seed}")
    owners = list(_owners(max(members, len(companies())), lot))
    asked = [_product(n, lot) for n in range(wanted)]
    park = list(_park(owners, _numbers(asked, lot), lot))
    workshop = Workshop(park, lot, [owner.company for owner in owners])
    made = [_made(product, owners, park, workshop, lot) for product in asked]
    return Problem(
        name=f"{wanted} opportunities, {len(owners)} members, seed {seed}",
        grid=GRID,
        horizon=HORIZON,
        members=tuple(
            Member(o.company.code, o.company.name, o.company.reliability)
            for o in owners
        ),
        sites=tuple(
            Site(o.site, o.company.code, "", o.town.latitude, o.town.longitude)
            for o in owners
        ),
        resources=tuple(machine.resource for machine in park),
        opportunities=tuple(opportunity for opportunity, _ in made),
        links=tuple(_links(owners)),
        calendars=calendars(),
        changeovers=rates.CHANGEOVERS,
        tools=tuple(tool for _, tools in made for tool in tools),
    )


def _owners(members: int, lot: Random) -> Iterator[Owner]:
    numbers: Counter[str] = Counter()
    for company, _ in zip(cycle(companies()), range(members), strict=False):
        number = numbers[company.code]
        numbers[company.code] += 1
        more = f".{number}" if number else ""
        town = lot.choice(towns())
        place = Town(
            town.town,
            round(town.latitude + lot.uniform(-NEAR_TOWN, NEAR_TOWN), 4),
            round(town.longitude + lot.uniform(-NEAR_TOWN, NEAR_TOWN), 4),
        )
        yield Owner(
            replace(company, code=company.code + more),
            company.code,
            f"{company.code}1{more}",
            place,
        )


def _links(owners: list[Owner]) -> Iterator[Link]:
    for origin in owners:
        for there in owners:
            if origin is not there:
                ticks, cents = trip(kilometres(origin.town, there.town))
                yield Link(origin.site, there.site, ticks, cents)


def _product(number: int, lot: Random) -> Product:
    """One of the demo's products, in turn, in other amounts and at another time."""
    model = products()[number % len(products())]
    return replace(
        model,
        id=f"O-{number + 1:04}",
        pieces=ceil(model.pieces * lot.uniform(*PIECES)),
        release=lot.randrange(LAST_RELEASE),
        margin=model.margin + lot.uniform(-MARGIN, MARGIN),
    )


def _numbers(asked: list[Product], lot: Random) -> dict[Class, int]:
    """How many machines of each class there are to be.

    What is wanted is reckoned on the demo's own machines: the first branch of
    every choice, each step in equal parts on all that can do it.
    """
    park = machines(lot)
    known = {machine.resource.id: machine for machine in park}
    hours: defaultdict[Class, float] = defaultdict(float)
    pieces: defaultdict[Class, float] = defaultdict(float)
    workshop = Workshop(park, lot)
    for product in asked:
        for step in _usual_steps(product, workshop):
            for option in step.options:
                group = _class(known[option.resource])
                hours[group] += option.duration / len(step.options)
                pieces[group] += 1 / len(step.options)
    times = _hours([m.resource for m in park])
    found: defaultdict[Class, list[int]] = defaultdict(list)
    for machine in park:
        if machine.kind not in rates.TEAMS:
            group = _class(machine)
            usual = max(1, ceil(hours[group] / max(1, pieces[group])))
            found[group].append(
                _can_do(machine.resource, times[machine.resource.id], usual)
            )
    return {
        group: max(1, round(hours[group] / (LOAD * max(1, fmean(each)))))
        for group, each in found.items()
    }


def _class(machine: Machine) -> Class:
    return machine.member, machine.kind, machine.size


def _usual_steps(product: Product, workshop: Workshop) -> Iterator[Step]:
    """The steps of the first branch of every choice."""
    draft = Draft(product, workshop)
    FAMILIES[product.family](draft)
    chosen: set[str | None] = {None}
    for choice in draft.choices:
        if choice.within in chosen:
            chosen.add(choice.branches[0])
    return (step for step in draft.steps if step.branch in chosen)


def _hours(resources: list[Resource]) -> dict[str, WorkTime]:
    """The working hours of some machines of the demo."""
    return worktimes(
        Problem(
            horizon=HORIZON,
            grid=GRID,
            members=(Member("all"),),
            sites=(Site("hall", "all"),),
            resources=tuple(
                replace(r, site="hall", changeover=None) for r in resources
            ),
            calendars=calendars(),
            opportunities=(),
        )
    )


def _can_do(machine: Resource, hours: WorkTime, usual: int) -> int:
    """Hours of work of the usual length that fit between what is booked.

    In the days in which work is wanted, and no work reaches across a booking.
    """
    at, last, total = WANTED_DAYS[0] * DAY, WANTED_DAYS[1] * DAY, 0
    for start, end in [*((x.start, x.end) for x in machine.load), (last, last)]:
        free = hours.opened_before(min(start, last)) - hours.opened_before(at)
        total += max(0, free) // usual * usual
        at = min(max(at, end), last)
    return total


def _park(
    owners: list[Owner], numbers: dict[Class, int], lot: Random
) -> Iterator[Machine]:
    """All teams, and the machines, dealt out in turn to those who may have them."""
    able: defaultdict[Class, list[tuple[Owner, Equipment]]] = defaultdict(list)
    for owner in owners:
        dearness = lot.uniform(*rates.RATE_SPREAD)
        for row in equipment():
            if row.site[0] != owner.copy_of:
                continue
            sizes = [float(group.partition("x")[0]) for group in row.sizes.split()]
            if row.kind in rates.TEAMS:
                yield _machine(owner, row, sizes[0], 0, dearness, lot)
            else:
                for size in sizes:
                    able[owner.copy_of, row.kind, size].append((owner, row))
    for group, number in numbers.items():
        owning = lot.sample(able[group], len(able[group]))
        for n, (owner, row) in zip(range(number), cycle(owning), strict=False):
            dearness = lot.uniform(*rates.RATE_SPREAD)
            yield _machine(owner, row, group[2], n + 1, dearness, lot)


def _machine(
    owner: Owner, row: Equipment, size: float, number: int, dearness: float, lot: Random
) -> Machine:
    kind = rates.KINDS[row.kind]
    team = row.kind in rates.TEAMS
    changeover = None
    if row.kind == "IM":
        changeover = "large-press" if size >= rates.LARGE_PRESS else "press"
    elif row.kind in ("EX", "SHT"):
        changeover = "line"
    name = row.site + row.kind if team else f"{row.kind}-{size:g}-{number}"
    capacity = int(size) if team else 1
    lots = LONG_LOT_DAYS if kind.stage == "tooling" else LOT_DAYS
    resource = Resource(
        id=f"{owner.site}-{name}",
        site=owner.site,
        stage=kind.stage,
        capacity=capacity,
        calendar=f"LT-{row.hours}",
        closed=closed(owner.company, lot),
        load=order_book(row.booked, capacity, lots, lot),
        changeover=changeover,
        setup=Setup(material=lot.choice(ON_THE_MACHINE), colour=lot.choice(COLOURS))
        if changeover
        else Setup(),
    )
    slowness = lot.uniform(*rates.SLOWNESS_SPREAD)
    rate = 100 * kind.rate(size) * dearness
    return Machine(resource, owner.company.code, row.kind, size, rate, slowness)


def _made(
    product: Product,
    owners: list[Owner],
    park: list[Machine],
    workshop: Workshop,
    lot: Random,
) -> tuple[Opportunity, list[Tool]]:
    """An opportunity and its tools; its policy names those who could work for it."""
    at = "+".join(
        lot.choice([o.site for o in owners if o.copy_of == place[0]])
        for place in product.at.split("+")
        if place
    )
    draft = Draft(replace(product, at=at), workshop)
    batches = FAMILIES[product.family](draft)
    member = {machine.resource.id: machine.member for machine in park}
    able = sorted({member[o.resource] for s in draft.steps for o in s.options})
    required = [name for name in able if name[0] == product.required[:1]]
    draft.product = replace(
        draft.product,
        required=lot.choice(required) if required else "",
        apart="+".join(lot.sample(able, 2)) if product.apart else "",
    )
    return opportunity(draft, batches, lot), draft.tools
