"""Build the demo: a plastics cluster of 14 + 3 members, its customers and partner.

Everything is made through the verbs of the hub, as people would have done it,
so that journal, search and rights are those of real life. The same seed and
day always give the same demo, random addresses and times of day aside.
"""

from collections.abc import Callable
from datetime import date
from random import Random

from django.db import transaction
from django.utils import timezone

from grandis.hub.core.domain import clusters, joining
from grandis.hub.core.enums import Duty, Role
from grandis.hub.core.models import Cluster
from grandis.hub.core.viewer import Viewer
from grandis.hub.demo import (
    chains,
    customers,
    directory,
    machines,
    opportunities,
    records,
)
from grandis.hub.demo.people import enrol, join
from grandis.hub.demo.tables import lines_of
from grandis.planning.demo.tables import Company, companies, places

SLUG = "plastics"
ABOUT = (
    "Fourteen plastics companies and three research and training members that "
    "together cover the whole chain: design, prototyping, tooling, injection "
    "moulding, extrusion, blow moulding, thermoforming and subcontracting."
)


def build(
    seed: int = 0, on_progress: Callable[[str], None] = lambda _: None
) -> Cluster | None:
    """Build the demo in an empty installation; None when there is a cluster already."""
    if Cluster.objects.exists():
        return None
    today = timezone.localdate()
    with transaction.atomic():
        coordinator = _open(SLUG, "Demo plastics cluster", "lt", ABOUT)
        members = _bring_in_members(coordinator, seed, today, on_progress)
        on_progress("fees, hours and friends")
        records.charge(coordinator, members, today)
        records.work_together(coordinator, members, today, Random(f"{seed} hours"))
        _bring_in_friends(coordinator)
        _bring_in_newcomers(coordinator)
        on_progress("two years of opportunities")
        _trade(coordinator, members, today, Random(f"{seed} rates"))
        on_progress("a plan")
        chains.plan(coordinator, today, seed)
    assert coordinator.cluster is not None
    return coordinator.cluster


def _open(slug: str, name: str, language: str, about: str) -> Viewer:
    """A cluster with its coordinator."""
    office = clusters.open_cluster(
        slug,
        name=name,
        office={"lt": "Demo engineering association", "da": "Demo Plast Danmark"}[
            language
        ],
        country={"lt": "LT", "da": "DK"}[language],
        about=about,
        founded_on=date(2015, 1, 15),
    )
    name = {"lt": "Rasa Koordinatė", "da": "Pernille Holm"}[language]
    return enrol(office, name, language=language)


def _bring_in_members(
    coordinator: Viewer, seed: int, today: date, on_progress: Callable[[str], None]
) -> list[Viewer]:
    owner_of = {place.id: place.member for place in places()}
    by_site = machines.equipment(seed, companies(), owner_of)
    members = []
    for company in companies():
        on_progress(company.name)
        owner = _bring_in(coordinator, company)
        at = [place for place in places() if place.member == company.code]
        dice = Random(f"{seed} {company.code}")
        directory.tell(owner, company, at[0].town, today, dice)
        for place in at:
            machines.set_up(owner, place, by_site[place.id], today)
        members.append(owner)
    return members


def _bring_in(coordinator: Viewer, company: Company) -> Viewer:
    assert coordinator.cluster is not None
    (line,) = lines_of("profiles", company.code)
    role = Role.MEMBER if company.kind == "company" else Role.RESEARCH
    owner = join(
        coordinator.cluster,
        coordinator,
        role,
        company.name,
        line["owner"],
        language="lt",
        registration_number=f"3000000{ord(company.code):02}",
    )
    if line["production"]:
        assert owner.organisation is not None
        enrol(owner.organisation, line["production"], [Duty.PRODUCTION], "lt")
    return owner


def _bring_in_friends(coordinator: Viewer) -> None:
    """One organisation of each other role, and the partner cluster in Denmark."""
    cluster = coordinator.cluster
    assert cluster is not None
    for role, name, owner, language, country in (
        (Role.TRUSTEE, "Notary Tomaitis", "Tomas Notaras", "lt", "LT"),
        (Role.AGENCY, "Innovation agency (demo)", "Asta Agentė", "lt", "LT"),
        (Role.PARTNER, "Danish plastics cluster", "Pernille Holm", "da", "DK"),
    ):
        join(
            cluster, coordinator, role, name, owner, language=language, country=country
        )
    danish = _open(
        "danish-plastics",
        "Danish plastics cluster (demo)",
        "da",
        "Danish makers of plastic products; partner of the Lithuanian cluster.",
    )
    assert danish.cluster is not None
    join(
        danish.cluster,
        danish,
        Role.MEMBER,
        "Jysk Sprøjtestøb ApS",
        "Mads Møller",
        language="da",
        country="DK",
    )


def _trade(
    coordinator: Viewer, members: list[Viewer], today: date, dice: Random
) -> None:
    """Customers, exchange rates, and what was asked for in two years."""
    codes = [company.code for company in companies()]
    people = opportunities.People(
        coordinator,
        dict(zip(codes, members, strict=True)),
        customers.bring_in(coordinator),
    )
    customers.set_rates(coordinator, today, dice)
    for asked in opportunities.bring_in(people, today):
        if asked.line["offer"]:
            chains.offer(asked, coordinator, today)
        else:
            opportunities.decide(asked, coordinator)
        opportunities.date_back(asked, today)


def _bring_in_newcomers(coordinator: Viewer) -> None:
    """A company that has not answered yet, and one that waits for the cluster."""
    assert coordinator.cluster is not None
    joining.invite_organisation(
        coordinator.cluster,
        by=coordinator,
        role=Role.MEMBER,
        name="UAB Naujaforma",
    )
