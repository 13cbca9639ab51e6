"""Rows that are hidden from somebody never change what they find, nor its order."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import enrol

from grandis.hub.core.domain import joining
from grandis.hub.core.guard import watching
from grandis.hub.core.models import Organisation, Person
from grandis.hub.core.sessions import viewer_of
from grandis.hub.members.coverage import coverage
from grandis.hub.members.domain import certificates, profiles, resources
from grandis.hub.members.enums import Process, Stage
from grandis.hub.members.find.asking import Wanted
from grandis.hub.members.find.search import find
from grandis.hub.members.models import Resource

#: Words of rows that are seen, of hidden ones, and of both.
WORDS = ["press", "dosing", "secret", "canary", "kamst", "iso", "9001", "lt022", "cap"]
OUTSIDERS = ("public", "competitor", "coordinator", "customer", "stranger")

questions = st.builds(
    Wanted,
    text=st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    stage=st.sampled_from(["", *Stage.values]),
    process=st.sampled_from(["", "injection_moulding", "extrusion_blow_moulding"]),
    material=st.sampled_from(["", "pp-homo", "pa66"]),
    certificate=st.sampled_from(["", "ISO 9001", "IATF 16949"]),
    region=st.sampled_from(["", "LT", "LT011"]),
    clamp=st.sampled_from([None, None, 1500.0, 9000.0]),
    container=st.sampled_from([None, None, None, 3.0]),
)


def seen(cast, question):
    """All that outsiders can tell from an answer."""
    with watching():
        return {
            name: find(cast.viewer(cast.everybody[name]), question)
            for name in OUTSIDERS
        }


def covered(cast):
    """All that outsiders can tell from the coverage."""
    with watching():
        return {name: coverage(cast.viewer(cast.everybody[name])) for name in OUTSIDERS}


@pytest.fixture
def hidden(cast, filled) -> None:
    """Rows that answer every question, and that no outsider may see."""
    ona, site = cast.viewer(cast.ona), filled.ona["site"]
    for process, limits in (
        (Process.INJECTION_MOULDING, {"clamp": 90_000.0}),
        (
            Process.EXTRUSION_BLOW_MOULDING,
            {"container_least": 0.1, "container_most": 90.0},
        ),
    ):
        resources.add_resource(
            site, by=ona, name=f"Canary {process}", process=process, limits=limits
        )


@pytest.fixture
def unconfirmed(cast, filled) -> Organisation:
    """A company with everything, invited: it does not stand in the directory yet."""
    rasa = cast.viewer(cast.rasa)
    organisation = joining.invite_organisation(
        cast.cluster, by=rasa, role="member", name="Kamst canary press"
    )
    profiles.edit_profile(organisation, by=rasa, summary="Dosing cap", nuts="LT011")
    for stage in Stage:
        profiles.add_expertise(organisation, by=rasa, text="Canary", stage=stage)
    certificates.add_certificate(
        organisation,
        by=rasa,
        standard="IATF 16949",
        issuer="Canary",
        issued_on=date(2024, 1, 1),
    )
    return organisation


def canaries():
    return Resource.objects.filter(name__startswith="Canary")


asking = settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@asking
@given(question=questions)
def test_unpublished_resources_change_nothing_that_others_find(cast, hidden, question):
    with_them = seen(cast, question)
    with transaction.atomic():
        assert canaries().delete()[0] == 2
        assert seen(cast, question) == with_them
        transaction.set_rollback(True)


@asking
@given(question=questions)
def test_an_invited_company_changes_nothing_that_others_find(
    cast, unconfirmed, question
):
    with_it = seen(cast, question)
    abroad = cast.organisation(cast.stranger).cluster
    with transaction.atomic():
        Organisation.objects.filter(pk=unconfirmed.pk).update(cluster=abroad)
        assert seen(cast, question) == with_it
        transaction.set_rollback(True)


def test_hidden_rows_change_nothing_in_the_coverage(cast, hidden, unconfirmed):
    with_them = covered(cast)
    canaries().delete()
    abroad = cast.organisation(cast.stranger).cluster
    Organisation.objects.filter(pk=unconfirmed.pk).update(cluster=abroad)
    assert covered(cast) == with_them


def test_the_same_rows_change_all_of_it_once_they_are_shown(cast, hidden, unconfirmed):
    question = Wanted(text="canary")
    assert not any(seen(cast, question).values())
    before = covered(cast)
    for row in canaries():
        resources.edit_resource(row, by=cast.viewer(cast.ona), published=True)
    enrol(unconfirmed, "Kazys Kazlauskas")
    kazys = viewer_of(Person.objects.get(email="kazys@example.org"), cast.cluster)
    joining.agree(unconfirmed, by=kazys)
    profiles.edit_profile(unconfirmed, by=kazys, shown_in_public=True)
    after = covered(cast)
    for name, found in seen(cast, question).items():
        assert len(found) == 2
        assert after[name] != before[name]
