"""Where the customer's own tool stands."""

from datetime import date

from django.utils.translation import gettext as _

from grandis.hub.core import journal
from grandis.hub.core.domain.editing import clean, edit
from grandis.hub.core.domain.verbs import require, verb
from grandis.hub.core.enums import Audience
from grandis.hub.core.errors import Broken
from grandis.hub.core.viewer import Viewer
from grandis.hub.market import rules
from grandis.hub.market.models import Opportunity, Part, StandingTool
from grandis.hub.members.models import Site


@verb
def place_tool(
    opportunity: Opportunity,
    *,
    by: Viewer,
    site: Site | None,
    ready_on: date | None = None,
) -> Opportunity:
    """Say at which member's site it stands; with none, that nobody has it yet."""
    require(rules.may_place(by, opportunity), by, "say where a tool stands")
    part = Part.objects.filter(opportunity=opportunity).first()
    if part is None or not part.values.get("tool"):
        raise Broken(_("The part names no tool that exists."))
    if site is not None and site.organisation.cluster_id != opportunity.cluster_id:
        raise Broken(_("This site belongs to another cluster."), field="site")
    _keep(opportunity, site, ready_on)
    journal.record(
        "opportunity.tool_placed",
        by=by,
        subject=opportunity,
        organisation=by.organisation,
        audience=Audience.OWN,
    )
    return opportunity


def _keep(opportunity: Opportunity, site: Site | None, ready_on: date | None) -> None:
    standing = StandingTool.objects.filter(opportunity=opportunity).first()
    if site is None:
        if standing is not None:
            standing.delete()
    elif standing is not None:
        edit(standing, version=None, site=site, ready_on=ready_on)
    else:
        standing = StandingTool(opportunity=opportunity, site=site, ready_on=ready_on)
        clean(standing)
        standing.save()
