"""The journal grows with each change, in the change's own transaction."""

import pytest
from django.db import transaction

from grandis.hub.core import journal
from grandis.hub.core.domain import joining
from grandis.hub.core.enums import Audience
from grandis.hub.core.models import JournalEntry, JournalHead
from grandis.sealing import merkle


def root():
    return merkle.root(JournalHead.objects.get().size, journal.read_node)


def test_it_is_the_tree_over_the_leaves_of_its_entries(cast):
    leaves = [
        bytes(leaf)
        for leaf in JournalEntry.objects.order_by("index").values_list(
            "leaf", flat=True
        )
    ]

    assert root() == merkle.root(len(leaves), merkle.reader(leaves))


def test_a_change_and_its_entry_are_written_together_or_not_at_all(cast):
    before = JournalHead.objects.get().size
    with transaction.atomic():
        joining.leave(cast.organisation(cast.ona), by=cast.viewer(cast.ona))
        transaction.set_rollback(True)

    assert JournalHead.objects.get().size == before
    assert cast.organisation(cast.ona).left_at is None


def test_an_entry_names_the_acting_person_by_key_alone(cast):
    joining.leave(cast.organisation(cast.ona), by=cast.viewer(cast.ona))
    entry = JournalEntry.objects.order_by("index").last()

    assert entry.kind == "organisation.left"
    assert entry.body == {"actor": cast.ona.key, "name": "UAB Kamštūna", "reason": ""}


def test_a_kind_that_no_app_registered_is_refused(cast):
    with pytest.raises(LookupError, match="nonsense"):
        journal.record(
            "nonsense",
            by=cast.viewer(cast.rasa),
            subject=cast.cluster,
            audience=Audience.OWN,
        )


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_of_a_transaction_is_refused(cast):
    with pytest.raises(transaction.TransactionManagementError, match="outside"):
        journal.record(
            "cluster.edited",
            by=cast.viewer(cast.rasa),
            subject=cast.cluster,
            audience=Audience.CLUSTER,
        )
