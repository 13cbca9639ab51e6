"""A person's tokens: listed, made, revoked; the secret is shown once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from grandis.hub.api.domain.tokens import (
    hash_of,
    make_token,
    new_secret,
    revoke_token,
)
from grandis.hub.api.forms import TokenForm
from grandis.hub.api.models import ApiToken
from grandis.hub.api.rules import may_make_tokens
from grandis.hub.core.errors import Refused
from grandis.hub.core.forms import HubForm
from grandis.hub.core.http import HubRequest
from grandis.hub.core.views.acting import carry_out
from grandis.hub.core.views.doors import inside
from grandis.hub.core.views.lists import page_of
from grandis.hub.core.visibility import see, seen_or_404


@inside
def index(request: HubRequest, cluster: str) -> HttpResponse:
    """The person's tokens in this cluster."""
    tokens = see(request.viewer, ApiToken).select_related("appointment__organisation")
    told = {"page": page_of(request, tokens), "may_make": _may_make(request)}
    return render(request, "api/tokens.html", told)


@inside
@never_cache
def make(request: HubRequest, cluster: str) -> HttpResponse:
    """Make a token; the answer to the form is the only place its secret stands."""
    if not _may_make(request):
        raise Refused(f"{request.viewer.role.label} may not make tokens")
    form = TokenForm(request.POST or None)
    if request.method == "POST":
        secret = new_secret()
        token = carry_out(
            form,
            request.viewer,
            make_token,
            request.viewer.organisation,
            secret=secret,
        )
        if token is not None:
            # The form sent twice: the first answer had the secret, and it is lost.
            shown = secret if token.secret_hash == hash_of(secret) else ""
            return render(
                request, "api/token_made.html", {"token": token, "secret": shown}
            )
    return render(request, "api/token_form.html", {"form": form})


@inside
def revoke(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Revoke a token, after asking."""
    tokens = see(request.viewer, ApiToken).select_related("appointment__organisation")
    token = seen_or_404(request.viewer, tokens, key=key)
    form = HubForm(request.POST or None)
    if request.method == "POST":
        carry_out(form, request.viewer, revoke_token, token)
        messages.success(request, _("The token no longer works."))
        return redirect("tokens:index", cluster=cluster)
    told = {
        "form": form,
        "title": _("Revoke the token “%(name)s”?") % {"name": token.name},
        "text": _("The program that uses it loses its access at once and for good."),
        "confirm": _("Revoke the token"),
        "cancel": reverse("tokens:index", kwargs={"cluster": cluster}),
    }
    return render(request, "ui/confirm.html", told)


def _may_make(request: HubRequest) -> bool:
    organisation = request.viewer.organisation
    return organisation is not None and may_make_tokens(request.viewer, organisation)
