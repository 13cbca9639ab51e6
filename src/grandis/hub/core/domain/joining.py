"""Belonging to a cluster: agreed by both sides, each on its own date."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from grandis.hub.core import journal
from grandis.hub.core.domain import people
from grandis.hub.core.domain.editing import clean, edit
from grandis.hub.core.domain.verbs import require, verb
from grandis.hub.core.enums import MEMBERS, Audience, Role, Standing
from grandis.hub.core.errors import Broken
from grandis.hub.core.models import Cluster, Organisation
from grandis.hub.core.rules import (
    coordinates,
    may_agree,
    may_edit_organisation,
    may_run_cluster,
)
from grandis.hub.core.viewer import Viewer


@verb
def invite_organisation(
    cluster: Cluster, *, by: Viewer, role: Role, name: str, **more: Any
) -> Organisation:
    """The cluster says yes to an organisation; its own yes is still to come."""
    require(may_run_cluster(by) and by.cluster == cluster, by, "invite")
    if role in {Role.COORDINATOR, Role.PUBLIC}:
        raise Broken(_("A cluster has one coordinator."), field="role")
    _require_new(cluster, name)
    organisation = Organisation(
        cluster=cluster,
        role=role,
        name=name.strip(),
        cluster_agreed_at=timezone.now(),
        **more,
    )
    clean(organisation)
    organisation.save()
    _record("organisation.invited", organisation, by, Audience.COORDINATED)
    return organisation


def _require_new(cluster: Cluster, name: str) -> None:
    """Refuse a second organisation of a name; letters compare without case."""
    wanted = name.strip().casefold()
    there = cluster.organisations.filter(left_at=None)
    for known in there.values_list("name", flat=True):
        if known.casefold() == wanted:
            raise Broken(
                _("%(name)s is in the cluster already.") % {"name": known},
                field="name",
            )


@verb
def invite_with_owner(
    cluster: Cluster,
    *,
    by: Viewer,
    email: str,
    person: str = "",
    language: str = "en",
    **organisation: Any,
) -> Organisation:
    """Invite an organisation and, by e-mail, the person who will own it here."""
    invited = invite_organisation(cluster, by=by, **organisation)
    people.invite_person(invited, by=by, email=email, name=person, language=language)
    return invited


@verb
def agree(organisation: Organisation, *, by: Viewer) -> Organisation:
    """The organisation says yes to the cluster."""
    require(may_agree(by, organisation), by, "agree for the organisation")
    return _say_yes(organisation, "organisation_agreed_at", by)


@verb
def confirm(organisation: Organisation, *, by: Viewer) -> Organisation:
    """The cluster says yes to an organisation that asked to join."""
    require(coordinates(by, organisation), by, "confirm a membership")
    return _say_yes(organisation, "cluster_agreed_at", by)


def _say_yes(organisation: Organisation, field: str, by: Viewer) -> Organisation:
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if current.standing == Standing.LEFT:
        raise Broken(
            _("%(name)s has left the cluster; invite it again.")
            % {"name": current.name}
        )
    if getattr(current, field) is None:
        setattr(current, field, timezone.now())
        current.version += 1
        current.save()
        _record(f"organisation.{field.removesuffix('_at')}", current, by)
    setattr(organisation, field, getattr(current, field))
    organisation.version = current.version
    return organisation


@verb
def leave(organisation: Organisation, *, by: Viewer, reason: str = "") -> Organisation:
    """One side ends the membership; what was agreed and delivered stays recorded."""
    require(
        may_agree(by, organisation) or coordinates(by, organisation),
        by,
        "end a membership",
    )
    if organisation.role == Role.COORDINATOR:
        raise Broken(_("The coordinator's office cannot leave its cluster."))
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if current.left_at is None:
        current.left_at = timezone.now()
        current.version += 1
        current.save()
        _record("organisation.left", current, by, reason=reason)
    organisation.left_at, organisation.version = current.left_at, current.version
    return organisation


@verb
def edit_organisation(
    organisation: Organisation,
    *,
    by: Viewer,
    version: int | None = None,
    **changes: Any,
) -> Organisation:
    """Change an organisation's name, numbers and addresses."""
    require(may_edit_organisation(by, organisation), by, "edit this organisation")
    changed = edit(organisation, version=version, **changes)
    if changed:
        _record("organisation.edited", organisation, by, fields=sorted(changed))
    return organisation


def _record(
    kind: str,
    organisation: Organisation,
    by: Viewer,
    audience: Audience | None = None,
    **body: Any,
) -> None:
    """Write what happened; all read it of members, of others those concerned.

    Who the customers are, say, is nothing that competitors may share.
    """
    if audience is None:
        is_member = organisation.role in MEMBERS
        audience = Audience.CLUSTER if is_member else Audience.COORDINATED
    journal.record(
        kind,
        by=by,
        subject=organisation,
        organisation=organisation,
        cluster=organisation.cluster,
        audience=audience,
        name=organisation.name,
        **body,
    )
