"""What the cluster lacks, who could do it together, and whom to look for."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from grandis.hub.chains.domain.spotting import spotted
from grandis.hub.chains.telling.reasons import sentence
from grandis.hub.core.enums import Role
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Organisation
from grandis.hub.core.views.doors import for_roles
from grandis.hub.core.visibility import see
from grandis.hub.market.models import Opportunity
from grandis.hub.members.enums import Process
from grandis.hub.members.forms.names import material_name
from grandis.hub.members.models import Resource
from grandis.processes.part import CERTIFICATES
from grandis.processes.reasons import Reason
from grandis.processes.spotting import Gap, Team

#: Gaps and opportunities that the page shows.
MOST = 30
#: Teams that are named for an opportunity.
MOST_TEAMS = 3


@require_GET
@for_roles(Role.COORDINATOR)
def spotting(request: HubRequest, cluster: str) -> HttpResponse:
    """Gaps by the value lost, and members who together can."""
    viewer = request.viewer
    found = spotted(viewer)
    gaps = found.gaps[:MOST]
    together = dict(list(found.teams.items())[:MOST])
    keys = {key for gap in gaps for key in gap.opportunities} | together.keys()
    rows = see(viewer, Opportunity).filter(key__in=keys)
    titles = dict(rows.values_list("key", "title"))
    names = dict(see(viewer, Organisation).values_list("key", "name"))
    published = set(
        see(viewer, Resource)
        .filter(key__in=[gap.nearest for gap in gaps if gap.nearest])
        .values_list("key", flat=True)
    )
    context = {
        "gaps": [_gap(gap, titles, gap.nearest in published) for gap in gaps],
        "teams": [
            (key, titles[key], [_team(team, names) for team in found[:MOST_TEAMS]])
            for key, found in together.items()
            if key in titles
        ],
    }
    return render(request, "chains/spotting.html", context)


def _gap(gap: Gap, titles: dict[str, str], is_published: bool) -> dict[str, Any]:
    return {
        "process": Process(gap.process).label,
        "material": material_name(gap.material) if gap.material else "",
        "lost": round(100 * gap.lost),
        "alone": round(100 * gap.lost_alone),
        "opportunities": [(k, titles[k]) for k in gap.opportunities if k in titles],
        "reasons": [_reason(reason, is_published) for reason in gap.reasons],
        "look_for": _look_for(gap),
    }


def _reason(reason: Reason, is_published: bool) -> str:
    """Why the nearest machine cannot; limits of one not published stay unsaid."""
    values = reason.values
    if not is_published and "need" in values:
        values = {name: value for name, value in values.items() if name != "limit"}
    return sentence({"code": reason.code, "values": values})


def _look_for(gap: Gap) -> str:
    """Whom to look for, in a sentence."""
    told = {
        "process": Process(gap.process).label,
        "material": material_name(gap.material) if gap.material else "",
        "certificates": ", ".join(c for c in gap.lacking if c in CERTIFICATES),
    }
    if told["certificates"]:
        return _("Look for %(process)s with %(certificates)s.") % told
    if gap.nearest is None:
        return _("Look for a member with %(process)s.") % told
    return _("Look for %(process)s that takes what the nearest machine cannot.") % told


def _team(team: Team, names: dict[str, str]) -> list[tuple[str, str]]:
    """Who does what in a team."""
    return [
        (
            str(Process(work).label),
            ", ".join(names.get(member, member) for member in members),
        )
        for work, members in team.does.items()
    ]
