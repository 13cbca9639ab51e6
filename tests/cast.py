"""The people of every test of the hub: one cluster, one of each role, a stranger.

`Cast` is built through the verbs of the hub, as in life. Kamštūna (caps) and
Detalinga (technical parts) are members that compete on most of their machines.
"""

from dataclasses import dataclass
from functools import cached_property

from grandis.hub.core.domain import clusters, joining, people
from grandis.hub.core.enums import Duty, Role
from grandis.hub.core.models import Cluster, Organisation, Person
from grandis.hub.core.sessions import viewer_of
from grandis.hub.core.viewer import Viewer

PASSWORD = "a long enough password"


def enrol(organisation: Organisation, name: str, *duties: Duty) -> Person:
    """A person who acts for an organisation, without the mail in between."""
    first = name.split()[0].lower()
    person = Person.objects.filter(email=f"{first}@example.org").first()
    if person is None:
        person = Person.objects.create_user(f"{first}@example.org", PASSWORD, name=name)
        person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    people.appoint(person, organisation, duties or [Duty.OWNER])
    return person


def join(cluster: Cluster, coordinator: Person, role: Role, name: str, owner: str):
    """An organisation that both sides have confirmed, with its owner."""
    organisation = joining.invite_organisation(
        cluster, by=viewer_of(coordinator, cluster), role=role, name=name
    )
    person = enrol(organisation, owner)
    joining.agree(organisation, by=viewer_of(person, cluster, organisation.key))
    return person


@dataclass
class Cast:
    """Who plays in a test; persons by first name, all owners unless told."""

    cluster: Cluster
    rasa: Person  # coordinator
    ona: Person  # owner of Kamštūna
    petras: Person  # production at Kamštūna
    darius: Person  # owner of Detalinga, a competitor of Kamštūna
    milda: Person  # research member
    carl: Person  # customer
    tomas: Person  # trustee
    asta: Person  # agency
    pernille: Person  # partner cluster
    jonas: Person  # invited, has not agreed yet
    stranger: Person  # coordinator of another cluster

    def viewer(self, person: Person | None) -> Viewer:
        """Who a person is in the cluster; None is the public."""
        return viewer_of(person, self.cluster)

    def organisation(self, person: Person) -> Organisation:
        """The organisation that a person acts for."""
        return person.appointments.get(ended_at=None).organisation

    @cached_property
    def everybody(self) -> dict[str, Person | None]:
        """One person for each kind of reader, by a name for test reports."""
        return {
            "public": None,
            "coordinator": self.rasa,
            "member": self.ona,
            "production": self.petras,
            "competitor": self.darius,
            "research": self.milda,
            "customer": self.carl,
            "trustee": self.tomas,
            "agency": self.asta,
            "partner": self.pernille,
            "invited": self.jonas,
            "stranger": self.stranger,
        }


def find() -> Cast:
    """The cast as it stands in the database."""
    people = {person.email.split("@")[0]: person for person in Person.objects.all()}
    people["stranger"] = people.pop("sven")
    return Cast(cluster=Cluster.objects.get(slug="plastics"), **people)


def assemble() -> None:
    """Build the cast in the database."""
    office = clusters.open_cluster(
        "plastics", name="Plastics cluster", office="Engineering association"
    )
    rasa = enrol(office, "Rasa Rasaitė")
    cluster = office.cluster
    ona = join(cluster, rasa, Role.MEMBER, "UAB Kamštūna", "Ona Onaitė")
    kamstuna = ona.appointments.get().organisation
    abroad = clusters.open_cluster("abroad", name="Another cluster", office="Office")
    invited = joining.invite_organisation(
        cluster, by=viewer_of(rasa, cluster), role=Role.MEMBER, name="UAB Naujokas"
    )
    enrol(invited, "Jonas Jonaitis")
    enrol(abroad, "Sven Svensson")
    enrol(kamstuna, "Petras Petraitis", Duty.PRODUCTION)
    for role, name, owner in (
        (Role.MEMBER, "UAB Detalinga", "Darius Darkus"),
        (Role.RESEARCH, "Polymer Institute", "Milda Mildaitė"),
        (Role.CUSTOMER, "Carl Caps A/S", "Carl Carlsen"),
        (Role.TRUSTEE, "Notary Tomaitis", "Tomas Tomaitis"),
        (Role.AGENCY, "Innovation agency", "Asta Astaitė"),
        (Role.PARTNER, "Danish plastics cluster", "Pernille Holm"),
    ):
        join(cluster, rasa, role, name, owner)
