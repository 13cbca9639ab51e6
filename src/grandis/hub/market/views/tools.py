"""The page on which it is said where the customer's own tool stands."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandis.hub.core.domain.verbs import require
from grandis.hub.core.http import HubRequest
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.acting import done, sent
from grandis.hub.core.visibility import see
from grandis.hub.market import rules
from grandis.hub.market.domain import tools
from grandis.hub.market.forms.tools import ToolForm
from grandis.hub.market.models import Opportunity, StandingTool
from grandis.hub.market.views.opening import asks_or_offers, back_to, opened


def tool_of(opportunity: Opportunity) -> str:
    """The tool that the part names; nothing where it is still to be made."""
    return str(opportunity.part.values.get("tool") or "")


def standing(viewer: Viewer, opportunity: Opportunity) -> StandingTool | None:
    """Where it stands, for who may know."""
    rows = see(viewer, StandingTool).select_related("site__organisation")
    return rows.filter(opportunity=opportunity).first()


@require_http_methods(["GET", "HEAD", "POST"])
@asks_or_offers
def tool(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Say where the tool that the part names stands."""
    viewer = request.viewer
    found = opened(viewer, key)
    require(rules.may_place(viewer, found), viewer, "say where a tool stands")
    name = tool_of(found)
    if not name:
        raise Http404("the part names no tool")
    form = ToolForm(sent(request), viewer=viewer, standing=standing(viewer, found))
    if request.method == "POST" and done(form, viewer, tools.place_tool, found):
        messages.success(request, _("It is saved where the tool stands."))
        return back_to(cluster, found)
    page = {"form": form, "opportunity": found, "tool": name}
    status = 422 if form.errors else 200
    return render(request, "market/tool.html", page, status=status)
