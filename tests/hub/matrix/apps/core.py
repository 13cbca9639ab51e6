"""What the pages of people, organisations and the journal are asked for."""

from datetime import timedelta

from django.utils import timezone
from tests.hub.matrix.scene import Arguments, Scene, States

from grandis.hub.core.domain import people
from grandis.hub.core.enums import Audience, Duty
from grandis.hub.core.models import Invitation, JournalEntry

FILES = {
    "core:checkpoint",
    "core:download",
    "core:favicon",
    "core:health",
    "core:journal_export",
    "core:journal_key",
    "core:journal_proof",
}
SECRET = "an-invitation's-secret"


def states(scene: Scene) -> States:
    alone = ("start", "favicon", "profile", "personal_data", "download", "erase")
    alone += ("checkpoint", "journal_key", "health")
    here = ("home", "act_for", "agree", "settings", "access_log")
    return {
        **{f"core:{name}": {"": {}} for name in alone},
        **{f"core:{name}": {"": scene.here()} for name in here},
        "set_language": {"": {}},
        **_of_people(scene),
        **_of_organisations(scene),
        **_of_journal(scene),
    }


def _invitation(scene: Scene, email: str) -> Invitation:
    return people.invite_person(
        scene.own,
        by=scene.cast.viewer(scene.cast.ona),
        email=email,
        duties=[Duty.SALES],
    )


def _of_people(scene: Scene) -> States:
    opened = _invitation(scene, "open@example.org")
    opened.secret_hash = people.hash_of(SECRET)
    opened.save()
    expired = _invitation(scene, "expired@example.org")
    expired.secret_hash = people.hash_of(SECRET + "-expired")
    expired.expires_at = timezone.now() - timedelta(days=1)
    expired.save()
    sent = _invitation(scene, "sent@example.org")
    running = scene.cast.petras.appointments.get()
    return {
        "core:invitation": {
            "open": {"secret": SECRET},
            "expired": {"secret": SECRET + "-expired"},
            "unknown": {"secret": "unknown"},
        },
        "core:people": {"": scene.here()},
        "core:invite_person": {"": scene.here()},
        "core:change_duties": {"": scene.here(key=running.key)},
        "core:end_appointment": {"": scene.here(key=running.key)},
        "core:withdraw_invitation": {"": scene.here(key=sent.key)},
    }


def _of_organisations(scene: Scene) -> States:
    elsewhere = scene.cast.organisation(scene.cast.stranger)
    states = {
        "confirmed": scene.here(key=scene.own.key),
        "invited": scene.here(key=scene.invited.key),
        "left": scene.here(key=scene.left.key),
        "elsewhere": scene.here(key=elsewhere.key),
    }
    one = ("organisation", "edit_organisation", "invite_first", "confirm", "leave")
    return {
        "core:organisations": {"": scene.here()},
        "core:invite_organisation": {"": scene.here()},
        **{f"core:{name}": states for name in one},
    }


def _of_journal(scene: Scene) -> States:
    def entry(**of: object) -> Arguments:
        found = JournalEntry.objects.filter(**of).first()
        assert found is not None
        return scene.here(index=found.index)

    own = scene.own
    states = {
        "public": entry(audience=Audience.PUBLIC, cluster=scene.cast.cluster),
        "cluster": entry(audience=Audience.CLUSTER, organisation=own),
        "coordinated": entry(audience=Audience.COORDINATED, organisation=own),
        "own": entry(audience=Audience.OWN, organisation=own),
        "elsewhere": entry(cluster__slug="abroad"),
    }
    return {
        "core:journal": {"": scene.here()},
        "core:journal_export": {"": scene.here()},
        "core:journal_entry": states,
        "core:journal_proof": states,
    }
