"""Files of an opportunity: in, out and away."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from grandis.hub.core.domain.verbs import require
from grandis.hub.core.errors import Broken
from grandis.hub.core.http import HubRequest
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import seen_or_404
from grandis.hub.market import rules
from grandis.hub.market.domain import attachments
from grandis.hub.market.enums import Scan
from grandis.hub.market.forms.files import FilesForm
from grandis.hub.market.models import Attachment, Opportunity
from grandis.hub.market.views.opening import asks_or_offers, back_to, opened
from grandis.hub.market.views.privacy import followed, private

#: Whatever a file holds, a browser neither runs nor shows it as part of the hub.
SANDBOX = "sandbox; default-src 'none'"


@never_cache
@require_GET
@asks_or_offers
def download(request: HubRequest, cluster: str, key: str) -> HttpResponseBase:
    """A file, for whoever sees its opportunity."""
    return _as_attachment(seen_or_404(request.viewer, Attachment, key=key))


@never_cache
@require_GET
def download_followed(
    request: HubRequest, cluster: str, secret: str, key: str
) -> HttpResponseBase:
    """A file, for whoever follows the private link of its opportunity."""
    follower, _opportunity = followed(cluster, secret)
    response = _as_attachment(seen_or_404(follower, Attachment, key=key))
    return private(response)


def _as_attachment(file: Attachment) -> HttpResponseBase:
    if file.scan == Scan.INFECTED or not file.file:
        raise Http404("this file cannot be opened")
    try:
        content = file.file.open("rb")
    except FileNotFoundError:
        raise Http404("this file is not here any more") from None
    response = FileResponse(
        content,
        as_attachment=True,
        filename=file.name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response


@require_POST
@asks_or_offers
def attach(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Add files to an opportunity."""
    found = opened(request.viewer, key)
    require(rules.may_attach(request.viewer, found), request.viewer, "add files")
    _keep(request, request.viewer, found)
    return back_to(cluster, found)


@require_POST
def attach_followed(request: HubRequest, cluster: str, secret: str) -> HttpResponse:
    """Add files to the opportunity whose private link one follows."""
    follower, found = followed(cluster, secret)
    require(rules.may_attach(follower, found), follower, "add files")
    _keep(request, follower, found)
    return private(redirect("market:track", cluster, secret))


def _keep(request: HubRequest, by: Viewer, found: Opportunity) -> None:
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        for text in form.errors.get("drawings", []):
            messages.error(request, str(text))
        return
    try:
        for file in form.cleaned_data["drawings"]:
            attachments.keep(found, by=by, file=file)
    except Broken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("The files are kept."))


@require_POST
@asks_or_offers
def detach(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Remove a file."""
    viewer = request.viewer
    file: Any = seen_or_404(viewer, Attachment, key=key)
    found = seen_or_404(viewer, Opportunity, pk=file.opportunity_id)
    attachments.detach(file, by=viewer)
    messages.success(request, _("The file is removed."))
    return back_to(cluster, found)
