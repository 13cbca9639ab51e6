"""Organisations come, agree and leave; two sides, each on its own date."""

import pytest
from django.core import mail
from tests.hub.core.browsing import abroad, declined, here, page, sent

from grandis.hub.core.domain import joining, people
from grandis.hub.core.enums import Role, Standing
from grandis.hub.core.errors import Broken, Refused
from grandis.hub.core.models import Invitation, JournalEntry, Organisation
from grandis.hub.core.sessions import viewer_of

FIELDS = {
    "role": "member",
    "name": "UAB Nauja",
    "country": "LT",
    "registration_number": "300000001",
    "person": "Nida Nidaitė",
    "email": "nida@example.org",
    "language": "lt",
}


def invite(client, **more):
    return client.post(here("invite_organisation"), FIELDS | more)


def test_an_organisation_and_its_first_person_are_invited_in_one_form(
    cast, as_, django_capture_on_commit_callbacks
):
    rasa = as_(cast.rasa)
    with django_capture_on_commit_callbacks(execute=True):
        assert "<dd>UAB Nauja</dd>" in invite(rasa).content.decode()
        assert not Organisation.objects.filter(name="UAB Nauja").exists()
        for _twice in range(2):
            assert invite(rasa, once="1", checked="yes").status_code == 302

    invited = Organisation.objects.get(name="UAB Nauja")
    assert invited.standing == Standing.INVITED
    assert invited.invitations.get().duties == ["owner"]
    assert [each.to for each in mail.outbox] == [["nida@example.org"]]
    assert "nida@example.org" in page(rasa, here("organisation", key=invited.key))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "uab KAMŠTŪNA"}, "UAB Kamštūna is in the cluster already."),
        ({"role": "coordinator"}, "Select a valid choice."),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"country": "Lithuania"}, "Ensure this value has at most 2 characters"),
        ({"country": "1!"}, "two capital letters"),
    ],
)
def test_a_wrong_invitation_is_declined_with_its_field(change, said, cast, as_):
    answer = invite(as_(cast.rasa), **(FIELDS | change), checked="yes")

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_registration_number_stands_once_in_a_cluster(cast, as_):
    kamstuna = cast.organisation(cast.ona)
    kamstuna.registration_number = "300000001"
    kamstuna.save()
    answer = invite(as_(cast.rasa), checked="yes")

    assert "This registration number is taken." in answer.content.decode()
    assert not Organisation.objects.filter(name="UAB Nauja").exists()


def test_the_owner_agrees_and_sees_the_cluster(cast, as_):
    jonas = as_(cast.jonas)
    assert "Agree that UAB Naujokas belongs to the cluster." in page(
        jonas, here("home")
    )
    said = sent(jonas, here("agree"))

    assert "UAB Naujokas belongs to the cluster." in said
    assert cast.organisation(cast.jonas).is_confirmed
    assert cast.viewer(cast.jonas).role == Role.MEMBER


def test_who_is_no_owner_does_not_agree(cast, as_):
    assert as_(cast.petras).post(here("agree")).status_code == 403


def test_the_coordinator_confirms_who_asked_to_join(cast, as_):
    asking = cast.organisation(cast.jonas)
    asking.cluster_agreed_at = None
    asking.organisation_agreed_at = asking.cluster.created_at
    asking.save()
    assert "Confirm or decline UAB Naujokas" in page(as_(cast.rasa), here("home"))

    sent(as_(cast.rasa), here("confirm", key=asking.key))
    asking.refresh_from_db()
    assert asking.is_confirmed


@pytest.mark.parametrize("ends", ["ona", "rasa"])
def test_either_side_ends_a_membership_after_a_last_look(ends, cast, as_):
    kamstuna, client = cast.organisation(cast.ona), as_(getattr(cast, ends))
    address = here("leave", key=kamstuna.key)
    check = client.post(address, {"reason": "Sold."}).content.decode()
    assert "loses" in check or "lose sight of the cluster" in check
    kamstuna.refresh_from_db()
    assert kamstuna.is_confirmed

    sent(client, address, reason="Sold.", checked="yes")
    kamstuna.refresh_from_db()
    assert kamstuna.standing == Standing.LEFT
    assert cast.viewer(cast.ona).role == Role.PUBLIC
    assert "UAB Kamštūna has left the cluster." in page(as_(cast.ona), here("home"))


def test_a_membership_does_not_end_without_a_reason(cast, as_):
    key = cast.organisation(cast.ona).key
    said = declined(as_(cast.ona), here("leave", key=key), checked="yes")

    assert "This field is required." in said


def test_the_office_cannot_leave_its_cluster(cast):
    with pytest.raises(Broken, match="office"):
        joining.leave(cast.organisation(cast.rasa), by=cast.viewer(cast.rasa))


def test_the_first_person_may_be_invited_again_until_somebody_is_there(cast, as_):
    empty = joining.invite_organisation(
        cast.cluster, by=cast.viewer(cast.rasa), role=Role.MEMBER, name="UAB Tuščia"
    )
    rasa, address = as_(cast.rasa), here("invite_first", key=empty.key)
    sent(rasa, address, email="first@example.org", language="lt")
    sent(rasa, address, email="second@example.org", language="lt")
    people.appoint(cast.stranger, empty, ["owner"])

    assert rasa.post(address, {"email": "c@e.org", "language": "lt"}).status_code == 403
    said = page(rasa, here("organisation", key=empty.key))
    assert "first@example.org" not in said  # now the organisation's own business


def test_an_expired_invitation_asks_for_attention_at_home(cast, as_):
    invited = people.invite_person(
        cast.organisation(cast.ona), by=cast.viewer(cast.ona), email="n@example.org"
    )
    Invitation.objects.filter(pk=invited.pk).update(expires_at="2020-01-01T00:00Z")

    assert "The invitation of n@example.org to UAB Kamštūna has expired." in page(
        as_(cast.ona), here("home")
    )
    assert "n@example.org" not in page(as_(cast.rasa), here("home"))


def test_the_coordinator_of_another_cluster_does_nothing_here(cast, as_):
    kamstuna = cast.organisation(cast.ona)
    by = viewer_of(cast.stranger, abroad())
    for name in ("confirm", "leave", "edit_organisation", "invite_first"):
        address = here(name, key=kamstuna.key).replace("/plastics/", "/abroad/")
        assert as_(cast.stranger).get(address).status_code == 404
    with pytest.raises(Refused):
        joining.leave(kamstuna, by=by)
    with pytest.raises(Refused):
        joining.invite_organisation(cast.cluster, by=by, role=Role.MEMBER, name="X")


def test_every_step_is_in_the_journal(cast):
    kinds = JournalEntry.objects.filter(organisation__name="UAB Kamštūna")

    assert set(kinds.values_list("kind", flat=True)) == {
        "organisation.invited",
        "organisation.organisation_agreed",
    }


def test_competitors_never_read_who_the_customers_are(cast, as_):
    joining.leave(cast.organisation(cast.carl), by=cast.viewer(cast.rasa), reason="x")

    assert "Carl Caps" in page(as_(cast.rasa), here("journal"))
    for person in (cast.ona, cast.milda, cast.tomas, cast.asta, None):
        for name in ("journal", "home"):
            assert "Carl Caps" not in page(as_(person), here(name))
