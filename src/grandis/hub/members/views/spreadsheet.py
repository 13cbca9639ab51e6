"""A company's rows as a spreadsheet: out, and after a look at every change, in."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from grandis.hub.core.domain.verbs import once, require
from grandis.hub.core.errors import Broken
from grandis.hub.core.forms import HubForm
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Organisation
from grandis.hub.core.views.doors import inside
from grandis.hub.members.spreadsheets import importing
from grandis.hub.members.spreadsheets.columns import kinds_to_fill
from grandis.hub.members.spreadsheets.reading import MOST_BYTES
from grandis.hub.members.spreadsheets.writing import workbook_of
from grandis.hub.members.views.company import organisation_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Seconds for which a workbook that was sent waits for a yes.
WAITS = 3600


class UploadForm(forms.Form):
    """A workbook."""

    workbook = forms.FileField(
        label=gettext_lazy("Workbook"),
        help_text=gettext_lazy("An Excel file (.xlsx) of at most 5 MB."),
        widget=forms.FileInput({"accept": ".xlsx"}),
    )

    def clean_workbook(self) -> bytes:
        """The content of the file, if it is not too large."""
        sent = self.cleaned_data["workbook"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 5 MB; send a smaller one.")
            )
        content: bytes = sent.read()
        return content


class ConfirmForm(HubForm):
    """Which workbook, and that it would do what was shown."""

    upload = forms.CharField(widget=forms.HiddenInput, max_length=40)
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)


@require_GET
@inside
def download(request: HubRequest, cluster: str, organisation: str) -> HttpResponse:
    """The workbook of what the viewer may change, or an empty template."""
    owner = _opened(request, organisation)
    empty = "empty" in request.GET
    content = workbook_of(request.viewer, owner, empty=empty)
    name = slugify(owner.name) or "company"
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@inside
def spreadsheet(request: HubRequest, cluster: str, organisation: str) -> HttpResponse:
    """Download a workbook, send one, see what it would change, and say yes."""
    owner = _opened(request, organisation)
    if "upload" in request.POST:
        return _save(request, cluster, owner)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _show(request, owner, form.cleaned_data["workbook"])
        except Broken as broken:
            form.add_error("workbook", str(broken))
    return _page(request, owner, form)


def _opened(request: HubRequest, organisation: str) -> Organisation:
    owner = organisation_of(request.viewer, organisation)
    allowed = bool(kinds_to_fill(request.viewer, owner))
    require(allowed, request.viewer, "exchange spreadsheets for this company")
    return owner


def _show(request: HubRequest, owner: Organisation, content: bytes) -> HttpResponse:
    report = importing.look(content, organisation=owner, by=request.viewer)
    upload = secrets.token_urlsafe(16)
    if not report.faults and report.changes:
        caches["default"].set(_place(request, owner, upload), content, WAITS)
    confirm = ConfirmForm(initial={"upload": upload, "fingerprint": report.fingerprint})
    page = {"organisation": owner, "report": report, "form": confirm}
    status = 422 if report.faults else 200
    return render(request, "members/spreadsheet_look.html", page, status=status)


def _save(request: HubRequest, cluster: str, owner: Organisation) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if form.is_valid():
        place = _place(request, owner, form.cleaned_data["upload"])
        content = caches["default"].get(place)
        if content is None:
            said = _(
                "This workbook was saved already, or waited too long; send it again."
            )
            messages.warning(request, said)
            return redirect("members:spreadsheet", cluster, owner.key)
        try:
            once(
                form.cleaned_data["once"],
                request.viewer,
                importing.carry_out,
                content,
                organisation=owner,
                fingerprint=form.cleaned_data["fingerprint"],
            )
        except Broken as broken:
            messages.error(request, str(broken))
            return redirect("members:spreadsheet", cluster, owner.key)
        caches["default"].delete(place)
        messages.success(request, _("The workbook is saved."))
        return redirect("members:company", cluster, owner.key)
    return redirect("members:spreadsheet", cluster, owner.key)


def _place(request: HubRequest, owner: Organisation, upload: str) -> str:
    """Where a workbook waits: for this person and this company alone."""
    assert request.viewer.person is not None
    return f"workbook:{request.viewer.person.key}:{owner.key}:{upload}"


def _page(request: HubRequest, owner: Organisation, form: Any) -> HttpResponse:
    page = {"organisation": owner, "form": form}
    status = 422 if form.errors else 200
    return render(request, "members/spreadsheet.html", page, status=status)
