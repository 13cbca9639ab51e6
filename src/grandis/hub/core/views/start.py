"""The way in: which cluster, which organisation, which language."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.http import require_GET, require_POST

from grandis.hub.core.domain import people
from grandis.hub.core.http import HubRequest
from grandis.hub.core.sessions import (
    choose_organisation,
    clusters_of,
    organisations_of,
    public_clusters,
)
from grandis.hub.core.views.doors import inside


@require_GET
def start(request: HubRequest) -> HttpResponse:
    """The front page; who belongs to one cluster goes straight there."""
    person = request.viewer.person
    own = clusters_of(person) if person else []
    if len(own) == 1:
        return redirect("core:home", cluster=own[0].slug)
    shown = {"own": own, "clusters": public_clusters()}
    return render(request, "core/start.html", shown)


@require_GET
def favicon(request: HubRequest) -> HttpResponse:
    """The picture that browsers ask for beside pages that are no HTML."""
    return redirect(static("ui/mark.svg"))


@require_POST
@inside
def act_for(request: HubRequest, cluster: str) -> HttpResponse:
    """Act for another of one's organisations in this cluster from now on."""
    viewer = request.viewer
    assert viewer.person is not None
    assert viewer.cluster is not None
    for organisation in organisations_of(viewer.person, viewer.cluster):
        if organisation.key == request.POST.get("organisation"):
            choose_organisation(request, organisation)
            said = _("You now act for %(name)s.") % {"name": organisation.name}
            messages.success(request, said)
            return redirect("core:home", cluster=cluster)
    raise Http404("no such organisation")


@require_POST
def set_language(request: HubRequest) -> HttpResponse:
    """Speak another language: now, and to this person from now on."""
    language = request.POST.get("language", "")
    if request.viewer.person and language in dict(settings.LANGUAGES):
        people.edit_profile(request.viewer.person, by=request.viewer, language=language)
    return i18n.set_language(request)
