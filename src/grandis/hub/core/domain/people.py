"""People come in by invitation, act by appointment, and can be forgotten."""

import hashlib
import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from grandis.hub.core import journal
from grandis.hub.core.domain.verbs import require, verb
from grandis.hub.core.enums import Audience, Duty
from grandis.hub.core.errors import Broken
from grandis.hub.core.guard import trusted
from grandis.hub.core.models import (
    Appointment,
    Invitation,
    Organisation,
    Person,
)
from grandis.hub.core.rules import coordinates, may_edit_people, may_invite_people
from grandis.hub.core.viewer import Viewer

logger = logging.getLogger(__name__)

INVITATION_LASTS = timedelta(days=14)


@verb
def invite_person(
    organisation: Organisation,
    *,
    by: Viewer,
    email: str,
    name: str = "",
    language: str = "en",
    duties: Iterable[Duty] = (Duty.OWNER,),
) -> Invitation:
    """Ask a person by e-mail to act for an organisation."""
    require(may_invite_people(by, organisation), by, "invite people here")
    return send_invitation(
        organisation, by=by, email=email, name=name, language=language, duties=duties
    )


def send_invitation(
    organisation: Organisation,
    *,
    by: Viewer,
    email: str,
    name: str = "",
    language: str = "en",
    duties: Iterable[Duty] = (Duty.OWNER,),
    deliver: Callable[[Invitation, str], None] | None = None,
) -> Invitation:
    """Make an invitation and mail its link when the transaction is committed.

    `deliver` gets invitation and link instead of the mail.
    """
    email = email.strip().lower()
    wanted = sorted({Duty(duty).value for duty in duties})
    _require_invitable(organisation, wanted)
    running = organisation.appointments.filter(ended_at=None, person__email=email)
    if running.exists():
        raise Broken(
            _("%(email)s already acts for %(name)s.")
            % {"email": email, "name": organisation.name},
            field="email",
        )
    now = timezone.now()
    organisation.invitations.filter(
        email=email, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=now)
    secret = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        name=name,
        language=language,
        duties=wanted,
        secret_hash=hash_of(secret),
        sent_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    _record("person.invited", organisation, by, invitation, duties=wanted)
    transaction.on_commit(lambda: (deliver or _mail)(invitation, link_of(secret)))
    return invitation


def _require_invitable(organisation: Organisation, duties: list[str]) -> None:
    if organisation.left_at is not None:
        raise Broken(
            _("%(name)s has left the cluster; invite it again.")
            % {"name": organisation.name}
        )
    if not duties:
        raise Broken(_("Choose at least one duty."), field="duties")
    if Duty.OWNER not in duties and not organisation.appointments.exists():
        raise Broken(
            _("The first person of an organisation is its owner."), field="duties"
        )


def hash_of(secret: str) -> str:
    """What is kept of an invitation's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link_of(secret: str) -> str:
    """The address that lets in whoever knows it."""
    return settings.ADDRESS + reverse("core:invitation", args=[secret])


def _mail(invitation: Invitation, link: str) -> None:
    """Send the link; an invitation whose mail failed says so (`mailed_at`)."""
    organisation = invitation.organisation
    told = {"invitation": invitation, "organisation": organisation, "link": link}
    with trusted(), translation.override(invitation.language):
        subject = _("Invitation to %(cluster)s") % {
            "cluster": organisation.cluster.name
        }
        text = render_to_string("core/mail/invitation.txt", told)
    try:
        send_mail(subject, text, None, [invitation.email])
    except OSError:  # smtplib's errors are of this kind too
        logger.exception("the mail of invitation %s was not sent", invitation.key)
        return
    invitation.mailed_at = timezone.now()
    with trusted():
        invitation.save(update_fields=["mailed_at"])


def invitation_of(secret: str) -> Invitation | None:
    """The invitation that a link belongs to, open or not."""
    with trusted():
        return (
            Invitation.objects.select_related("organisation__cluster")
            .filter(secret_hash=hash_of(secret))
            .first()
        )


def has_account(email: str) -> bool:
    """Whether there is an account with an address."""
    return Person.objects.filter(email__iexact=email).exists()


def why_closed(invitation: Invitation) -> str:
    """Why an invitation's link is worth nothing any more."""
    if invitation.accepted_at:
        return _("This invitation has been used already; sign in instead.")
    if invitation.withdrawn_at:
        return _("This invitation has been withdrawn; ask who invited you.")
    return _("This invitation has expired; ask who invited you for a new one.")


@verb
def accept_invitation(
    invitation: Invitation, *, by: Viewer, **new_person: Any
) -> Appointment:
    """The invited person comes in: whoever is signed in, else with a new account.

    The link was mailed, so whoever has it reads that mailbox: the address counts
    as verified.
    """
    invitation = (
        Invitation.objects.select_for_update()
        .select_related("organisation__cluster")
        .get(pk=invitation.pk)
    )
    if not invitation.is_open:
        raise Broken(why_closed(invitation))
    person = by.person or _new_person(invitation, **new_person)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    appointment = appoint(person, invitation.organisation, invitation.duties)
    record_about(appointment, "person.came", by=replace(by, person=person))
    return appointment


def _new_person(invitation: Invitation, *, name: str, password: str) -> Person:
    if has_account(invitation.email):
        raise Broken(_("There is an account with this address: sign in first."))
    person: Person = Person.objects.create_user(
        invitation.email, password, name=name, language=invitation.language
    )
    EmailAddress.objects.create(
        user=person, email=person.email, verified=True, primary=True
    )
    return person


def appoint(
    person: Person, organisation: Organisation, duties: Iterable[str]
) -> Appointment:
    """Let a person act for an organisation; part of other verbs.

    Whoever acts for it already keeps the duties they have.
    """
    appointment, is_new = Appointment.objects.get_or_create(
        person=person,
        organisation=organisation,
        ended_at=None,
        defaults={"duties": sorted(set(duties))},
    )
    if not is_new:
        appointment.duties = sorted({*appointment.duties, *duties})
        appointment.save(update_fields=["duties"])
    return appointment


@verb
def change_duties(
    appointment: Appointment, *, by: Viewer, duties: Iterable[Duty]
) -> Appointment:
    """Change what a person does for the organisation."""
    require(may_edit_people(by, appointment.organisation), by, "change duties")
    current = _running(appointment)
    wanted = sorted({Duty(duty).value for duty in duties})
    if not wanted:
        raise Broken(_("Choose at least one duty."), field="duties")
    if wanted == sorted(current.duties):
        return current
    if Duty.OWNER not in wanted:
        _need_another_owner(current)
    current.duties = wanted
    current.save(update_fields=["duties"])
    record_about(current, "person.duties", by=by, duties=wanted)
    return current


@verb
def end_appointment(appointment: Appointment, *, by: Viewer) -> Appointment:
    """A person no longer acts for the organisation."""
    own = by.person is not None and appointment.person_id == by.person.pk
    require(own or may_edit_people(by, appointment.organisation), by, "end it")
    current = _running(appointment)
    _need_another_owner(current)
    current.ended_at = timezone.now()
    current.save(update_fields=["ended_at"])
    record_about(current, "person.left", by=by)
    return current


def _running(appointment: Appointment) -> Appointment:
    """The appointment as it is now; its organisation is locked until the end.

    Two owners who end each other's appointment at once would leave nobody.
    """
    Organisation.objects.select_for_update().get(pk=appointment.organisation_id)
    current = Appointment.objects.select_related("organisation__cluster").get(
        pk=appointment.pk
    )
    if current.ended_at is not None:
        raise Broken(_("This person has already left the organisation."))
    return current


def _need_another_owner(leaving: Appointment) -> None:
    if is_only_owner(leaving):
        raise Broken(
            _("%(name)s needs at least one owner. Make somebody else an owner first.")
            % {"name": leaving.organisation.name},
            field="duties",
        )


def is_only_owner(appointment: Appointment) -> bool:
    """Whether nobody would own the organisation without this appointment."""
    organisation = appointment.organisation
    if organisation.left_at is not None or Duty.OWNER not in appointment.duties:
        return False
    others = organisation.appointments.filter(ended_at=None).exclude(pk=appointment.pk)
    return not any(Duty.OWNER in other.duties for other in others)


@verb
def edit_profile(person: Person, *, by: Viewer, **changes: Any) -> Person:
    """Change one's own name, telephone number or language; nobody else does."""
    require(by.person == person, by, "change somebody else's profile")
    for name, value in changes.items():
        setattr(person, name, value)
    person.save(update_fields=list(changes))
    return person


@verb
def withdraw_invitation(invitation: Invitation, *, by: Viewer) -> Invitation:
    """Make an invitation's link worthless."""
    organisation = invitation.organisation
    require(
        may_edit_people(by, organisation) or coordinates(by, organisation),
        by,
        "withdraw an invitation",
    )
    if invitation.withdrawn_at is None and invitation.accepted_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        _record("person.uninvited", organisation, by, invitation)
    return invitation


def record_about(
    appointment: Appointment, kind: str, *, by: Viewer, **body: Any
) -> None:
    """Write what happened to an appointment into the journal; part of other verbs."""
    _record(kind, appointment.organisation, by, appointment, **body)


def _record(
    kind: str, organisation: Organisation, by: Viewer, subject: Any, **body: Any
) -> None:
    journal.record(
        kind,
        by=by,
        subject=subject,
        organisation=organisation,
        cluster=organisation.cluster,
        audience=Audience.COORDINATED,
        **body,
    )
