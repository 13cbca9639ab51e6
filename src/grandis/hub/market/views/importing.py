"""Bringing many opportunities in: a template out, a file in, a look before saving."""

import secrets

from django import forms
from django.contrib import messages
from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from grandis.hub.core.domain.verbs import once
from grandis.hub.core.enums import Role
from grandis.hub.core.errors import Broken
from grandis.hub.core.forms import HubForm
from grandis.hub.core.http import HubRequest
from grandis.hub.core.views.doors import for_roles
from grandis.hub.market import importing
from grandis.hub.market.spreadsheet import template_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Seconds for which a file that was sent waits for a yes.
WAITS = 3600
office = for_roles(Role.COORDINATOR)


class UploadForm(forms.Form):
    """A workbook or a JSON file."""

    parts = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "The template filled in (.xlsx), or JSON with a part or a list of parts, "
            "as the command line reads them; 5 MB at most."
        ),
        widget=forms.FileInput({"accept": ".xlsx,.json"}),
    )


class ConfirmForm(HubForm):
    """Which file, and that it would do what was shown."""

    upload = forms.CharField(widget=forms.HiddenInput, max_length=40)
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)


@require_GET
@office
def template(request: HubRequest, cluster: str) -> HttpResponse:
    """The empty workbook."""
    return HttpResponse(
        template_for(request.viewer),
        content_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="parts.xlsx"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office
def bring_in(request: HubRequest, cluster: str) -> HttpResponse:
    """Send a file, see what it brings, and say yes."""
    if "upload" in request.POST:
        return _save(request, cluster)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["parts"]
        try:
            if sent.size > importing.MOST_BYTES:
                raise Broken(_("The file is larger than 5 MB; send a smaller one."))
            return _show(request, sent.read())
        except Broken as broken:
            form.add_error("parts", str(broken))
    status = 422 if form.errors else 200
    return render(request, "market/import.html", {"form": form}, status=status)


def _show(request: HubRequest, content: bytes) -> HttpResponse:
    report = importing.look(content, by=request.viewer)
    upload = secrets.token_urlsafe(16)
    if not report.faults and report.titles:
        caches["default"].set(_place(request, upload), content, WAITS)
    confirm = ConfirmForm(initial={"upload": upload, "fingerprint": report.fingerprint})
    status = 422 if report.faults else 200
    page = {"report": report, "form": confirm}
    return render(request, "market/import_look.html", page, status=status)


def _save(request: HubRequest, cluster: str) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return redirect("market:import", cluster)
    place = _place(request, form.cleaned_data["upload"])
    content = caches["default"].get(place)
    if content is None:
        messages.warning(
            request,
            _("This file was saved already, or waited too long; send it again."),
        )
        return redirect("market:import", cluster)
    try:
        once(
            form.cleaned_data["once"],
            request.viewer,
            importing.carry_out,
            content,
            fingerprint=form.cleaned_data["fingerprint"],
        )
    except Broken as broken:
        messages.error(request, str(broken))
        return redirect("market:import", cluster)
    caches["default"].delete(place)
    messages.success(request, _("The opportunities are entered."))
    return redirect("market:opportunities", cluster)


def _place(request: HubRequest, upload: str) -> str:
    """Where a file waits: for this person alone."""
    assert request.viewer.person is not None
    return f"parts:{request.viewer.person.key}:{upload}"
