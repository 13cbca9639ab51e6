"""Two people edit the same thing: nobody's work is silently overwritten."""

import pytest
from tests.hub.core.browsing import declined, here, sent

from grandis.hub.core.models import Cluster, JournalEntry, Organisation


@pytest.fixture
def edits(cast):
    """What is edited: the address, the fields as both saw them, and the row."""
    kamstuna = cast.organisation(cast.ona)
    cluster = cast.cluster
    return {
        "organisation": (
            here("edit_organisation", key=kamstuna.key),
            {"name": kamstuna.name, "country": "LT", "version": kamstuna.version},
            lambda: Organisation.objects.get(pk=kamstuna.pk),
        ),
        "cluster": (
            here("settings"),
            {"name": cluster.name, "country": "LT", "version": cluster.version},
            lambda: Cluster.objects.get(pk=cluster.pk),
        ),
    }


@pytest.mark.parametrize("what", ["organisation", "cluster"])
def test_the_second_sees_both_versions_and_decides(what, edits, cast, as_):
    address, fields, row = edits[what]
    first, second = as_(cast.rasa), as_(cast.rasa)
    sent(first, address, **fields | {"name": "Of the first"})
    said = declined(second, address, **fields | {"name": "Of the second"})

    assert "Somebody else has changed this in the meantime." in said
    assert "Of the first" in said
    assert "Of the second" in said
    assert row().name == "Of the first"

    version = row().version
    sent(second, address, **fields | {"name": "Of the second", "version": version})
    assert row().name == "Of the second"


@pytest.mark.parametrize("what", ["organisation", "cluster"])
def test_a_form_sent_twice_changes_once(what, edits, cast, as_):
    address, fields, row = edits[what]
    before = JournalEntry.objects.count()
    for _twice in range(2):
        sent(as_(cast.rasa), address, **fields | {"name": "New", "once": "same"})

    assert row().version == fields["version"] + 1
    assert JournalEntry.objects.count() == before + 1


def test_saving_without_a_change_writes_nothing(edits, cast, as_):
    address, fields, row = edits["organisation"]
    before = JournalEntry.objects.count()
    sent(as_(cast.ona), address, **fields)

    assert row().version == fields["version"]
    assert JournalEntry.objects.count() == before
