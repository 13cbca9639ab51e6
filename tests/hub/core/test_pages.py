"""Every page of `core`, as each role gets it."""

import pytest
from django.urls import reverse
from tests.hub.core.browsing import here, page

from grandis.hub.core.domain import people
from grandis.hub.core.models import (
    AccessEntry,
    Appointment,
    Invitation,
    JournalEntry,
    Organisation,
    Person,
)

EVERYBODY = (
    "public",
    "coordinator",
    "member",
    "production",
    "competitor",
    "research",
    "customer",
    "trustee",
    "agency",
    "partner",
    "invited",
    "stranger",
)
VISITORS = {"public", "stranger"}
#: Who opens which page; visitors are sent to sign in, strangers find nothing.
OPEN_TO = {
    "start": set(EVERYBODY),
    "home": set(EVERYBODY),
    "journal": set(EVERYBODY),
    "people": set(EVERYBODY) - VISITORS,
    "invite_person": set(EVERYBODY) - VISITORS,
    "access_log": set(EVERYBODY) - VISITORS,
    "agree": set(EVERYBODY) - VISITORS,
    "organisations": {"coordinator"},
    "invite_organisation": {"coordinator"},
    "settings": {"coordinator"},
    "profile": set(EVERYBODY) - {"public"},
    "personal_data": set(EVERYBODY) - {"public"},
}
OUTSIDE = {"start", "profile", "personal_data"}


def address_of(name):
    return reverse(f"core:{name}") if name in OUTSIDE else here(name)


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("name", OPEN_TO)
def test_a_page_opens_for_its_readers_alone(name, role, cast, as_):
    client, address = as_(cast.everybody[role]), address_of(name)
    if name == "start" and role != "public":
        assert client.get(address).status_code == 302
    elif role in OPEN_TO[name]:
        page(client, address)
    elif role == "public":
        answer = client.get(address)
        assert answer["Location"] == f"{reverse('account_login')}?next={address}"
    else:
        page(client, address, 404 if role == "stranger" else 403)


@pytest.mark.parametrize(
    ("name", "opens"),
    [
        ("organisation", {"coordinator", "member", "production"}),
        ("edit_organisation", {"coordinator", "member", "production"}),
        ("leave", {"coordinator", "member", "production"}),
        ("confirm", {"coordinator"}),
        ("invite_first", {"coordinator"}),
    ],
)
def test_a_membership_is_the_business_of_its_two_sides(name, opens, cast, as_):
    address = here(name, key=cast.organisation(cast.ona).key)
    for role, person in cast.everybody.items():
        answer = as_(person).get(address)
        expected = {True: 200}.get(role in opens, 302 if role == "public" else None)
        assert answer.status_code == expected or (
            expected is None and answer.status_code in {403, 404}
        ), (role, answer.status_code)


@pytest.mark.parametrize("name", ["change_duties", "end_appointment"])
def test_an_appointment_is_its_organisations_own(name, cast, as_):
    address = here(name, key=cast.petras.appointments.get().key)

    page(as_(cast.ona), address)
    for person in (cast.darius, cast.rasa, cast.stranger):
        page(as_(person), address, 404)


def test_the_pages_of_an_invitation_and_an_entry_are_whole(cast, as_):
    invited = people.invite_person(
        cast.organisation(cast.ona), by=cast.viewer(cast.ona), email="new@example.org"
    )
    entry = JournalEntry.objects.order_by("index").last()

    page(as_(cast.ona), here("withdraw_invitation", key=invited.key))
    assert "new@example.org" in page(as_(cast.ona), here("people"))
    page(as_(cast.ona), here("journal_entry", index=entry.index))


def test_the_public_page_shows_the_cluster_and_no_organisation_inside(cast, as_):
    said = page(as_(None), here("home"))

    assert "Plastics cluster" in said
    assert "Kamštūna" not in said


def test_a_cluster_without_a_public_page_hides_from_all_but_its_own(cast, as_):
    cast.cluster.is_public = False
    cast.cluster.save()

    assert "Plastics cluster" not in page(as_(None), reverse("core:start"))
    for person in (None, cast.stranger):
        assert "Plastics cluster" not in page(as_(person), here("home"), 404)
    page(as_(cast.carl), here("home"))


def many(cast, rows):
    """Fill the lists of Kamštūna and the coordinator with rows."""
    kamstuna = cast.organisation(cast.ona)
    crowd = Person.objects.bulk_create(
        Person(email=f"p{n}@example.org", name=f"Person {n}") for n in range(rows)
    )
    Appointment.objects.bulk_create(
        Appointment(person=each, organisation=kamstuna, duties=["sales"])
        for each in crowd
    )
    Organisation.objects.bulk_create(
        Organisation(cluster=cast.cluster, role="member", name=f"UAB {n}")
        for n in range(rows)
    )
    for organisation in Organisation.objects.filter(name__startswith="UAB "):
        Invitation.objects.create(
            organisation=organisation,
            email="late@example.org",
            secret_hash=organisation.key,
            expires_at="2020-01-01T00:00Z",
        )
    AccessEntry.objects.bulk_create(
        AccessEntry(
            cluster=cast.cluster,
            person=cast.rasa,
            organisation=cast.organisation(cast.rasa),
            owner=kamstuna,
            what="core.Appointment",
        )
        for _n in range(rows)
    )
    first = JournalEntry.objects.count()
    JournalEntry.objects.bulk_create(
        JournalEntry(
            index=first + n,
            kind="organisation.edited",
            cluster=cast.cluster,
            organisation=kamstuna,
            actor=cast.ona,
            audience="cluster",
            subject="core.Organisation:x",
            body={"name": "UAB Kamštūna"},
            leaf=bytes(32),
        )
        for n in range(rows)
    )


@pytest.mark.parametrize("rows", [1, 60])
@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("home", "coordinator"),
        ("home", "member"),
        ("home", "public"),
        ("journal", "member"),
        ("people", "member"),
        ("access_log", "member"),
        ("organisations", "coordinator"),
    ],
)
def test_a_list_asks_the_database_a_few_times_however_long_it_is(
    name, reader, rows, cast, as_, django_assert_max_num_queries
):
    many(cast, rows)
    client = as_(cast.everybody[reader])
    with django_assert_max_num_queries(15):
        page(client, here(name))
