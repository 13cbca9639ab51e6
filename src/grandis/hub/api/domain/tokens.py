"""A person makes tokens for programs, and takes them back."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from grandis.hub.api.enums import Scope
from grandis.hub.api.models import ApiToken
from grandis.hub.api.rules import may_make_tokens, may_revoke
from grandis.hub.core import journal
from grandis.hub.core.domain.verbs import require, verb
from grandis.hub.core.enums import Audience
from grandis.hub.core.errors import Broken
from grandis.hub.core.models import Appointment, Organisation, Person
from grandis.hub.core.viewer import Viewer

#: A beginning by which people and secret scanners know what they found.
PREFIX = "grandis_"
LONGEST = timedelta(days=365)
USE_IS_NOTED_AFTER = timedelta(hours=1)


def new_secret() -> str:
    """A secret of 256 bits: too many to guess, so that a plain hash keeps it."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@verb
def make_token(
    organisation: Organisation,
    *,
    by: Viewer,
    secret: str,
    name: str,
    scopes: Iterable[Scope],
    expires_on: date,
) -> ApiToken:
    """Let whoever knows the secret act for the viewer, within the scopes."""
    require(may_make_tokens(by, organisation), by, "make a token here")
    today = timezone.localdate()
    if not today <= expires_on <= today + LONGEST:
        raise Broken(_("A token works for a year at most."), field="expires_on")
    chosen = sorted({Scope(scope).value for scope in scopes})
    if not chosen:
        raise Broken(_("Choose what the token may be used to do."), field="scopes")
    token = ApiToken.objects.create(
        appointment=Appointment.objects.get(
            person=by.person, organisation=organisation, ended_at=None
        ),
        name=name,
        scopes=chosen,
        secret_hash=hash_of(secret),
        expires_on=expires_on,
    )
    _record("token.made", token, organisation, by)
    return token


@verb
def revoke_token(token: ApiToken, *, by: Viewer) -> ApiToken:
    """Make a token worthless, at once and for good."""
    require(may_revoke(by, token), by, "revoke this token")
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        _record("token.revoked", token, token.appointment.organisation, by)
    return token


def is_unnoted(token: ApiToken) -> bool:
    """Whether a use of the token now is worth noting: once an hour."""
    last = token.last_used_at
    return last is None or timezone.now() - last > USE_IS_NOTED_AFTER


@verb
def note_use(token: ApiToken) -> None:
    """Remember when a token was last used."""
    token.last_used_at = timezone.now()
    token.save(update_fields=["last_used_at"])


def tell_tokens(person: Person) -> list[dict[str, Any]]:
    """What is stored about a person's tokens, for `core.personal`."""
    told = ("key", "name", "scopes", "made_at", "expires_on", "last_used_at")
    return list(ApiToken.objects.filter(appointment__person=person).values(*told))


def forget_tokens(person: Person) -> None:
    """Remove a person's tokens, for `core.personal`."""
    ApiToken.objects.filter(appointment__person=person).delete()


def _record(kind: str, token: ApiToken, organisation: Organisation, by: Viewer) -> None:
    journal.record(
        kind,
        by=by,
        subject=token,
        organisation=organisation,
        audience=Audience.OWN,
        scopes=token.scopes,
        expires_on=token.expires_on,
    )
