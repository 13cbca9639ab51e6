"""The people of the viewer's organisation: who they are and what they do."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from grandis.hub.core.domain import people as domain
from grandis.hub.core.forms import HubForm
from grandis.hub.core.forms.people import DutiesForm, InvitePersonForm
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Appointment, Invitation, Organisation
from grandis.hub.core.rules import may_edit_people
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.acting import ask_to_check, done, is_checked, sent
from grandis.hub.core.views.doors import inside
from grandis.hub.core.views.lists import page_of
from grandis.hub.core.visibility import see, seen_or_404

either = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@inside
def people(request: HubRequest, cluster: str) -> HttpResponse:
    """Everybody who acts for the organisation, and who has been invited."""
    viewer = request.viewer
    organisation = _organisation(viewer)
    invitations = see(viewer, Invitation).filter(
        organisation=organisation, accepted_at=None, withdrawn_at=None
    )
    shown = {
        "page": page_of(request, _running(viewer).order_by("person__name", "pk")),
        "invitations": invitations[:50],
        "may_edit": may_edit_people(viewer, organisation),
    }
    return render(request, "core/people.html", shown)


@either
@inside
def invite_person(request: HubRequest, cluster: str) -> HttpResponse:
    """Ask somebody by e-mail to act for the organisation."""
    viewer = request.viewer
    form = InvitePersonForm(sent(request), initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST":
        page = {
            "title": _("Check the invitation"),
            "warning": _("Whoever opens the link in this mail acts for %(name)s.")
            % {"name": _organisation(viewer).name},
            "action": _("Send the invitation"),
        }
        if check := ask_to_check(request, form, **page):
            return check
        if is_checked(request) and done(
            form, viewer, domain.invite_person, _organisation(viewer)
        ):
            messages.success(request, _("The invitation is on its way."))
            return redirect("core:people", cluster=cluster)
    return render(request, "core/invite_person.html", {"form": form})


@either
@inside
def change_duties(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Change what a person does here."""
    appointment = seen_or_404(request.viewer, _running(request.viewer), key=key)
    form = DutiesForm(sent(request), initial={"duties": appointment.duties})
    if request.method == "POST" and done(
        form, request.viewer, domain.change_duties, appointment
    ):
        messages.success(request, _("The duties are changed."))
        return redirect("core:people", cluster=cluster)
    shown = {"form": form, "appointment": appointment}
    return render(request, "core/duties.html", shown)


@either
@inside
def end_appointment(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Let a person leave; they themselves may do so too."""
    viewer = request.viewer
    appointment = seen_or_404(viewer, _running(viewer), key=key)
    form = HubForm(sent(request))
    if request.method == "POST" and done(
        form, viewer, domain.end_appointment, appointment
    ):
        said = _("%(name)s no longer acts for the organisation.")
        messages.success(request, said % {"name": appointment.person.name})
        if appointment.person == viewer.person:
            return redirect("core:start")
        return redirect("core:people", cluster=cluster)
    shown = {"form": form, "appointment": appointment}
    return render(request, "core/end_appointment.html", shown)


@either
@inside
def withdraw_invitation(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Make a link worthless that was sent by mistake."""
    viewer = request.viewer
    invitation = seen_or_404(
        viewer, see(viewer, Invitation).select_related("organisation"), key=key
    )
    form = HubForm(sent(request))
    if request.method == "POST" and done(
        form, viewer, domain.withdraw_invitation, invitation
    ):
        messages.success(request, _("The invitation is withdrawn."))
        if invitation.organisation == viewer.organisation:
            return redirect("core:people", cluster=cluster)
        there = invitation.organisation.key
        return redirect("core:organisation", cluster=cluster, key=there)
    shown = {"form": form, "invitation": invitation}
    return render(request, "core/withdraw_invitation.html", shown)


def _running(viewer: Viewer) -> QuerySet[Appointment]:
    return (
        see(viewer, Appointment)
        .filter(organisation=_organisation(viewer), ended_at=None)
        .select_related("person", "organisation")
    )


def _organisation(viewer: Viewer) -> Organisation:
    assert viewer.organisation is not None  # the door has made sure
    return viewer.organisation
