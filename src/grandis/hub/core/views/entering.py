"""Coming in by invitation."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from grandis.hub.core.domain import people
from grandis.hub.core.forms import HubForm
from grandis.hub.core.forms.people import NewPersonForm
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Appointment, Invitation
from grandis.hub.core.views.acting import carry_out, sent

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HubRequest, secret: str) -> HttpResponse:
    """Accept an invitation: as whoever is signed in, or with a new account."""
    invited = people.invitation_of(secret)
    if invited is None:
        raise Http404("no such invitation")
    form = _form(request, invited)
    if request.method == "POST" and (
        appointment := carry_out(
            form, request.viewer, people.accept_invitation, invited
        )
    ):
        return _welcome(request, form, invited, appointment)
    if not invited.is_open:
        said = people.why_closed(invited)
        shown = {"invitation": invited, "said": said}
        return render(request, "core/invitation_closed.html", shown, status=410)
    person = request.viewer.person
    shown = {
        "form": form,
        "invitation": invited,
        "has_account": people.has_account(invited.email),
        "is_for_another": person is not None and person.email != invited.email,
    }
    return render(request, "core/invitation.html", shown)


def _form(request: HubRequest, invited: Invitation) -> HubForm:
    if request.viewer.person is not None:
        return HubForm(sent(request))
    return NewPersonForm(sent(request), invitation=invited)


def _welcome(
    request: HubRequest, form: HubForm, invited: Invitation, came: Appointment
) -> HttpResponse:
    """Sign the new person in and show them their cluster.

    The form may have been sent twice, so that the account exists already: its
    password decides, as when signing in.
    """
    organisation = invited.organisation
    if request.viewer.person is None:
        if not came.person.check_password(form.cleaned_data["password"]):
            return redirect("account_login")
        login(request, came.person, BACKEND)
    said = _("Welcome. You now act for %(name)s.") % {"name": organisation.name}
    messages.success(request, said)
    return redirect("core:home", cluster=organisation.cluster.slug)
