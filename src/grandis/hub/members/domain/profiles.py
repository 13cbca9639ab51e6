"""What an organisation tells of itself in the directory."""

from typing import Any

from django.utils.translation import gettext as _

from grandis.hub.core.domain.verbs import verb
from grandis.hub.core.enums import Role
from grandis.hub.core.errors import Broken
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.members.domain import rows
from grandis.hub.members.enums import OfferKind, Stage
from grandis.hub.members.models import (
    ContactPerson,
    Expertise,
    Market,
    Product,
    Profile,
    ResearchOffer,
)


@verb
def edit_profile(
    organisation: Organisation,
    *,
    by: Viewer,
    version: int | None = None,
    **changes: Any,
) -> Profile:
    """Write or change the organisation's profile; it has one."""
    profile = Profile.objects.filter(organisation=organisation).first()
    if profile is None:
        return rows.add(Profile, organisation, by, **changes)
    return rows.change(profile, by, version, **changes)


@verb
def add_expertise(
    organisation: Organisation, *, by: Viewer, text: str, stage: Stage, **more: Any
) -> Expertise:
    """Say what the organisation knows well."""
    return rows.add(Expertise, organisation, by, text=text, stage=stage, **more)


@verb
def edit_expertise(
    expertise: Expertise, *, by: Viewer, version: int | None = None, **changes: Any
) -> Expertise:
    """Change an expertise."""
    return rows.change(expertise, by, version, **changes)


@verb
def remove_expertise(
    expertise: Expertise, *, by: Viewer, version: int | None = None
) -> None:
    """Take an expertise out of the directory."""
    rows.remove(expertise, by, version)


@verb
def add_product(
    organisation: Organisation, *, by: Viewer, name: str, **more: Any
) -> Product:
    """Say what the organisation makes."""
    return rows.add(Product, organisation, by, name=name, **more)


@verb
def edit_product(
    product: Product, *, by: Viewer, version: int | None = None, **changes: Any
) -> Product:
    """Change a product."""
    return rows.change(product, by, version, **changes)


@verb
def remove_product(product: Product, *, by: Viewer, version: int | None = None) -> None:
    """Take a product out of the directory."""
    rows.remove(product, by, version)


@verb
def add_market(
    organisation: Organisation, *, by: Viewer, country: str, sector: str, **more: Any
) -> Market:
    """Say where and to whom the organisation delivers."""
    return rows.add(Market, organisation, by, country=country, sector=sector, **more)


@verb
def edit_market(
    market: Market, *, by: Viewer, version: int | None = None, **changes: Any
) -> Market:
    """Change a market."""
    return rows.change(market, by, version, **changes)


@verb
def remove_market(market: Market, *, by: Viewer, version: int | None = None) -> None:
    """Take a market out of the directory."""
    rows.remove(market, by, version)


@verb
def add_contact(
    organisation: Organisation, *, by: Viewer, name: str, **more: Any
) -> ContactPerson:
    """Say whom to ask."""
    return rows.add(ContactPerson, organisation, by, name=name, **more)


@verb
def edit_contact(
    contact: ContactPerson, *, by: Viewer, version: int | None = None, **changes: Any
) -> ContactPerson:
    """Change a contact person."""
    return rows.change(contact, by, version, **changes)


@verb
def remove_contact(
    contact: ContactPerson, *, by: Viewer, version: int | None = None
) -> None:
    """Take a contact person out of the directory."""
    rows.remove(contact, by, version)


@verb
def add_offer(
    organisation: Organisation, *, by: Viewer, kind: OfferKind, title: str, **more: Any
) -> ResearchOffer:
    """Offer a test, a course or advice, as a research member."""
    if organisation.role != Role.RESEARCH:
        raise Broken(_("Only research members offer tests, courses and advice."))
    return rows.add(ResearchOffer, organisation, by, kind=kind, title=title, **more)


@verb
def edit_offer(
    offer: ResearchOffer, *, by: Viewer, version: int | None = None, **changes: Any
) -> ResearchOffer:
    """Change an offer."""
    return rows.change(offer, by, version, **changes)


@verb
def remove_offer(
    offer: ResearchOffer, *, by: Viewer, version: int | None = None
) -> None:
    """Take an offer out of the directory."""
    rows.remove(offer, by, version)
