"""Publishing the size class, and taking it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from grandis.hub.core.domain.verbs import require
from grandis.hub.core.forms import HubForm
from grandis.hub.core.http import HubRequest
from grandis.hub.core.views.acting import carry_out, done
from grandis.hub.core.views.doors import inside
from grandis.hub.members.domain import figures
from grandis.hub.members.rules import may_consent
from grandis.hub.members.views.extras import sizes
from grandis.hub.members.views.rows import either, frame, opened


@either
@inside
def publish_size(request: HubRequest, cluster: str, organisation: str) -> HttpResponse:
    """Show what will be published and what stays confidential; then do it."""
    viewer = request.viewer
    owner, kind = opened(viewer, organisation, "figures")
    require(may_consent(viewer, owner), viewer, "publish the size class")
    shown = sizes(viewer, owner, None)
    form = HubForm(request.POST or None)
    if request.method == "POST" and done(form, viewer, figures.publish_size, owner):
        messages.success(request, _("The size class stands in the directory."))
        return redirect("members:rows", cluster, organisation, "figures")
    page = frame(viewer, owner, kind, form=form) | shown
    return render(request, "members/publish_size.html", page)


@either
@inside
def withdraw_size(request: HubRequest, cluster: str, organisation: str) -> HttpResponse:
    """No longer show the size class."""
    viewer = request.viewer
    owner, kind = opened(viewer, organisation, "figures")
    require(may_consent(viewer, owner), viewer, "withdraw the size class")
    shown = sizes(viewer, owner, None)
    if shown["published"] is None:
        raise Http404("no published size class")
    form = HubForm(request.POST or None)
    if request.method == "POST":
        carry_out(form, viewer, figures.withdraw_size, shown["published"])
        if not form.errors:
            messages.success(request, _("The size class is no longer shown."))
            return redirect("members:rows", cluster, organisation, "figures")
    page = frame(viewer, owner, kind, form=form) | shown
    return render(request, "members/withdraw_size.html", page)
