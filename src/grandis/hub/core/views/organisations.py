"""Who belongs to the cluster: the coordinator invites, confirms, ends."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grandis.hub.core.domain import joining, people
from grandis.hub.core.enums import Role
from grandis.hub.core.forms import HubForm
from grandis.hub.core.forms.organisations import (
    InviteFirstPersonForm,
    InviteOrganisationForm,
    LeaveForm,
    OrganisationForm,
)
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Invitation, Organisation
from grandis.hub.core.rules import (
    coordinates,
    may_agree,
    may_edit_organisation,
    may_invite_people,
)
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.acting import (
    ask_to_check,
    carry_out,
    done,
    is_checked,
    sent,
)
from grandis.hub.core.views.doors import for_roles, inside
from grandis.hub.core.views.lists import page_of
from grandis.hub.core.visibility import see, seen_or_404

either = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@for_roles(Role.COORDINATOR)
def organisations(request: HubRequest, cluster: str) -> HttpResponse:
    """All organisations of the cluster and how far each has come."""
    shown = {"page": page_of(request, see(request.viewer, Organisation))}
    return render(request, "core/organisations.html", shown)


@either
@for_roles(Role.COORDINATOR)
def invite_organisation(request: HubRequest, cluster: str) -> HttpResponse:
    """Invite an organisation and the first person who acts for it."""
    viewer = request.viewer
    form = InviteOrganisationForm(
        sent(request), initial={"language": request.LANGUAGE_CODE}
    )
    if request.method == "POST":
        page = {
            "title": _("Check the invitation"),
            "warning": _("Whoever opens the link in the mail owns this organisation."),
            "action": _("Invite the organisation"),
        }
        if check := ask_to_check(request, form, **page):
            return check
        if is_checked(request) and (
            invited := carry_out(
                form, viewer, joining.invite_with_owner, viewer.cluster
            )
        ):
            said = _("%(name)s is invited.") % {"name": invited.name}
            messages.success(request, said)
            return redirect("core:organisation", cluster=cluster, key=invited.key)
    return render(request, "core/invite_organisation.html", {"form": form})


@require_GET
@inside
def organisation(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """The membership of one organisation, for itself and for the coordinator."""
    viewer = request.viewer
    shown = _own_or_coordinated(viewer, key)
    invitations = see(viewer, Invitation).filter(
        organisation=shown, accepted_at=None, withdrawn_at=None
    )
    context = {
        "organisation": shown,
        "invitations": invitations[:50],
        "may_edit": may_edit_organisation(viewer, shown),
        "may_confirm": coordinates(viewer, shown) and not shown.cluster_agreed_at,
        "may_agree": may_agree(viewer, shown) and not shown.organisation_agreed_at,
        "may_invite_first": coordinates(viewer, shown)
        and may_invite_people(viewer, shown),
        "may_end": shown.role != Role.COORDINATOR
        and shown.left_at is None
        and (may_agree(viewer, shown) or coordinates(viewer, shown)),
    }
    return render(request, "core/organisation.html", context)


@either
@inside
def edit_organisation(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Change name, numbers and addresses."""
    row = _own_or_coordinated(request.viewer, key)
    form = OrganisationForm(sent(request), row=row)
    if request.method == "POST" and done(
        form, request.viewer, joining.edit_organisation, row
    ):
        messages.success(request, _("The changes are saved."))
        return redirect("core:organisation", cluster=cluster, key=key)
    shown = {"form": form, "organisation": row}
    return render(request, "core/edit_organisation.html", shown)


@either
@for_roles(Role.COORDINATOR)
def invite_first(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Invite a first person again, when nobody has come in yet."""
    row = _own_or_coordinated(request.viewer, key)
    form = InviteFirstPersonForm(
        sent(request), initial={"language": request.LANGUAGE_CODE}
    )
    if request.method == "POST" and done(
        form, request.viewer, people.invite_person, row
    ):
        messages.success(request, _("The invitation is on its way."))
        return redirect("core:organisation", cluster=cluster, key=key)
    shown = {"form": form, "organisation": row}
    return render(request, "core/invite_first.html", shown)


@either
@for_roles(Role.COORDINATOR)
def confirm(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Say yes for the cluster."""
    row = _own_or_coordinated(request.viewer, key)
    form = HubForm(sent(request))
    if request.method == "POST" and done(form, request.viewer, joining.confirm, row):
        said = _("%(name)s belongs to the cluster.") % {"name": row.name}
        messages.success(request, said)
        return redirect("core:organisation", cluster=cluster, key=key)
    shown = {"form": form, "organisation": row}
    return render(request, "core/confirm.html", shown)


@either
@inside
def agree(request: HubRequest, cluster: str) -> HttpResponse:
    """Say yes for one's organisation."""
    row = _own(request.viewer)
    form = HubForm(sent(request))
    if request.method == "POST" and done(form, request.viewer, joining.agree, row):
        said = _("%(name)s belongs to the cluster.") % {"name": row.name}
        messages.success(request, said)
        return redirect("core:home", cluster=cluster)
    shown = {"form": form, "organisation": row}
    return render(request, "core/agree.html", shown)


@either
@inside
def leave(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """End a membership, from either side, after a last look."""
    viewer = request.viewer
    row = _own_or_coordinated(viewer, key)
    form = LeaveForm(sent(request))
    if request.method == "POST":
        page = {
            "title": _("End the membership of %(name)s") % {"name": row.name},
            "warning": _(
                "Its people lose sight of the cluster at once. What was agreed and "
                "delivered stays recorded. To come back, it has to be invited again."
            ),
            "action": _("End the membership"),
            "tone": "danger",
        }
        if check := ask_to_check(request, form, **page):
            return check
        if is_checked(request) and done(form, viewer, joining.leave, row):
            messages.success(request, _("The membership has ended."))
            return redirect("core:organisation", cluster=cluster, key=key)
    return render(request, "core/leave.html", {"form": form, "organisation": row})


def _own(viewer: Viewer) -> Organisation:
    assert viewer.organisation is not None  # the door has made sure
    return seen_or_404(viewer, Organisation, pk=viewer.organisation.pk)


def _own_or_coordinated(viewer: Viewer, key: str) -> Organisation:
    """An organisation whose membership is the viewer's business.

    Others of the directory are visible, but here there is nothing about them.
    """
    return seen_or_404(viewer, _business_of(viewer), key=key)


def _business_of(viewer: Viewer) -> QuerySet[Organisation]:
    rows = see(viewer, Organisation)
    if viewer.is_coordinator or viewer.organisation is None:
        return rows
    return rows.filter(pk=viewer.organisation.pk)
