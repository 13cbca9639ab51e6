"""Who read what is confidential, and who was refused."""

import pytest
from tests.hub.core.browsing import here, page

from grandis.hub.core import access, visibility
from grandis.hub.core.domain import people
from grandis.hub.core.enums import Role
from grandis.hub.core.guard import watching
from grandis.hub.core.models import AccessEntry, Appointment, JournalEntry, Organisation
from grandis.hub.core.sessions import viewer_of
from grandis.hub.core.visibility import ALL, see


@pytest.fixture
def confidential(monkeypatch):
    """Lets the coordinator read everybody's people, as something confidential."""
    declared = visibility.declaration_of(Appointment)
    monkeypatch.setitem(visibility.declarations, Appointment, declared)
    visibility.declare(
        Appointment,
        data=declared.data,
        cluster=declared.cluster,
        owner=declared.owner,
        shows={Role.COORDINATOR: ALL},
        confidential=True,
    )


def read(viewer, rows=list):
    """Whose rows a viewer's request read, as the log notes them."""
    with watching() as watch:
        rows(see(viewer, Appointment))
    access.note_readings(viewer, watch, "/somewhere/")
    entries = AccessEntry.objects.filter(person=viewer.person, refused=False)
    return {each.owner and each.owner.name for each in entries}


READINGS = {
    "a list": list,
    "pages": lambda rows: list(rows.order_by("pk")[:50]),
    "one": lambda rows: rows.filter(organisation__name="UAB Kamštūna").first(),
    "a stream": lambda rows: list(rows.iterator()),
    "with others": lambda rows: list(rows.select_related("person")),
}


@pytest.mark.parametrize("rows", READINGS.values(), ids=READINGS)
def test_the_log_knows_whose_rows_were_read(rows, confidential, cast):
    assert "UAB Kamštūna" in read(cast.viewer(cast.rasa), rows)


def test_one_row_read_is_one_owner_noted(confidential, cast):
    assert read(cast.viewer(cast.rasa), READINGS["one"]) == {"UAB Kamštūna"}


@pytest.mark.parametrize(
    "rows",
    [lambda rows: rows.count(), lambda rows: list(rows.values_list("duties"))],
    ids=["counting", "values"],
)
def test_what_was_summed_up_is_noted_without_an_owner(rows, confidential, cast):
    assert read(cast.viewer(cast.rasa), rows) == {None}


def test_reading_nothing_is_not_noted(confidential, cast):
    def nothing(rows):
        return list(rows.filter(pk=0))

    assert read(cast.viewer(cast.rasa), nothing) == set()


def test_reading_ones_own_rows_is_not_noted(confidential, cast):
    assert read(cast.viewer(cast.ona)) == set()
    assert read(cast.viewer(cast.rasa)).isdisjoint({"Engineering association"})


def test_the_same_reading_is_noted_once_in_a_while(confidential, cast):
    for _again in range(3):
        read(cast.viewer(cast.rasa), READINGS["one"])

    assert AccessEntry.objects.filter(refused=False).count() == 1


def test_the_owner_sees_who_read_and_the_reader_sees_the_own_reading(
    confidential, cast, as_
):
    read(cast.viewer(cast.rasa), READINGS["one"])
    owner = page(as_(cast.ona), here("access_log"))

    assert "Engineering association" in owner
    assert "Rasa Rasaitė" not in owner  # the name stays within her organisation
    assert "Coordinator" in owner
    assert "Rasa Rasaitė" in page(as_(cast.rasa), here("access_log") + "?show=own")
    for person in (cast.petras, cast.darius, cast.milda):
        assert "Engineering association" not in page(as_(person), here("access_log"))


def test_somebody_elses_page_is_not_found_and_noted(cast, as_):
    key = cast.petras.appointments.get().key
    address = here("change_duties", key=key)
    page(as_(cast.darius), address, 404)

    noted = AccessEntry.objects.get()
    assert (noted.person, noted.refused) == (cast.darius, True)
    assert noted.path == address
    said = page(as_(cast.darius), here("access_log") + "?show=own")
    assert address in said
    assert address not in page(as_(cast.ona), here("access_log"))


@pytest.mark.parametrize(
    "address",
    [
        "/c/nowhere/",
        "/c/plastics/nothing/",
        "/c/abroad/people/",
        "/c/plastics/people/zzzzzzzzzzzz/end/",
        "/c/plastics/organisations/zzzzzzzzzzzz/",
        "/c/plastics/settings/",
    ],
)
def test_an_address_made_by_hand_is_noted_with_who_tried(address, cast, as_):
    assert as_(cast.darius).get(address).status_code in {403, 404}
    assert AccessEntry.objects.get().person == cast.darius


def test_a_key_of_another_cluster_opens_nothing(cast, as_):
    other = cast.stranger.appointments.get()
    for address in (
        here("change_duties", key=other.key),
        here("organisation", key=other.organisation.key),
        here("edit_organisation", key=other.organisation.key),
        here("leave", key=other.organisation.key),
    ):
        page(as_(cast.rasa), address, 404)
    assert AccessEntry.objects.filter(person=cast.rasa, refused=True).count() == 4


def test_nobody_fills_the_log_with_refusals(cast):
    viewer = cast.viewer(cast.darius)
    for number in range(access.MOST_REFUSALS + 30):
        access.note_refusal(viewer, f"/c/plastics/{number}/")

    assert AccessEntry.objects.count() == access.MOST_REFUSALS


def test_looking_never_writes_the_journal(confidential, cast, as_):
    before = JournalEntry.objects.count()
    page(as_(cast.darius), here("settings"), 403)
    read(cast.viewer(cast.rasa))

    assert JournalEntry.objects.count() == before


def test_a_reader_of_two_clusters_is_told_each_apart(cast, as_):
    people.appoint(cast.stranger, cast.organisation(cast.carl), ["owner"])
    page(as_(cast.stranger), here("settings"), 403)

    assert viewer_of(cast.stranger, cast.cluster).organisation is not None
    own = here("access_log") + "?show=own"
    assert here("settings") in page(as_(cast.stranger), own)
    elsewhere = own.replace("plastics", "abroad")
    assert here("settings") not in page(as_(cast.stranger), elsewhere)


def test_a_page_without_confidential_rows_writes_nothing(
    cast, django_assert_num_queries
):
    viewer = cast.viewer(cast.ona)
    with watching() as watch:
        list(see(viewer, Organisation))
    with django_assert_num_queries(0):  # not even a transaction, which would wait
        access.note_readings(viewer, watch, "/somewhere/")
