"""What one member of the large cluster has, taken from a company of the demo."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

import msgspec
from django.utils import timezone

from grandis.hub.core.models import Organisation
from grandis.hub.demo.directory import COUNTIES
from grandis.hub.demo.machines import LINES, Equipment, equipment
from grandis.hub.demo.tables import lines, lines_of
from grandis.hub.members import models
from grandis.hub.members.enums import Process, ResourceKind
from grandis.planning.demo.tables import Company, companies, places, towns

#: As in the demo, every so many machines one is not published.
UNPUBLISHED = 7
#: Every third member has a second site.
MORE_SITES = 3


@cache
def _machines() -> dict[str, list[Equipment]]:
    """The demo's machines, by the company's code."""
    owner_of = {place.id: place.member for place in places()}
    by_company: dict[str, list[Equipment]] = {}
    for site, machines in equipment(0, companies(), owner_of).items():
        by_company.setdefault(owner_of[site], []).extend(machines)
    return by_company


def rows_of(
    organisation: Organisation, company: Company, resources: int, dice: Random
) -> Iterator[Any]:
    """All rows of a member, not stored yet; what a row points to comes before it."""
    sites = [_site(organisation, dice) for _ in range(_number_of_sites(organisation))]
    yield from sites
    yield _profile(organisation, company, sites[0])
    for number in range(resources):
        machine = dice.choice(_machines()[company.code])
        resource = _resource(organisation, dice.choice(sites), machine, number)
        yield resource
        yield models.ResourceRate(
            organisation=organisation,
            resource=resource,
            hourly_cents=min(round(machine.planned.rate), 200_000),
        )
    yield from _told(organisation, company)
    yield from _certificates(organisation, dice)
    yield _fee(organisation, dice)


def _number_of_sites(organisation: Organisation) -> int:
    return 1 if organisation.pk % MORE_SITES else 2


def _site(organisation: Organisation, dice: Random) -> models.Site:
    town = dice.choice(towns())
    while town.town not in COUNTIES:
        town = dice.choice(towns())
    return models.Site(
        organisation=organisation,
        name=f"{town.town} plant {dice.randrange(10_000)}",
        town=town.town,
        nuts=COUNTIES[town.town],
        latitude=round(town.latitude + dice.uniform(-0.05, 0.05), 4),
        longitude=round(town.longitude + dice.uniform(-0.05, 0.05), 4),
    )


def _profile(
    organisation: Organisation, company: Company, site: models.Site
) -> models.Profile:
    (line,) = lines_of("profiles", company.code)
    return models.Profile(
        organisation=organisation,
        summary=line["summary"],
        languages=line["languages"].split(),
        nace_codes=line["nace"].split(),
        founded_year=int(line["founded"]),
        town=site.town,
        nuts=site.nuts,
        shown_in_public=line["public"] == "yes",
    )


def _resource(
    organisation: Organisation, site: models.Site, machine: Equipment, number: int
) -> models.Resource:
    planned, capable = machine
    process = Process(capable.process)
    kind = ResourceKind.LINE if planned.kind in LINES else ResourceKind.MACHINE
    limits = msgspec.to_builtins(capable.limits)
    return models.Resource(
        organisation=organisation,
        site=site,
        name=f"{planned.resource.name} no. {number + 1}",
        kind=ResourceKind.TEAM if planned.resource.capacity > 1 else kind,
        process=process,
        stage=process.stage,
        capacity=planned.resource.capacity,
        limits={
            name: value for name, value in limits.items() if value not in (None, False)
        },
        assumed=list(capable.assumed),
        materials=list(capable.materials),
        clean_room=capable.room or "",
        published=number % UNPUBLISHED != UNPUBLISHED - 1,
    )


def _told(organisation: Organisation, company: Company) -> Iterator[models.Owned]:
    """Expertise, products, markets, offers and a contact, in the demo's words."""
    code = company.code
    for line in lines_of("expertise", code):
        yield models.Expertise(
            organisation=organisation,
            text=line["text"],
            stage=line["stage"],
            level=line["level"],
        )
    for line in lines_of("products", code):
        yield models.Product(
            organisation=organisation,
            name=line["name"],
            description=line["description"],
        )
    for line in lines_of("markets", code):
        yield models.Market(
            organisation=organisation,
            country=line["country"],
            sector=line["sector"],
            since=int(line["since"]),
        )
    for line in lines_of("offers", code):
        yield models.ResearchOffer(
            organisation=organisation,
            kind=line["kind"],
            title=line["title"],
            method=line["method"],
            stage=line["stage"],
            duration_hours=int(line["hours"]),
        )
    yield models.ContactPerson(
        organisation=organisation,
        name=f"Contact of {organisation.name}",
        email=f"{organisation.key}@example.org",
        languages=["lt", "en"],
    )


def _certificates(
    organisation: Organisation, dice: Random
) -> Iterator[models.Certificate]:
    """Two or three statements; some end soon, some have ended."""
    today = timezone.localdate()
    for line in dice.sample(lines("certificates"), dice.choice((2, 3))):
        issued = today - timedelta(days=dice.randrange(30, 1_150))
        years = int(line["years"])
        yield models.Certificate(
            organisation=organisation,
            standard=line["standard"],
            issuer=line["issuer"],
            scope=line["scope"],
            issued_on=issued,
            expires_on=issued + timedelta(days=365 * years) if years else None,
            stated_on=today,
        )


def _fee(organisation: Organisation, dice: Random) -> models.MembershipFee:
    """This year's, which every fifth member has not paid."""
    due = timezone.localdate().replace(month=1, day=31)
    return models.MembershipFee(
        organisation=organisation,
        year=due.year,
        amount_cents=120_000,
        due_on=due,
        paid_on=None if dice.random() < 0.2 else due,
    )
