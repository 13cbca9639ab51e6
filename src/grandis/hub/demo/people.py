"""The demo's accounts: one click on the sign-in page, no secret to remember."""

from collections.abc import Iterable
from unicodedata import combining, normalize

from allauth.account.models import EmailAddress

from grandis.hub.core.domain import joining, people
from grandis.hub.core.enums import Duty, Role
from grandis.hub.core.models import Cluster, Organisation, Person
from grandis.hub.core.sessions import viewer_of
from grandis.hub.core.viewer import Viewer


def person(name: str, language: str = "en") -> Person:
    """A demo account without a password: only the demo's sign-in page opens it."""
    email = email_of(name)
    found: Person | None = Person.objects.filter(email=email).first()
    if found is not None:
        return found
    new: Person = Person.objects.create_user(
        email, None, name=name, language=language, is_demo=True
    )
    EmailAddress.objects.create(user=new, email=email, verified=True, primary=True)
    return new


def email_of(name: str) -> str:
    """A person's address, at a domain that is nobody's (RFC 2606)."""
    plain = "".join(c for c in normalize("NFKD", name.lower()) if not combining(c))
    return f"{plain.replace(' ', '.').replace('ø', 'o')}@example.org"


def enrol(
    organisation: Organisation,
    name: str,
    duties: Iterable[Duty] = (Duty.OWNER,),
    language: str = "en",
) -> Viewer:
    """A person who acts for an organisation, as a viewer."""
    member = person(name, language)
    people.appoint(member, organisation, duties)
    return viewer_of(member, organisation.cluster, organisation.key)


def join(
    cluster: Cluster,
    coordinator: Viewer,
    role: Role,
    name: str,
    owner: str,
    *,
    language: str = "en",
    **more: str,
) -> Viewer:
    """An organisation that both sides have confirmed; its owner as a viewer."""
    organisation = joining.invite_organisation(
        cluster, by=coordinator, role=role, name=name, **more
    )
    viewer = enrol(organisation, owner, language=language)
    joining.agree(organisation, by=viewer)
    assert viewer.person is not None
    return viewer_of(viewer.person, cluster, organisation.key)
