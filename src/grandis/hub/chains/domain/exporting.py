"""The whole planning problem of a run leaves, by the operator's command line only."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from grandis.hub.chains.models import RunSecret
from grandis.hub.core import journal
from grandis.hub.core.domain.verbs import verb
from grandis.hub.core.enums import Audience, Role
from grandis.hub.core.errors import Broken
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.planning.files import problem_from_json


class Exported(NamedTuple):
    """The content of a problem file and, if the run found one, of a plan file."""

    problem: bytes
    plan: bytes | None


@verb
def export_problem(key: str) -> Exported:
    """Take out the problem and the plan of a run, for the operator.

    The journal tells the coordinator, and each member whose hours and loads are in
    the problem.
    """
    secret = (
        RunSecret.objects.select_related("run__cluster").filter(run__key=key).first()
    )
    if secret is None:
        raise Broken(_("There is no plan run with this key, or it has no problem yet."))
    run = secret.run
    problem = problem_from_json(bytes(secret.problem))
    owners = {problem.member_of(resource.id) for resource in problem.resources}
    told = Organisation.objects.filter(cluster=run.cluster)
    offices = told.filter(role=Role.COORDINATOR)
    for organisation in (*offices, *told.filter(key__in=owners)):
        journal.record(
            "plan.exported",
            by=Viewer.public(run.cluster),
            subject=run,
            organisation=organisation,
            audience=Audience.OWN,
        )
    return Exported(
        bytes(secret.problem), None if secret.plan is None else bytes(secret.plan)
    )
