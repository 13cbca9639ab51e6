"""Who sees the rows of `core`, and what its journal entries say.

The table of docs/reference/visibility.md, as far as it concerns people and the
record of what happened.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from grandis.hub.core import journal
from grandis.hub.core.enums import MEMBERS, Audience, Duty, Role
from grandis.hub.core.models import (
    CONFIRMED,
    AccessEntry,
    Appointment,
    Cluster,
    Invitation,
    JournalEntry,
    Organisation,
)
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import ALL, declare

#: All who belong to a cluster or work with it.
EVERY_ROLE = tuple(role for role in Role if role != Role.PUBLIC)
LISTED = CONFIRMED & Q(role__in=MEMBERS)
SPOKEN_OF_IN_PUBLIC = Q(audience=Audience.PUBLIC)
SPOKEN_OF_INSIDE = Q(audience__in=(Audience.PUBLIC, Audience.CLUSTER))


def without_people(viewer: Viewer) -> Q:
    """Invitations to organisations for which nobody acts yet."""
    people = Appointment.objects.filter(organisation=OuterRef("organisation"))
    return Q(~Exists(people.seen_by_reader(confidential=False)))


def declare_core() -> None:
    """Declare the rows of `core`; its app calls this when it starts."""
    declare(Cluster, data="directory", cluster="pk", shows={Role.PUBLIC: ALL})
    declare(
        Organisation,
        data="directory",
        cluster="cluster",
        owner="pk",
        shows={
            Role.COORDINATOR: ALL,
            **dict.fromkeys(
                (Role.MEMBER, Role.RESEARCH, Role.TRUSTEE, Role.AGENCY),
                LISTED | Q(role=Role.COORDINATOR),
            ),
            Role.PUBLIC: Q(role=Role.COORDINATOR),
        },
    )
    declare(
        Appointment,
        data="people of an organisation",
        cluster="organisation__cluster",
        owner="organisation",
    )
    declare(
        Invitation,
        data="people of an organisation",
        cluster="organisation__cluster",
        owner="organisation",
        owner_duties=frozenset({Duty.OWNER}),
        shows={Role.COORDINATOR: without_people},
    )
    declare(
        JournalEntry,
        data="journal",
        cluster="cluster",
        owner="organisation",
        shows={
            Role.COORDINATOR: ~Q(audience=Audience.OWN),
            **dict.fromkeys(MEMBERS, SPOKEN_OF_INSIDE),
            Role.PUBLIC: SPOKEN_OF_IN_PUBLIC,
        },
    )
    declare(
        AccessEntry,
        data="access log",
        cluster="cluster",
        owner="owner",
        owner_duties=frozenset({Duty.OWNER}),
        person="person",
    )
    journal.register(SENTENCES)


SENTENCES = {
    "cluster.opened": _("The cluster {name} was opened."),
    "cluster.edited": _("The cluster's page was changed."),
    "organisation.invited": _("The cluster invited {name}."),
    "organisation.organisation_agreed": _("{name} agreed to belong to the cluster."),
    "organisation.cluster_agreed": _("The cluster confirmed {name}."),
    "organisation.left": _("{name} left the cluster."),
    "organisation.edited": _("The master data of {name} were changed."),
    "person.invited": _("A person was invited."),
    "person.uninvited": _("An invitation was withdrawn."),
    "person.came": _("A person came in."),
    "person.left": _("A person left."),
    "person.duties": _("A person's duties were changed."),
    "person.erased": _("A person left, and what led to them was erased."),
}
