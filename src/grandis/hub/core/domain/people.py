"""People come in by invitation, act by appointment, and can be forgotten."""

import hashlib
import secrets
from collections.abc import Iterable
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
from grandis.hub.core.models import (
    Appointment,
    Invitation,
    Organisation,
    Person,
)
from grandis.hub.core.rules import coordinates, may_edit_people, may_invite_people
from grandis.hub.core.viewer import Viewer

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
) -> Invitation:
    """Make an invitation and mail its link when the transaction is committed."""
    email = email.strip().lower()
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
        duties=sorted(Duty(duty) for duty in duties),
        secret_hash=hash_of(secret),
        sent_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    _record("person.invited", organisation, by, invitation, duties=invitation.duties)
    transaction.on_commit(lambda: _mail(invitation, secret))
    return invitation


def hash_of(secret: str) -> str:
    """What is kept of an invitation's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _mail(invitation: Invitation, secret: str) -> None:
    organisation = invitation.organisation
    link = settings.ADDRESS + reverse("core:invitation", args=[secret])
    with translation.override(invitation.language):
        told = {"invitation": invitation, "organisation": organisation, "link": link}
        send_mail(
            _("Invitation to %(cluster)s") % {"cluster": organisation.cluster.name},
            render_to_string("core/mail/invitation.txt", told),
            None,
            [invitation.email],
        )


def invitation_of(secret: str) -> Invitation | None:
    """The invitation that a link belongs to, open or not."""
    return (
        Invitation.objects.select_related("organisation__cluster")
        .filter(secret_hash=hash_of(secret))
        .first()
    )


@verb
def accept_invitation(
    invitation: Invitation, *, person: Person | None = None, **new_person: Any
) -> Appointment:
    """The invited person comes in, with an account of theirs or a new one.

    The link was mailed, so whoever has it reads that mailbox: the address counts
    as verified.
    """
    invitation = (
        Invitation.objects.select_for_update()
        .select_related("organisation__cluster")
        .get(pk=invitation.pk)
    )
    if not invitation.is_open:
        raise Broken(_("This invitation has expired or was used; ask for a new one."))
    person = person or _new_person(invitation, **new_person)
    now = timezone.now()
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    appointment = appoint(person, invitation.organisation, invitation.duties)
    by = Viewer(invitation.organisation.cluster, person, invitation.organisation)
    _record("person.came", invitation.organisation, by, appointment)
    return appointment


def _new_person(invitation: Invitation, *, name: str, password: str) -> Person:
    if Person.objects.filter(email__iexact=invitation.email).exists():
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
    """Let a person act for an organisation; part of other verbs."""
    appointment, _new = Appointment.objects.update_or_create(
        person=person,
        organisation=organisation,
        ended_at=None,
        defaults={"duties": sorted(set(duties))},
    )
    return appointment


@verb
def change_duties(
    appointment: Appointment, *, by: Viewer, duties: Iterable[Duty]
) -> Appointment:
    """Change what a person does for the organisation."""
    require(may_edit_people(by, appointment.organisation), by, "change duties")
    appointment.duties = sorted(set(duties))
    _keep_an_owner(appointment)
    appointment.save(update_fields=["duties"])
    _record(
        "person.duties",
        appointment.organisation,
        by,
        appointment,
        duties=appointment.duties,
    )
    return appointment


@verb
def end_appointment(appointment: Appointment, *, by: Viewer) -> Appointment:
    """A person no longer acts for the organisation."""
    own = by.person is not None and appointment.person_id == by.person.pk
    require(own or may_edit_people(by, appointment.organisation), by, "end it")
    appointment.duties = []
    _keep_an_owner(appointment)
    appointment.ended_at = timezone.now()
    appointment.save(update_fields=["ended_at"])
    _record("person.left", appointment.organisation, by, appointment)
    return appointment


def _keep_an_owner(changed: Appointment) -> None:
    if Duty.OWNER in changed.duties:
        return
    others = changed.organisation.appointments.filter(ended_at=None).exclude(
        pk=changed.pk
    )
    if not any(Duty.OWNER in other.duties for other in others):
        raise Broken(_("An organisation needs at least one owner."), field="duties")


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
