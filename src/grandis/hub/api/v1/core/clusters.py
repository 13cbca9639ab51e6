"""The cluster, and who is asking."""

from typing import Any

from ninja import Field, Router, Schema

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import carry_out, found, shown, version_of
from grandis.hub.api.v1.fields import (
    Changes,
    Country,
    Day,
    Flag,
    Language,
    RowKey,
    Slug,
    needed,
    text,
)
from grandis.hub.api.v1.operations import changing, reading
from grandis.hub.api.v1.representations import represent
from grandis.hub.core.domain import clusters, people
from grandis.hub.core.enums import Duty, Role
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Cluster

router = Router(tags=["Cluster"])
PATH = "/clusters/{slug:cluster}"


class ClusterFields(Schema):
    """What a cluster says of itself."""

    name: str = needed(120)
    country: Country
    currency: str = Field(pattern=r"^[A-Z]{3}$", description="ISO 4217.")
    time_zone: str = needed(40)
    founded_on: Day | None
    website: str = text(200)
    about: str = text(10_000)
    is_public: Flag = Field(description="Whether everybody may see its page.")


class ClusterOut(ClusterFields):
    """A cluster."""

    slug: str
    version: int


class ClusterChanges(ClusterFields, Changes):
    """What is to change of a cluster; what is left out stays as it is."""


represent(Cluster, ClusterOut)


@reading(router, PATH, gives=ClusterOut)
def read_cluster(request: HubRequest, cluster: Slug) -> Any:
    """Read what a cluster says of itself."""
    return found(request, Cluster, slug=cluster)


@changing(
    router,
    "PATCH",
    PATH,
    scope=Scope.DIRECTORY_WRITE,
    gives=ClusterOut,
    versioned=True,
)
def edit_cluster(
    request: HubRequest,
    cluster: Slug,
    body: ClusterChanges,
) -> Any:
    """Change what a cluster says of itself.

    For the coordinator.
    """
    row = found(request, Cluster, slug=cluster)
    version = version_of(request)
    done = carry_out(
        request, clusters.edit_cluster, row, version=version, **body.given()
    )
    return shown(request, done)


class Myself(Schema):
    """Who a request acts as."""

    person: RowKey
    name: str
    email: str
    phone: str
    language: Language
    organisation: RowKey | None
    role: Role = Field(description="What the organisation is to the cluster.")
    duties: list[Duty]
    scopes: list[Scope] = Field(description="What the token may be used for.")


class MyChanges(Changes):
    """What is to change of your own profile; what is left out stays as it is."""

    name: str = needed(120)
    phone: str = text(40)
    language: Language


@reading(router, PATH + "/me", gives=Myself)
def read_myself(request: HubRequest, cluster: Slug) -> Any:
    """Read as whom you act in this cluster, and what you may do.

    A person who signed in with a browser has every scope.
    """
    viewer = request.viewer
    assert viewer.person is not None
    token = getattr(request, "api_token", None)
    return {
        "person": viewer.person,
        "name": viewer.person.name,
        "email": viewer.person.email,
        "phone": viewer.person.phone,
        "language": viewer.person.language,
        "organisation": viewer.organisation,
        "role": viewer.role,
        "duties": sorted(viewer.duties),
        "scopes": token.as_scopes if token else list(Scope),
    }


@changing(router, "PATCH", PATH + "/me", scope=Scope.PEOPLE_WRITE, gives=Myself)
def edit_myself(request: HubRequest, cluster: Slug, body: MyChanges) -> Any:
    """Change your own name, telephone number or language."""
    carry_out(request, people.edit_profile, request.viewer.person, **body.given())
    return read_myself(request, cluster)
