"""What the cluster says of itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandis.hub.core.domain import clusters
from grandis.hub.core.enums import Role
from grandis.hub.core.forms.organisations import ClusterForm
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Cluster
from grandis.hub.core.views.acting import done, sent
from grandis.hub.core.views.doors import for_roles
from grandis.hub.core.visibility import seen_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.COORDINATOR)
def settings(request: HubRequest, cluster: str) -> HttpResponse:
    """Change the cluster's name, text and whether it has a public page."""
    row = seen_or_404(request.viewer, Cluster, slug=cluster)
    form = ClusterForm(sent(request), row=row)
    if request.method == "POST" and done(
        form, request.viewer, clusters.edit_cluster, row
    ):
        messages.success(request, _("The changes are saved."))
        return redirect("core:settings", cluster=cluster)
    return render(request, "core/settings.html", {"form": form})
