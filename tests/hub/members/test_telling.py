"""What is shown needs consent, and the journal tells nobody more than they see."""

import pytest

from grandis.hub.core.domain import joining
from grandis.hub.core.enums import Audience
from grandis.hub.core.errors import Refused
from grandis.hub.core.models import JournalEntry
from grandis.hub.core.visibility import see
from grandis.hub.members.domain import calendars, figures, profiles, resources
from grandis.hub.members.models import Resource


def last_entry() -> JournalEntry:
    return JournalEntry.objects.first()


# --- consent ---------------------------------------------------------------


def test_production_cannot_publish_a_resource_but_an_owner_can(cast, filled):
    hidden = filled.ona["hidden resource"]
    with pytest.raises(Refused):
        resources.edit_resource(hidden, by=cast.viewer(cast.petras), published=True)
    assert not Resource.objects.get(pk=hidden.pk).published
    resources.edit_resource(hidden, by=cast.viewer(cast.ona), published=True)
    assert Resource.objects.get(pk=hidden.pk).published


def test_production_edits_a_published_resource_and_hides_it(cast, filled):
    press, petras = filled.ona["resource"], cast.viewer(cast.petras)
    resources.edit_resource(press, by=petras, published=True, maker="Maker")
    resources.edit_resource(press, by=petras, published=False)
    assert not Resource.objects.get(pk=press.pk).published


def test_the_coordinator_cannot_show_a_member_in_public(cast, filled):
    rasa, organisation = cast.viewer(cast.rasa), cast.organisation(cast.darius)
    profiles.edit_profile(organisation, by=rasa, town="Biržai")
    with pytest.raises(Refused):
        profiles.edit_profile(organisation, by=rasa, shown_in_public=True)
    profiles.edit_profile(
        cast.organisation(cast.ona), by=rasa, town="Biržai", shown_in_public=True
    )


def test_a_size_class_is_published_by_the_owner_alone(cast, filled):
    organisation = cast.organisation(cast.ona)
    for person in (cast.rasa, cast.petras, cast.darius):
        with pytest.raises(Refused):
            figures.publish_size(organisation, by=cast.viewer(person))


# --- who is told -----------------------------------------------------------


def test_confidential_rows_are_spoken_of_to_their_owner_without_values(cast, filled):
    names = ("rate", "shift", "closure", "load", "figures", "linked")
    kinds = {f"{name}.added" for name in names}
    told = JournalEntry.objects.filter(kind__in=kinds)
    assert {entry.kind for entry in told} == kinds
    for entry in told:
        assert entry.audience == Audience.OWN
        assert set(entry.body) == {"name", "actor"}
    seen = see(cast.viewer(cast.darius), JournalEntry).filter(kind__in=kinds)
    assert {entry.organisation for entry in seen} == {cast.organisation(cast.darius)}


def test_changes_of_confidential_rows_do_not_name_fields(cast, filled):
    calendars.edit_load(filled.ona["load"], by=cast.viewer(cast.petras), hours=61)
    assert (last_entry().kind, set(last_entry().body)) == (
        "load.changed",
        {"name", "actor"},
    )


def test_of_an_unpublished_resource_only_the_owner_reads(cast, filled):
    hidden, ona = filled.ona["hidden resource"], cast.viewer(cast.ona)
    resources.edit_resource(hidden, by=ona, maker="Maker")
    assert last_entry().audience == Audience.OWN
    resources.edit_resource(hidden, by=ona, published=True)
    assert last_entry().audience == Audience.CLUSTER
    resources.edit_resource(hidden, by=ona, published=False)
    assert last_entry().audience == Audience.CLUSTER
    resources.remove_resource(hidden, by=ona)
    assert last_entry().audience == Audience.OWN


def test_of_an_organisation_not_yet_confirmed_only_the_coordinator_reads(cast, filled):
    entry = JournalEntry.objects.get(
        kind="product.added", organisation=cast.organisation(cast.jonas)
    )
    assert entry.audience == Audience.COORDINATED
    joining.agree(cast.organisation(cast.jonas), by=cast.viewer(cast.jonas))
    profiles.add_product(
        cast.organisation(cast.jonas), by=cast.viewer(cast.jonas), name="A lid"
    )
    assert last_entry().audience == Audience.CLUSTER


def test_no_contact_person_stands_in_the_journal(cast, filled):
    profiles.edit_contact(
        filled.ona["contact"], by=cast.viewer(cast.ona), name="Somebody Else"
    )
    for entry in JournalEntry.objects.filter(kind__startswith="contact."):
        assert "Seller" not in str(entry.body)
        assert "Somebody" not in str(entry.body)
