"""Where an organisation works, with what, and what an hour of it costs."""

from typing import Any

from grandis.hub.core.domain.verbs import verb
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.members.domain import rows
from grandis.hub.members.enums import Process
from grandis.hub.members.models import Resource, ResourceRate, Site


@verb
def add_site(
    organisation: Organisation, *, by: Viewer, name: str, town: str, **more: Any
) -> Site:
    """Add a place where the organisation works."""
    return rows.add(Site, organisation, by, name=name, town=town, **more)


@verb
def edit_site(
    site: Site, *, by: Viewer, version: int | None = None, **changes: Any
) -> Site:
    """Change a site."""
    return rows.change(site, by, version, **changes)


@verb
def remove_site(site: Site, *, by: Viewer, version: int | None = None) -> None:
    """Remove a site that nothing stands at any more."""
    rows.remove(site, by, version)


@verb
def add_resource(
    site: Site, *, by: Viewer, name: str, process: Process, **more: Any
) -> Resource:
    """Add a machine, a line or a team; only an owner may publish it."""
    return rows.add(
        Resource, site.organisation, by, site=site, name=name, process=process, **more
    )


@verb
def edit_resource(
    resource: Resource, *, by: Viewer, version: int | None = None, **changes: Any
) -> Resource:
    """Change a resource; only an owner may publish it."""
    return rows.change(resource, by, version, **changes)


@verb
def remove_resource(
    resource: Resource, *, by: Viewer, version: int | None = None
) -> None:
    """Remove a resource with its rate, shifts, closures and loads."""
    rows.remove(resource, by, version)


@verb
def set_rate(
    resource: Resource,
    *,
    by: Viewer,
    hourly_cents: int,
    consent: bool = False,
    version: int | None = None,
) -> ResourceRate:
    """Say what an hour costs and whether quotations may use it."""
    values = {"hourly_cents": hourly_cents, "consent": consent}
    rate = ResourceRate.objects.filter(resource=resource).first()
    if rate is None:
        organisation = resource.organisation
        return rows.add(ResourceRate, organisation, by, resource=resource, **values)
    return rows.change(rate, by, version, **values)


@verb
def remove_rate(rate: ResourceRate, *, by: Viewer, version: int | None = None) -> None:
    """Forget a rate."""
    rows.remove(rate, by, version)
