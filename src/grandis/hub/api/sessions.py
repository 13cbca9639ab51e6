"""Who a program acts for: the person of the token that it shows."""

from django.http import HttpRequest

from grandis.hub.api.domain.tokens import PREFIX, hash_of, is_unnoted, note_use
from grandis.hub.api.models import ApiToken
from grandis.hub.core.guard import trusted
from grandis.hub.core.models import Cluster
from grandis.hub.core.sessions import acting_by
from grandis.hub.core.viewer import Viewer

#: Tokens are accepted below this path and nowhere else.
ROOT = "/api/"


def viewer_of_request(request: HttpRequest, cluster: Cluster) -> Viewer | None:
    """The viewer that a request's token stands for in a cluster, if there is one.

    The token stays on the request for `v1.security`, which refuses a request
    whose token is worthless or belongs to another cluster.
    """
    secret = secret_of(request)
    if secret is None:
        return None
    token = token_of(secret)
    request.api_token = token  # type: ignore[attr-defined]
    if token is None or token.appointment.organisation.cluster_id != cluster.pk:
        return None
    if is_unnoted(token):  # no transaction, which locks a database, for each reading
        note_use(token)
    return acting_by(token.appointment)


def secret_of(request: HttpRequest) -> str | None:
    """What a request to the interface shows as its token."""
    if not request.path_info.startswith(ROOT):
        return None
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else None


def token_of(secret: str) -> ApiToken | None:
    """The token with a secret, while it works and its person acts in the cluster."""
    if not secret.startswith(PREFIX):
        return None
    with trusted():
        token = (
            ApiToken.objects.select_related(
                "appointment__person", "appointment__organisation__cluster"
            )
            .filter(secret_hash=hash_of(secret), appointment__ended_at=None)
            .first()
        )
    if token is None or not token.works or not token.appointment.person.is_active:
        return None
    return token if token.appointment.organisation.is_confirmed else None
