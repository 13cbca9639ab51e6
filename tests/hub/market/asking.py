"""Opportunities of every kind, brought in through the verbs as in life."""

from dataclasses import dataclass
from datetime import date

from tests.cast import Cast

from grandis.hub.core.viewer import Viewer
from grandis.hub.market.domain import attachments, opportunities, tracking
from grandis.hub.market.enums import Source
from grandis.hub.market.models import Opportunity

#: A cap of polypropylene, 38 mm: what every test asks for.
CAP = {
    "material": "pp-homo",
    "shape": "open",
    "length": 38.0,
    "width": 38.0,
    "height": 20.0,
    "wall": 1.8,
    "mass": 6.0,
    "yearly_volume": 200_000,
}
ENQUIRER = {"name": "Ingrid Iversen", "email": "ingrid@example.org", "language": "da"}
PDF = b"%PDF-1.7\n%a drawing\n"


@dataclass
class Asked:
    """The opportunities of a test, and the secret of the private link."""

    public: Opportunity  # from the form, confirmed
    unconfirmed: Opportunity  # from the form, waiting
    customers: Opportunity  # from Carl's account
    offices: Opportunity  # entered by the coordinator, without customer
    idea: Opportunity  # Ona's, a draft
    handed_in: Opportunity  # Darius's, handed in
    secret: str
    waiting: str


def visitor(cast: Cast) -> Viewer:
    """Somebody on the public page."""
    return Viewer.public(cast.cluster)


def enter(cast: Cast, by: Viewer, source: Source, title: str, **more) -> Opportunity:
    """Bring a cap in."""
    return opportunities.enter(
        cast.cluster, by=by, source=source, title=title, part=CAP, **more
    )


def secret_of(link: str) -> str:
    """The secret in the address of a private link."""
    return link.rstrip("/").rpartition("/")[2]


def from_form(cast: Cast, title: str, **more) -> tuple[Opportunity, str]:
    """An enquiry of a visitor, and the secret that was mailed."""
    asked = enter(
        cast, visitor(cast), Source.FORM, title, **{"enquirer": ENQUIRER, **more}
    )
    return asked, secret_of(tracking.make_link(asked, confirmed=False))


def ask(cast: Cast) -> Asked:
    """One opportunity of each kind."""
    public, secret = from_form(cast, "Cap from the form", country="DK")
    tracking.confirm(secret)
    unconfirmed, waiting = from_form(cast, "Cap of a stranger")
    rasa, carl = cast.viewer(cast.rasa), cast.viewer(cast.carl)
    customers = enter(
        cast,
        carl,
        Source.CUSTOMER,
        "Cap of Carl",
        call_offs=[{"due": date(2027, 3, 1), "quantity": 5_000}],
    )
    attachments.attach(customers, by=carl, name="cap.pdf", content=PDF)
    handed_in = enter(cast, cast.viewer(cast.darius), Source.IDEA, "Idea of Darius")
    opportunities.receive(handed_in, by=cast.viewer(cast.darius))
    return Asked(
        public=Opportunity.objects.get(pk=public.pk),
        unconfirmed=unconfirmed,
        customers=customers,
        offices=enter(cast, rasa, Source.COORDINATOR, "Cap by telephone"),
        idea=enter(cast, cast.viewer(cast.ona), Source.IDEA, "Idea of Ona"),
        handed_in=handed_in,
        secret=secret,
        waiting=waiting,
    )
