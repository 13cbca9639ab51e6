"""Who may do what with clusters, organisations and people."""

from grandis.hub.core.enums import Duty
from grandis.hub.core.guard import trusted
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer


def may_run_cluster(viewer: Viewer) -> bool:
    """Whether the viewer is the cluster's coordinator."""
    return viewer.is_coordinator


def may_invite_people(viewer: Viewer, organisation: Organisation) -> bool:
    """Owners invite into their organisation; the coordinator only its first person.

    So a coordinator can never place somebody inside a member to read its secrets.
    """
    if viewer.acts_for(organisation, Duty.OWNER):
        return True
    if not coordinates(viewer, organisation):
        return False
    with trusted():
        return not organisation.appointments.exists()


def may_edit_organisation(viewer: Viewer, organisation: Organisation) -> bool:
    """Whether the viewer may change what the directory says of an organisation.

    The coordinator keeps the directory together with the owners; what is
    confidential stands elsewhere and is the organisation's alone.
    """
    return viewer.acts_for(organisation, Duty.OWNER) or coordinates(
        viewer, organisation
    )


def coordinates(viewer: Viewer, organisation: Organisation) -> bool:
    """Whether the viewer is the coordinator of the organisation's cluster."""
    return (
        viewer.is_coordinator
        and viewer.cluster is not None
        and organisation.cluster_id == viewer.cluster.pk
    )


def may_agree(viewer: Viewer, organisation: Organisation) -> bool:
    """Whether the viewer may say yes for the organisation."""
    return viewer.acts_for(organisation, Duty.OWNER)


def may_edit_people(viewer: Viewer, organisation: Organisation) -> bool:
    """Whether the viewer may change duties and end appointments."""
    return viewer.acts_for(organisation, Duty.OWNER)
