"""What organisations tell of themselves: profile, expertise, products, markets."""

from typing import Annotated, Any, Literal

from ninja import Router, Schema
from pydantic import Field

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import carry_out, found, shown, version_of
from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.core.organisations import ONE as ORGANISATION
from grandis.hub.api.v1.fields import (
    Cents,
    Changes,
    Code,
    Count,
    Country,
    Email,
    Flag,
    Key,
    Slug,
    Year,
    needed,
    text,
)
from grandis.hub.api.v1.operations import changing, reading
from grandis.hub.api.v1.paging import Page, page_of
from grandis.hub.api.v1.representations import represent
from grandis.hub.api.v1.rows import (
    ROWS_ASKED,
    Collection,
    Shown,
    collect,
)
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Organisation
from grandis.hub.members.domain import profiles
from grandis.hub.members.enums import Level, OfferKind, Stage
from grandis.hub.members.models import (
    ContactPerson,
    Expertise,
    Market,
    Product,
    Profile,
    ResearchOffer,
)

router = Router(tags=["Directory"])
OWNERS = "For its owners and the coordinator."
SALES = "For its owners, its sales and the coordinator."

#: Texts by ISO 639, like `lt`.
Languages = Annotated[
    list[Annotated[str, Field(pattern=r"^[a-z]{2}$")]], Field(max_length=30)
]


class ProfileFields(Schema):
    """An organisation's page in the directory."""

    summary: str = text(1500)
    languages: Languages = Field(
        default_factory=list, description="ISO 639, like `lt`."
    )
    street: str = text(120)
    postcode: str = text(12)
    town: str = text(80)
    nuts: str = text(5, description="Its region, like `LT022`.")
    nace_codes: list[Code] = Field(
        default_factory=list, max_length=50, description="Like `C22.22`."
    )
    founded_year: Year | None = None
    shown_in_public: Flag = Field(
        False, description="Whether everybody sees it; the owners alone agree to it."
    )


class ProfileOut(ProfileFields, Shown):
    """An organisation's page in the directory."""


class ProfileChanges(ProfileFields, Changes):
    """What is to change of a profile; what is left out stays as it is."""


represent(Profile, ProfileOut, related=("organisation",))


@reading(router, CLUSTER + "/profiles", gives=Page[ProfileOut])
def list_profiles(request: HubRequest, cluster: Slug, asked: ROWS_ASKED) -> Any:
    """List the profiles of the directory, as far as you see them."""
    return page_of(request, Profile, asked, organisation__key=asked.organisation)


@reading(router, ORGANISATION + "/profile", gives=ProfileOut)
def read_profile(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read an organisation's profile."""
    return found(request, Profile, organisation__key=key)


@changing(
    router,
    "PATCH",
    ORGANISATION + "/profile",
    scope=Scope.DIRECTORY_WRITE,
    gives=ProfileOut,
    versioned=True,
)
def edit_profile(
    request: HubRequest, cluster: Slug, key: Key, body: ProfileChanges
) -> Any:
    """Write or change an organisation's profile.

    For its owners and the coordinator. The version of a profile that has not been
    written yet is "0".
    """
    organisation = found(request, Organisation, key=key)
    done = carry_out(
        request,
        profiles.edit_profile,
        organisation,
        version=version_of(request),
        **body.given(),
    )
    return shown(request, done)


class ExpertiseFields(Schema):
    """Something the organisation knows well."""

    text: str = needed(200)
    stage: Stage
    level: Level = Level.PRACTISED


class ExpertiseOut(ExpertiseFields, Shown):
    """Something the organisation knows well."""


class ProductFields(Schema):
    """Something the organisation makes."""

    name: str = needed(120)
    description: str = text(1500)


class ProductOut(ProductFields, Shown):
    """Something the organisation makes."""


class MarketFields(Schema):
    """A country and a trade that the organisation delivers to."""

    country: Country
    sector: str = needed(120)
    since: Year | None = None


class MarketOut(MarketFields, Shown):
    """A country and a trade that the organisation delivers to."""


class ContactFields(Schema):
    """Whom to ask."""

    name: str = needed(120)
    job_title: str = text(120)
    email: Email | Literal[""] = ""
    phone: str = text(40)
    languages: Languages = Field(
        default_factory=list, description="ISO 639, like `lt`."
    )
    is_public: Flag = Field(
        False, description="Whether everybody sees it; the owners alone agree to it."
    )


class ContactOut(ContactFields, Shown):
    """Whom to ask."""


class OfferFields(Schema):
    """A test, a course or advice that a research member offers."""

    kind: OfferKind
    title: str = needed(160)
    description: str = text(1500)
    method: str = text(160, description="The method or standard.")
    stage: Stage | Literal[""] = ""
    duration_hours: Count | None = None
    price_cents: Cents | None = Field(None, description="Null if agreed each time.")


class OfferOut(OfferFields, Shown):
    """A test, a course or advice that a research member offers."""


collect(
    router,
    Collection(
        model=Expertise,
        one="expertise",
        many="expertise",
        fields=ExpertiseFields,
        shows=ExpertiseOut,
        add=profiles.add_expertise,
        edit=profiles.edit_expertise,
        remove=profiles.remove_expertise,
        who=OWNERS,
    ),
)
collect(
    router,
    Collection(
        model=Product,
        one="product",
        many="products",
        fields=ProductFields,
        shows=ProductOut,
        add=profiles.add_product,
        edit=profiles.edit_product,
        remove=profiles.remove_product,
        who=SALES,
    ),
)
collect(
    router,
    Collection(
        model=Market,
        one="market",
        many="markets",
        fields=MarketFields,
        shows=MarketOut,
        add=profiles.add_market,
        edit=profiles.edit_market,
        remove=profiles.remove_market,
        who=SALES,
    ),
)
collect(
    router,
    Collection(
        model=ContactPerson,
        one="contact_person",
        many="contact_persons",
        fields=ContactFields,
        shows=ContactOut,
        add=profiles.add_contact,
        edit=profiles.edit_contact,
        remove=profiles.remove_contact,
        who=SALES,
    ),
)
collect(
    router,
    Collection(
        model=ResearchOffer,
        one="research_offer",
        many="research_offers",
        fields=OfferFields,
        shows=OfferOut,
        add=profiles.add_offer,
        edit=profiles.edit_offer,
        remove=profiles.remove_offer,
        who=f"{SALES} Research members only.",
    ),
)
