"""A person's own data: seen, changed, taken along, erased."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from grandis.hub.core.domain import people, personal
from grandis.hub.core.forms.people import EraseForm, ProfileForm
from grandis.hub.core.http import HubRequest
from grandis.hub.core.views.acting import done, sent
from grandis.hub.core.views.doors import signed_in

either = require_http_methods(["GET", "HEAD", "POST"])


@either
@signed_in
def profile(request: HubRequest) -> HttpResponse:
    """Name, telephone number and language."""
    person = request.viewer.person
    assert person is not None
    before = {"name": person.name, "phone": person.phone, "language": person.language}
    form = ProfileForm(sent(request), initial=before)
    if request.method == "POST" and done(
        form, request.viewer, people.edit_profile, person
    ):
        messages.success(request, _("The changes are saved."))
        return redirect("core:profile")
    return render(request, "core/profile.html", {"form": form})


@require_GET
@signed_in
def personal_data(request: HubRequest) -> HttpResponse:
    """What is stored about the person, and what they can do with it."""
    return render(request, "core/personal_data.html")


@never_cache
@require_GET
@signed_in
def download(request: HubRequest) -> HttpResponse:
    """Everything that is stored about the person, as a file."""
    person = request.viewer.person
    assert person is not None
    told = personal.tell_all(person, by=request.viewer)
    return JsonResponse(
        told,
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": 'attachment; filename="grandis-my-data.json"'},
    )


@either
@signed_in
@reauthentication_required  # type: ignore[untyped-decorator]
def erase(request: HubRequest) -> HttpResponse:
    """Forget the person, after a last question."""
    person = request.viewer.person
    assert person is not None
    form = EraseForm(sent(request))
    if request.method == "POST" and done(
        form, request.viewer, personal.erase_person, person
    ):
        logout(request)
        messages.success(request, _("Your data are erased. Goodbye."))
        return redirect("core:start")
    return render(request, "core/erase.html", {"form": form})
