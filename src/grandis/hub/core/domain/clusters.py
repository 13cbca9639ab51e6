"""Opening a cluster and changing what it says of itself."""

from typing import Any

from django.utils import timezone

from grandis.hub.core import journal
from grandis.hub.core.domain.editing import clean, edit
from grandis.hub.core.domain.verbs import require, verb
from grandis.hub.core.enums import Audience, Role
from grandis.hub.core.models import Cluster, Organisation
from grandis.hub.core.rules import may_run_cluster
from grandis.hub.core.viewer import Viewer


@verb
def open_cluster(slug: str, *, name: str, office: str, **more: Any) -> Organisation:
    """Open a cluster with its coordinator's office; for the operator.

    Returns the office, into which the operator invites the first coordinator.
    """
    cluster = Cluster(slug=slug, name=name, **more)
    clean(cluster)
    cluster.save()
    now = timezone.now()
    organisation = Organisation(
        cluster=cluster,
        role=Role.COORDINATOR,
        name=office,
        country=cluster.country,
        cluster_agreed_at=now,
        organisation_agreed_at=now,
    )
    clean(organisation)
    organisation.save()
    journal.record(
        "cluster.opened",
        by=Viewer.public(cluster),
        subject=cluster,
        audience=Audience.PUBLIC,
        organisation=organisation,
        name=name,
        office=office,
    )
    return organisation


@verb
def edit_cluster(
    cluster: Cluster, *, by: Viewer, version: int | None = None, **changes: Any
) -> Cluster:
    """Change what the cluster says of itself."""
    require(may_run_cluster(by) and by.cluster == cluster, by, "edit the cluster")
    changed = edit(cluster, version=version, **changes)
    if changed:
        journal.record(
            "cluster.edited",
            by=by,
            subject=cluster,
            audience=Audience.CLUSTER,
            fields=sorted(changed),
        )
    return cluster
