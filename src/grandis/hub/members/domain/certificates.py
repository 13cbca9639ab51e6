"""An organisation states which certificates it holds; each statement has a date."""

from datetime import date
from typing import Any

from django.utils import timezone

from grandis.hub.core.domain.verbs import verb
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.members.domain import rows
from grandis.hub.members.models import Certificate


@verb
def add_certificate(
    organisation: Organisation,
    *,
    by: Viewer,
    standard: str,
    issuer: str,
    issued_on: date,
    **more: Any,
) -> Certificate:
    """State today that the organisation holds a certificate."""
    stated = {"standard": standard, "issuer": issuer, "issued_on": issued_on}
    today = timezone.localdate()
    return rows.add(Certificate, organisation, by, **stated, stated_on=today, **more)


@verb
def edit_certificate(
    certificate: Certificate, *, by: Viewer, version: int | None = None, **changes: Any
) -> Certificate:
    """State it anew today, with another scope or a later end."""
    if any(getattr(certificate, name) != value for name, value in changes.items()):
        changes["stated_on"] = timezone.localdate()
    return rows.change(certificate, by, version, **changes)


@verb
def remove_certificate(
    certificate: Certificate, *, by: Viewer, version: int | None = None
) -> None:
    """Withdraw the statement."""
    rows.remove(certificate, by, version)
