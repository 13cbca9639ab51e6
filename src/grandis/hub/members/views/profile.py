"""The organisation's page in the directory, as its keepers change it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from grandis.hub.core.domain.verbs import require
from grandis.hub.core.enums import MEMBERS
from grandis.hub.core.http import HubRequest
from grandis.hub.core.views.acting import ask_to_check, carry_out, is_checked
from grandis.hub.core.views.doors import inside
from grandis.hub.core.visibility import see_of
from grandis.hub.members.domain.profiles import edit_profile
from grandis.hub.members.forms.profiles import ProfileForm
from grandis.hub.members.models import Profile
from grandis.hub.members.rules import may_keep_directory
from grandis.hub.members.views.company import organisation_of
from grandis.hub.members.views.rows import either


@either
@inside
def profile(request: HubRequest, cluster: str, organisation: str) -> HttpResponse:
    """Write or change the profile; showing it in public is checked first."""
    viewer = request.viewer
    owner = organisation_of(viewer, organisation)
    if owner.role not in MEMBERS:
        raise Http404("only members have a profile")
    require(may_keep_directory(viewer, owner), viewer, "change the profile")
    row = see_of(viewer, Profile, owner).first()
    form = ProfileForm(request.POST or None, viewer=viewer, organisation=owner, row=row)
    page = {"organisation": owner, "form": form}
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        if form.opens and (
            check := ask_to_check(
                request,
                form,
                title=_("Show the company in public"),
                warning=_(
                    "Everybody will see the profile, sites, certificates, expertise, "
                    "products, markets and published machines, also without signing in."
                ),
                action=_("Show it in public"),
            )
        ):
            return check
        if not form.opens or is_checked(request):
            if carry_out(form, viewer, edit_profile, owner):
                messages.success(request, _("The profile is saved."))
                return redirect("members:company", cluster, organisation)
            if form.conflict:
                form.meet(form.conflict)
    return render(request, "members/profile_form.html", page)
