"""The form on the public page: a visitor, or a customer, asks for a part."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from grandis.hub.core.enums import Role
from grandis.hub.core.http import HubRequest
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.acting import carry_out, sent
from grandis.hub.core.visibility import see, seen_or_404
from grandis.hub.market.domain import asking, attachments, opportunities
from grandis.hub.market.domain.attachments import Checked
from grandis.hub.market.enums import Source
from grandis.hub.market.followers import Follower
from grandis.hub.market.forms.asking import AskForm
from grandis.hub.market.forms.files import MoreFilesForm
from grandis.hub.market.forms.part import PartForm
from grandis.hub.market.models import Enquirer, Opportunity
from grandis.hub.market.rules import may_enter
from grandis.hub.market.views.limits import asks_too_often

ASKED = "asked"
#: What another part of the same enquiry most likely has in common with the first.
IN_COMMON = ("country", "language", "incoterm", "incoterm_place", "currency")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HubRequest, cluster: str) -> HttpResponse:
    """Write what you need, check it, send it."""
    viewer = _asker(request)
    before = _before(request, viewer)
    form = _form(request, viewer, before)
    files = MoreFilesForm(request.POST or None, request.FILES or None)
    wants_change = "change" in request.POST
    if request.method == "POST" and form.is_valid() and not wants_change:
        if "checked" not in request.POST or not files.is_valid():
            shown = MoreFilesForm() if "checked" not in request.POST else files
            return _page(request, "market/ask_check.html", form, files=shown)
        enquiry = before[1].enquiry if before else ""
        asked = _send(request, viewer, form, enquiry)
        if asked is not None:
            return _sent(request, viewer, asked, files.cleaned_data["drawings"])
    return _page(request, "market/ask.html", form, another=before is not None)


def _asker(request: HubRequest) -> Viewer:
    """Customers ask as themselves; all others as any visitor does."""
    viewer = request.viewer
    if may_enter(viewer, Source.CUSTOMER):
        return viewer
    return Viewer.public(viewer.cluster)


def _before(request: HubRequest, viewer: Viewer) -> tuple[Viewer, Opportunity] | None:
    """The enquiry to which another part is added, and who sees it."""
    if "another" not in request.GET:
        return None
    if viewer.role == Role.CUSTOMER:
        key = request.GET["another"]
        return viewer, seen_or_404(viewer, Opportunity, key=key)
    found = asking.just_asked([request.session.get(ASKED, "")])
    here = [each for each in found if each[1].cluster == viewer.cluster]
    return here[-1] if here else None


def _form(
    request: HubRequest, viewer: Viewer, before: tuple[Viewer, Opportunity] | None
) -> PartForm:
    initial: dict[str, Any] = {}
    if before is not None:
        reader, earlier = before
        initial = {name: getattr(earlier, name) for name in IN_COMMON}
        if isinstance(reader, Follower):
            who = see(reader, Enquirer).filter(opportunity=earlier).values()
            initial |= dict(who[0]) if who else {}
            initial["language"] = earlier.language
    assert viewer.cluster is not None
    kind = PartForm if viewer.role == Role.CUSTOMER else AskForm
    return kind(sent(request), cluster=viewer.cluster, initial=initial)


def _send(
    request: HubRequest, viewer: Viewer, form: PartForm, enquiry: str
) -> Opportunity | None:
    """Carry the enquiry out, once; None when something is wrong with it."""
    if viewer.role == Role.CUSTOMER:
        return carry_out(
            form,
            viewer,
            opportunities.enter,
            viewer.cluster,
            source=Source.CUSTOMER,
            enquiry=enquiry,
        )
    if asks_too_often(request, form.cleaned_data["email"]):
        form.add_error(
            None, _("There were too many enquiries in this hour; try again later.")
        )
        return None
    return carry_out(form, viewer, asking.ask, viewer.cluster, enquiry=enquiry)


def _sent(
    request: HubRequest, viewer: Viewer, asked: Opportunity, files: Iterable[Checked]
) -> HttpResponse:
    """Keep the files too, and say what happens next."""
    assert viewer.cluster is not None
    customer = viewer if viewer.role == Role.CUSTOMER else asking.follower(asked)
    for file in files:
        attachments.keep(asked, by=customer, file=file)
    slug = viewer.cluster.slug
    if viewer.role == Role.CUSTOMER:
        messages.success(request, _("Thank you. The cluster has your enquiry now."))
        return redirect("market:opportunity", slug, asked.key)
    request.session[ASKED] = asked.key
    return redirect("market:asked", slug)


@never_cache
@require_GET
def asked(request: HubRequest, cluster: str) -> HttpResponse:
    """What was sent waits for its confirmation; another part may follow."""
    found = asking.just_asked([request.session.get(ASKED, "")])
    here = [each for each in found if each[1].cluster == request.viewer.cluster]
    if not here:
        return redirect("market:ask", cluster)
    follower, opportunity = here[-1]
    who = see(follower, Enquirer).get(opportunity=opportunity)
    shown = {"opportunity": opportunity, "enquirer": who}
    return render(request, "market/asked.html", shown)


def _page(
    request: HubRequest, template: str, form: PartForm, **more: Any
) -> HttpResponse:
    status = 422 if form.errors or getattr(more.get("files"), "errors", None) else 200
    return render(request, template, {"form": form, **more}, status=status)
