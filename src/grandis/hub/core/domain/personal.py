"""What is stored about a person, told to them or erased for them.

Erasing leaves the person's row, so that what they did for an organisation stays
done, but nothing in it leads to a human being any more. The journal's leaves
stay too: an entry about the person loses its text and its salt, and every other
entry knows the actor by a key that from now on means nobody.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from grandis.hub.core import personal
from grandis.hub.core.domain.people import is_only_owner, record_about
from grandis.hub.core.domain.verbs import require, verb
from grandis.hub.core.errors import Broken
from grandis.hub.core.journal import plain
from grandis.hub.core.models import (
    AccessEntry,
    Appointment,
    DoneRequest,
    Invitation,
    JournalEntry,
    Organisation,
    Person,
    new_key,
)
from grandis.hub.core.viewer import Viewer


@verb
def tell_all(person: Person, *, by: Viewer) -> dict[str, Any]:
    """Everything that is stored about a person, as plain JSON, for them alone."""
    require(by.person == person, by, "read somebody else's data")
    told = {
        "person": _values(Person.objects.filter(pk=person.pk), *_OF_PERSON)[0],
        "addresses": _values(
            EmailAddress.objects.filter(user=person), "email", "verified", "primary"
        ),
        "second factors": _values(
            Authenticator.objects.filter(user=person),
            "type",
            "created_at",
            "last_used_at",
        ),
        "sessions": _values(
            UserSession.objects.filter(user=person),
            "ip",
            "user_agent",
            "created_at",
            "last_seen_at",
        ),
        "appointments": _values(
            Appointment.objects.filter(person=person),
            "key",
            "organisation__name",
            "organisation__cluster__name",
            "duties",
            "since",
            "ended_at",
        ),
        "invitations": _values(_invitations_to(person), *_OF_INVITATION),
        "journal": _values(
            JournalEntry.objects.filter(_concerning(person)).order_by("index"),
            "index",
            "kind",
            "at",
            "cluster__name",
            "subject",
        ),
        "access log": _values(
            AccessEntry.objects.filter(person=person), *_OF_ACCESS_ENTRY
        ),
        "requests": _values(DoneRequest.objects.filter(person=person), "verb", "at"),
    }
    return told | {each.name: plain(each.tell(person)) for each in personal.keepers}


_OF_PERSON = (
    "key",
    "email",
    "name",
    "phone",
    "language",
    "is_active",
    "joined_at",
    "last_login",
)
_OF_INVITATION = (
    "organisation__name",
    "email",
    "name",
    "language",
    "duties",
    "sent_at",
    "accepted_at",
    "withdrawn_at",
)
_OF_ACCESS_ENTRY = ("at", "cluster__name", "what", "path", "refused", "owner__name")


def _values(rows: QuerySet[Any], *names: str) -> list[dict[str, Any]]:
    return [
        {name.replace("__", " "): plain(value) for name, value in row.items()}
        for row in rows.values(*names)
    ]


def _invitations_to(person: Person) -> QuerySet[Invitation]:
    addresses = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return Invitation.objects.filter(email__in=[person.email, *addresses])


def _concerning(person: Person) -> Q:
    return Q(actor=person) | _about(person)


def _about(person: Person) -> Q:
    """The entries of which a person is the subject."""
    rows: list[Person | Appointment | Invitation] = [
        person,
        *Appointment.objects.filter(person=person),
        *_invitations_to(person),
    ]
    return Q(subject__in=[f"{row._meta.label}:{row.key}" for row in rows])


@verb
def erase_person(person: Person, *, by: Viewer) -> Person:
    """Forget a person: what leads to them goes, what organisations did stays.

    Raises `Broken` while an organisation would be left without an owner.
    """
    require(by.person == person, by, "erase somebody else")
    running = _running_of(person)
    _require_other_owners(running)
    for each in personal.keepers:
        each.forget(person)
    JournalEntry.objects.filter(_about(person)).update(body=None, salt=None)
    JournalEntry.objects.filter(actor=person).update(actor=None)
    AccessEntry.objects.filter(person=person).update(person=None)
    DoneRequest.objects.filter(person=person).update(person=None)
    _invitations_to(person).delete()
    for appointment in running:
        appointment.ended_at = timezone.now()
        appointment.save(update_fields=["ended_at"])
        cluster = appointment.organisation.cluster
        record_about(appointment, "person.erased", by=Viewer.public(cluster))
    _close_account(person)
    return person


def _running_of(person: Person) -> list[Appointment]:
    running = Appointment.objects.filter(person=person, ended_at=None)
    organisations = running.values_list("organisation", flat=True)
    locked = Organisation.objects.select_for_update().filter(pk__in=[*organisations])
    list(locked.order_by("pk"))
    return list(running.select_related("organisation__cluster"))


def _require_other_owners(running: list[Appointment]) -> None:
    alone = [each.organisation.name for each in running if is_only_owner(each)]
    if alone:
        raise Broken(
            _(
                "You are the only owner of %(names)s. Make somebody else an owner "
                "first, or let the membership be ended."
            )
            % {"names": get_text_list(alone, _("and"))}
        )


def _close_account(person: Person) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    person.key = new_key()
    person.email = f"{person.key}@erased.invalid"
    person.name = person.phone = ""
    person.is_active = False
    person.last_login = None
    person.set_unusable_password()
    person.save()
