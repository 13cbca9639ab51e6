"""The access log in words: who, for whom, what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from grandis.hub.core.enums import Role
from grandis.hub.core.guard import trusted
from grandis.hub.core.models import AccessEntry, Organisation, Person
from grandis.hub.core.viewer import Viewer


@dataclass(frozen=True)
class Reading:
    """An entry of the access log as its reader may know it."""

    entry: AccessEntry
    who: str
    role: str
    what: str


def told(viewer: Viewer, entries: Iterable[AccessEntry]) -> list[Reading]:
    """Each entry in words.

    The owner learns which organisation read its rows; the name of a person only
    within the own organisation.
    """
    rows = list(entries)
    with trusted():  # the log's reader may know who they are, hidden or not
        organisations = Organisation.objects.in_bulk(
            {row.organisation_id for row in rows if row.organisation_id}
        )
    own = viewer.organisation.pk if viewer.organisation else None
    people = Person.objects.in_bulk(
        {row.person_id for row in rows if row.organisation_id == own and row.person_id}
    )
    return [_told(row, organisations, people) for row in rows]


def _told(
    row: AccessEntry, organisations: dict[Any, Organisation], people: dict[Any, Person]
) -> Reading:
    organisation = organisations.get(row.organisation_id)
    person = people.get(row.person_id)
    role = Role(organisation.role) if organisation else Role.PUBLIC
    names = [str(each) for each in (person, organisation) if each]
    return Reading(row, ", ".join(names), str(role.label), _what(row))


def _what(row: AccessEntry) -> str:
    if row.refused:
        return _("Refused: %(path)s") % {"path": row.path}
    try:
        return str(apps.get_model(row.what)._meta.verbose_name_plural)
    except (LookupError, ValueError):
        return row.what
