"""Lists of rows, and the pages to add, change and remove one, for all kinds."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grandis.hub.core.domain.verbs import require
from grandis.hub.core.forms import EditForm
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Organisation, Versioned
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.acting import ask_to_check, carry_out, is_checked
from grandis.hub.core.views.doors import inside
from grandis.hub.core.views.lists import page_of
from grandis.hub.core.visibility import see_of, seen_or_404
from grandis.hub.members.forms.base import RowForm
from grandis.hub.members.views.company import kinds_for, may_change, organisation_of
from grandis.hub.members.views.kinds import KINDS, Kind

either = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@inside
def rows(
    request: HubRequest, cluster: str, organisation: str, kind: str
) -> HttpResponse:
    """All rows of a kind that the viewer sees of an organisation."""
    owner, shown = opened(request.viewer, organisation, kind)
    page = page_of(request, of_kind(request.viewer, owner, shown))
    context = frame(request.viewer, owner, shown, page=page)
    if shown.more:
        context |= shown.more(request.viewer, owner, page.object_list)
    return render(request, shown.list_page, context)


@either
@inside
def add_row(
    request: HubRequest, cluster: str, organisation: str, kind: str
) -> HttpResponse:
    """Add a row to an organisation."""
    viewer = request.viewer
    owner, added = opened(viewer, organisation, kind)
    require(may_change(viewer, owner, added), viewer, f"add {kind}")
    page = frame(viewer, owner, added)
    if added.needs and not of_kind(viewer, owner, KINDS[added.needs]).exists():
        return render(
            request, "members/first.html", page | {"first": KINDS[added.needs]}
        )
    if question := _question(request, added):
        return render(request, "members/question.html", page | {"form": question})
    form = added.form(
        request.POST or None,
        viewer=viewer,
        organisation=owner,
        initial=_asked_for(request, added.form),
    )
    if answer := save(request, form, added, page):
        return answer
    return render(request, added.form_page, page | {"form": form})


@either
@inside
def edit_row(
    request: HubRequest, cluster: str, organisation: str, kind: str, key: str
) -> HttpResponse:
    """Change a row."""
    viewer = request.viewer
    owner, changed = opened(viewer, organisation, kind)
    row = seen_or_404(viewer, of_kind(viewer, owner, changed), key=key)
    require(may_change(viewer, owner, changed), viewer, f"change {kind}")
    page = frame(viewer, owner, changed, row=row)
    if request.GET and (question := _question(request, changed)):
        return render(request, "members/question.html", page | {"form": question})
    form = changed.form(
        request.POST or None,
        viewer=viewer,
        organisation=owner,
        row=row,
        initial=_asked_for(request, changed.form),
    )
    if answer := save(request, form, changed, page):
        return answer
    return render(request, changed.form_page, page | {"form": form})


@either
@inside
def remove_row(
    request: HubRequest, cluster: str, organisation: str, kind: str, key: str
) -> HttpResponse:
    """Remove a row after a last look at what goes with it."""
    viewer = request.viewer
    owner, removed = opened(viewer, organisation, kind)
    row = seen_or_404(viewer, of_kind(viewer, owner, removed), key=key)
    require(may_change(viewer, owner, removed), viewer, f"remove {kind}")
    form = RemoveForm(request.POST or None, row=row)
    if request.method == "POST":
        carry_out(form, viewer, removed.remove, row)
        if not form.errors:
            messages.success(request, _("It is removed."))
            return redirect("members:rows", cluster, organisation, kind)
    page = frame(viewer, owner, removed, row=row) | {"form": form}
    return render(request, "members/remove.html", page)


class RemoveForm(EditForm):
    """That somebody means it, and which version they saw."""


def opened(viewer: Viewer, organisation: str, slug: str) -> tuple[Organisation, Kind]:
    """The organisation and the kind that an address names, if both are there."""
    owner = organisation_of(viewer, organisation)
    for kind in kinds_for(viewer, owner):
        if kind.slug == slug:
            return owner, kind
    raise Http404(f"no {slug} here")


def of_kind(viewer: Viewer, owner: Organisation, kind: Kind) -> QuerySet[Any]:
    """The rows of a kind that a viewer sees of an organisation, for a list."""
    seen = see_of(viewer, kind.model, owner)
    return seen.select_related("organisation", *kind.related)


def frame(
    viewer: Viewer, owner: Organisation, kind: Kind, **more: Any
) -> dict[str, Any]:
    """What every page about rows of a kind says."""
    return {
        "organisation": owner,
        "kind": kind,
        "may_change": may_change(viewer, owner, kind),
        **more,
    }


def save(
    request: HubRequest, form: RowForm, kind: Kind, page: dict[str, Any]
) -> HttpResponse | None:
    """Add or change a row with a sent form; None when the form is to be shown.

    Whoever shows something to more people is told first who will see it.
    """
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        return None
    if form.opens:
        words = kind.words
        check = ask_to_check(
            request,
            form,
            title=words.change if form.row else words.add,
            warning=words.opens,
            action=_("Publish"),
        )
        if check or not is_checked(request):
            return check
    row: Versioned | None = page.get("row")
    if row is None:
        saved = carry_out(form, request.viewer, kind.add, form.parent())
    else:
        saved = carry_out(form, request.viewer, kind.edit, row)
    if saved is None:
        if form.conflict:
            form.meet(form.conflict)
        return None
    messages.success(request, _("It is saved."))
    assert request.viewer.cluster is not None
    place = (request.viewer.cluster.slug, page["organisation"].key)
    return redirect("members:rows", *place, kind.slug)


def _question(request: HubRequest, kind: Kind) -> Form | None:
    """What must be answered in the address before the form can be shown."""
    if kind.question is None or request.method == "POST":
        return None
    form = kind.question(request.GET if any(request.GET.values()) else None)
    return None if form.is_valid() else form


def _asked_for(request: HubRequest, form: type[RowForm]) -> dict[str, Any]:
    """Answers that the address gives already, such as the process of a machine."""
    return {name: request.GET[name] for name in form.base_fields if name in request.GET}
