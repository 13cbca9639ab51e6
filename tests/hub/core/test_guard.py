"""While a page is made, no guarded row is read without saying for whom."""

import pytest
from django.db import models

from grandis.hub.core.guard import UnseenQuery, trusted, watching
from grandis.hub.core.models import AccessEntry, Organisation
from grandis.hub.core.visibility import UndeclaredError, see

READINGS = {
    "fetching": lambda rows: list(rows),
    "counting": lambda rows: rows.count(),
    "looking": lambda rows: rows.exists(),
    "first": lambda rows: rows.first(),
    "values": lambda rows: list(rows.values_list("name")),
    "iterating": lambda rows: list(rows.iterator()),
    "aggregating": lambda rows: rows.aggregate(n=models.Max("pk")),
    "joining sets": lambda rows: list(rows.union(rows)),
    "within": lambda rows: list(Organisation.objects.filter(pk__in=rows)),
}


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
def test_a_query_without_a_reader_is_refused(cast, reading):
    with watching(), pytest.raises(UnseenQuery, match="Organisation"):
        reading(Organisation.objects.all())


@pytest.mark.parametrize("reading", list(READINGS.values())[:7], ids=list(READINGS)[:7])
def test_a_query_for_a_reader_is_answered(cast, reading):
    with watching():
        reading(see(cast.viewer(cast.rasa), Organisation))


def test_the_rows_of_a_related_manager_are_guarded(cast):
    kamstuna = cast.organisation(cast.ona)
    with watching(), pytest.raises(UnseenQuery):
        list(kamstuna.appointments.all())


def test_following_a_link_to_a_guarded_row_is_guarded(cast):
    appointment = cast.ona.appointments.get()
    with watching(), pytest.raises(UnseenQuery):
        appointment.organisation.name  # noqa: B018


def test_a_trusted_block_reads_what_it_needs_and_ends(cast):
    with watching():
        with trusted():
            assert Organisation.objects.count() == 10
        with pytest.raises(UnseenQuery):
            Organisation.objects.count()


def test_outside_of_a_request_nothing_is_guarded(cast):
    assert Organisation.objects.count() == 10


def test_reading_confidential_rows_is_noted(cast, monkeypatch):
    with watching() as watch:
        list(see(cast.viewer(cast.ona), Organisation))
        assert watch.confidential == {}
        rows = see(cast.viewer(cast.ona), AccessEntry)
        list(rows.seen_by_reader(confidential=True))
    assert watch.confidential == {"core.AccessEntry": set()}


def test_a_model_without_a_declaration_is_visible_to_nobody(cast):
    from grandis.hub.core.models import JournalNode

    with pytest.raises(UndeclaredError):
        see(cast.viewer(cast.rasa), JournalNode)
