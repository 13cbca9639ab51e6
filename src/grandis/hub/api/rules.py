"""Who may make tokens."""

from grandis.hub.api.models import ApiToken
from grandis.hub.core.enums import Role
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer


def may_make_tokens(viewer: Viewer, organisation: Organisation) -> bool:
    """Whoever acts for an organisation that belongs to the cluster."""
    return viewer.acts_for(organisation) and viewer.role != Role.PUBLIC


def may_revoke(viewer: Viewer, token: ApiToken) -> bool:
    """The person of the token."""
    return viewer.person is not None and token.appointment.person_id == viewer.person.pk
