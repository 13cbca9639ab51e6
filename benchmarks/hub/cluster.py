"""A cluster of any size, like the demo's; the same for the same seed.

python -m benchmarks.hub.cluster --members 200 --resources 5000 --opportunities 5000

GRANDIS_DATA says where. Rows are stored in bulk; what a verb would have written
beside each of them follows: its entry in the journal and its words in the index of
find. Everybody has the same password, given in GRANDIS_BENCHMARK_PASSWORD.
"""

import argparse
import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from random import Random
from typing import Any

from django.utils import timezone

COLOURS = ("Amber", "Blue", "Green", "Grey", "Ochre", "Red", "Rose", "Teal", "White")
LETTERS = "abcdefghjk"
COORDINATOR = "rasa@example.org"


def owner_email(number: int) -> str:
    """The address that signs in for a member."""
    return f"owner{number:04}@example.org"


def member_key(number: int) -> str:
    """The key of a member, of the letters that keys are made of."""
    return "member" + f"{number:06}".translate(str.maketrans("0123456789", LETTERS))


def opportunity_key(number: int) -> str:
    """The key of an opportunity, of the same letters."""
    return "asked" + f"{number:07}".translate(str.maketrans("0123456789", LETTERS))


def build(
    members: int, resources: int, opportunities: int, seed: int, password: str
) -> None:
    """Fill an empty database."""
    from benchmarks.hub.belongings import rows_of
    from benchmarks.hub.enquiries import bring_in, customers_of
    from django.db import transaction

    from grandis.hub.members.domain.rows import record

    with transaction.atomic():
        office, owners = _bring_in(members, password)
        share, more = divmod(resources, members)
        rows = [
            row
            for number, (organisation, company, _) in enumerate(owners)
            for row in rows_of(
                organisation,
                company,
                share + (number < more),
                Random(f"{seed} {number}"),
            )
        ]
        _store(rows, Random(seed))
        viewers = {organisation.pk: viewer for organisation, _, viewer in owners}
        for row in rows:
            record(row, "added", viewers[row.organisation_id])
        bring_in(
            opportunities, office, list(viewers.values()), customers_of(office.cluster)
        )


def _bring_in(number: int, password: str) -> tuple[Any, list[tuple[Any, Any, Any]]]:
    """The coordinator, and the members: organisation, the company it is like, owner."""
    from django.contrib.auth.hashers import make_password

    from grandis.hub.core.domain.clusters import open_cluster
    from grandis.hub.core.enums import Role
    from grandis.hub.core.models import Organisation
    from grandis.planning.demo.tables import companies

    hashed = make_password(password)
    office = open_cluster("large", name="A large cluster", office="Its office")
    coordinator = _owners([(office, COORDINATOR)], hashed)[0]
    now, like = timezone.now(), companies()
    organisations = Organisation.objects.bulk_create(
        Organisation(
            cluster=office.cluster,
            role=Role.MEMBER if company.kind == "company" else Role.RESEARCH,
            name=f"{company.name} {COLOURS[n // len(like) % len(COLOURS)]} {n}",
            registration_number=f"{300_000_000 + n}",
            key=member_key(n),
            cluster_agreed_at=now,
            organisation_agreed_at=now,
        )
        for n in range(number)
        for company in [like[n % len(like)]]
    )
    emails = map(owner_email, range(number))
    viewers = _owners(list(zip(organisations, emails, strict=True)), hashed)
    return coordinator, [
        (viewer.organisation, like[n % len(like)], viewer)
        for n, viewer in enumerate(viewers)
    ]


def _owners(owners: list[tuple[Any, str]], hashed: str) -> list[Any]:
    """The owner of each organisation, who has an account."""
    from grandis.hub.core.enums import Duty, Role
    from grandis.hub.core.viewer import Viewer

    people = _employ(owners, hashed)
    return [
        Viewer(
            cluster=organisation.cluster,
            person=person,
            organisation=organisation,
            role=Role(organisation.role),
            duties=frozenset({Duty.OWNER}),
        )
        for (organisation, _), person in zip(owners, people, strict=True)
    ]


def _employ(owners: list[tuple[Any, str]], hashed: str) -> list[Any]:
    """An owner with an account for each organisation."""
    from allauth.account.models import EmailAddress

    from grandis.hub.core.enums import Duty
    from grandis.hub.core.models import Appointment, Person

    people = Person.objects.bulk_create(
        Person(email=email, name=email.partition("@")[0].title(), password=hashed)
        for _, email in owners
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=each, email=each.email, verified=True, primary=True)
        for each in people
    )
    Appointment.objects.bulk_create(
        Appointment(person=each, organisation=organisation, duties=[Duty.OWNER])
        for each, (organisation, _) in zip(people, owners, strict=True)
    )
    return people


def _store(rows: list[Any], dice: Random) -> None:
    """Store rows kind by kind, each after what it points to."""
    from grandis.hub.core.models.base import ALPHABET

    for row in rows:
        row.key = "".join(dice.choices(ALPHABET, k=12))
    for kind, same in _by_kind(rows):
        for row in same:
            for name in ("site", "resource"):
                if name in row._state.fields_cache:
                    setattr(row, name, getattr(row, name))  # its number is known now
        kind._base_manager.bulk_create(same)


def _by_kind(rows: list[Any]) -> Iterator[tuple[Any, list[Any]]]:
    from grandis.hub.members.models import Resource, Site

    first = [Site, Resource]

    def order(row: Any) -> tuple[int, str]:
        kind = type(row)
        return first.index(kind) if kind in first else 2, kind.__name__

    for _, same in groupby(sorted(rows, key=order), key=order):
        listed: list[Any] = list(same)
        yield type(listed[0]), listed


def main(arguments: Iterable[str] | None = None) -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--members", type=int, default=200)
    asked.add_argument("--resources", type=int, default=5_000)
    asked.add_argument("--opportunities", type=int, default=5_000)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args(arguments)
    password = os.environ["GRANDIS_BENCHMARK_PASSWORD"]

    import django

    django.setup()
    from grandis.hub.core.administration.preparing import prepare

    prepare(print)
    build(given.members, given.resources, given.opportunities, given.seed, password)


if __name__ == "__main__":
    main()
