"""What the cluster lacks, who could do it together, and whom to look for."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from grandis.hub.chains.domain.spotting import spotted
from grandis.hub.chains.telling.spotting import gaps_told, teams_told
from grandis.hub.core.enums import Role
from grandis.hub.core.http import HubRequest
from grandis.hub.core.views.doors import for_roles


@require_GET
@for_roles(Role.COORDINATOR)
def spotting(request: HubRequest, cluster: str) -> HttpResponse:
    """Gaps by the value lost, and members who together can."""
    viewer = request.viewer
    found = spotted(viewer)
    told = {"gaps": gaps_told(viewer, found), "teams": teams_told(viewer, found)}
    return render(request, "chains/spotting.html", told)
