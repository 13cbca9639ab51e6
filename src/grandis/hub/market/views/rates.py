"""Exchange rates, each with its day and source."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grandis.hub.core.enums import Role
from grandis.hub.core.http import HubRequest
from grandis.hub.core.views.acting import done, sent
from grandis.hub.core.views.doors import for_roles
from grandis.hub.core.views.lists import page_of
from grandis.hub.core.visibility import see
from grandis.hub.market.domain.rates import set_rate
from grandis.hub.market.forms.handling import RateForm
from grandis.hub.market.models import ExchangeRate


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.COORDINATOR)
def rates(request: HubRequest, cluster: str) -> HttpResponse:
    """The known rates, newest first, and a form for another."""
    viewer = request.viewer
    form = RateForm(sent(request), initial={"day": timezone.localdate()})
    if request.method == "POST" and done(form, viewer, set_rate, viewer.cluster):
        messages.success(request, _("The rate is saved."))
        return redirect("market:rates", cluster)
    known = see(viewer, ExchangeRate).order_by("-day", "currency")
    page = {"form": form, "page": page_of(request, known)}
    status = 422 if form.errors else 200
    return render(request, "market/rates.html", page, status=status)
