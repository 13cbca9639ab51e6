"""Which organisation a signed-in person acts for in a cluster."""

from collections.abc import Callable, Iterator
from operator import attrgetter

from django.http import HttpRequest

from grandis.hub.core.enums import Role
from grandis.hub.core.guard import trusted
from grandis.hub.core.models import Appointment, Cluster, Organisation, Person
from grandis.hub.core.viewer import Viewer

ACTING_FOR = "acting_for"

#: How apps recognise whoever has not signed in, for instance by a token.
Recogniser = Callable[[HttpRequest, Cluster], Viewer | None]
_recognisers: list[Recogniser] = []


def recognise_by(recogniser: Recogniser) -> None:
    """Add a way to recognise people besides signing in; once, when an app starts."""
    _recognisers.append(recogniser)


def viewer_in(request: HttpRequest, cluster: Cluster, person: Person | None) -> Viewer:
    """Who asks for something in a cluster: recognised by an app, or signed in."""
    for recogniser in _recognisers:
        if viewer := recogniser(request, cluster):
            return viewer
    chosen = chosen_organisation(request, cluster) if person else ""
    return viewer_of(person, cluster, chosen)


def viewer_of(
    person: Person | None, cluster: Cluster | None, chosen: str = ""
) -> Viewer:
    """Who a person is in a cluster; the public if they have no part in it.

    `chosen` is the key of the organisation to act for, where there are several.
    """
    if person is None or cluster is None:
        return Viewer(cluster=cluster, person=person)
    with trusted():
        running = list(appointments_of(person, cluster))
    for appointment in sorted(running, key=lambda a: a.organisation.key != chosen):
        return acting_by(appointment)
    return Viewer(cluster=cluster, person=person)


def acting_by(appointment: Appointment) -> Viewer:
    """The viewer that an appointment makes of a person."""
    organisation = appointment.organisation
    return Viewer(
        cluster=organisation.cluster,
        person=appointment.person,
        organisation=organisation,
        role=Role(organisation.role) if organisation.is_confirmed else Role.PUBLIC,
        duties=appointment.as_duties,
    )


def appointments_of(
    person: Person, cluster: Cluster | None = None
) -> Iterator[Appointment]:
    """A person's running appointments, oldest first."""
    running = Appointment.objects.filter(person=person, ended_at=None)
    if cluster is None:
        running = running.select_related("organisation__cluster")
    else:
        running = running.filter(organisation__cluster=cluster)
        running = running.select_related("organisation")
    for appointment in sorted(running, key=attrgetter("pk")):
        appointment.person = person
        if cluster is not None:
            appointment.organisation.cluster = cluster
        yield appointment


def chosen_organisation(request: HttpRequest, cluster: Cluster) -> str:
    """The key of the organisation that this session acts for in a cluster."""
    chosen: dict[str, str] = request.session.get(ACTING_FOR, {})
    return chosen.get(cluster.slug, "")


def choose_organisation(request: HttpRequest, organisation: Organisation) -> None:
    """Act for an organisation from now on in this session."""
    chosen = request.session.get(ACTING_FOR, {})
    request.session[ACTING_FOR] = chosen | {organisation.cluster.slug: organisation.key}


def clusters_of(person: Person) -> list[Cluster]:
    """The clusters in which a person acts for somebody, by name."""
    with trusted():
        found = {a.organisation.cluster for a in appointments_of(person)}
    return sorted(found, key=lambda cluster: cluster.name)


def organisations_of(person: Person, cluster: Cluster) -> list[Organisation]:
    """The organisations that a person may act for in a cluster, by name."""
    with trusted():
        found = [a.organisation for a in appointments_of(person, cluster)]
    return sorted(found, key=lambda organisation: organisation.name)


def public_clusters() -> list[Cluster]:
    """The clusters that show a page to everybody, by name."""
    with trusted():
        return list(Cluster.objects.filter(is_public=True).order_by("name"))
