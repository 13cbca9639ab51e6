"""Who may do what with opportunities."""

from grandis.hub.core.enums import MEMBERS, Duty, Role
from grandis.hub.core.viewer import Viewer
from grandis.hub.market.enums import ENDED, Source, State
from grandis.hub.market.followers import Follower
from grandis.hub.market.models import Opportunity

#: The ways in which each role brings opportunities in.
WAYS = {
    Role.PUBLIC: {Source.FORM},
    Role.CUSTOMER: {Source.CUSTOMER, Source.INTERFACE},
    Role.COORDINATOR: {
        Source.COORDINATOR,
        Source.SPREADSHEET,
        Source.FILE,
        Source.INTERFACE,
    },
    **{role: {Source.IDEA, Source.INTERFACE} for role in MEMBERS},
}
#: Duties of those who ask and offer for their organisation.
TRADING = frozenset({Duty.OWNER, Duty.SALES})


def trades(viewer: Viewer) -> bool:
    """Whether the viewer asks and offers for its organisation."""
    return viewer.is_coordinator or bool(viewer.duties & TRADING)


def may_enter(viewer: Viewer, source: Source) -> bool:
    """Whether the viewer may bring an opportunity in, in this way."""
    if source not in WAYS.get(viewer.role, ()):
        return False
    return viewer.role == Role.PUBLIC or trades(viewer)


def is_idea(opportunity: Opportunity) -> bool:
    """Whether it is a product idea of a member, which has no customer."""
    return opportunity.issuer.role in MEMBERS


def issues(viewer: Viewer, opportunity: Opportunity) -> bool:
    """Whether the viewer acts for whoever invites for the opportunity."""
    return (
        viewer.organisation is not None
        and viewer.organisation.pk == opportunity.issuer_id
        and (viewer.is_coordinator or viewer.is_member)
        and trades(viewer)
    )


def is_customer(viewer: Viewer, opportunity: Opportunity) -> bool:
    """Whether the viewer is the customer, by account or by private link."""
    if isinstance(viewer, Follower):
        return viewer.follows == opportunity.pk
    return (
        viewer.role == Role.CUSTOMER
        and viewer.organisation is not None
        and viewer.organisation.pk == opportunity.customer_id
        and trades(viewer)
    )


def serves(viewer: Viewer, opportunity: Opportunity) -> bool:
    """Whether the viewer is the coordinator and the opportunity has reached it."""
    return (
        viewer.is_coordinator
        and viewer.cluster is not None
        and viewer.cluster.pk == opportunity.cluster_id
        and opportunity.state not in {State.UNCONFIRMED, State.DRAFT}
    )


def may_change(viewer: Viewer, opportunity: Opportunity) -> bool:
    """Whether the viewer may change what is asked for: its issuer."""
    return issues(viewer, opportunity) and opportunity.state != State.UNCONFIRMED


def may_revise(viewer: Viewer, opportunity: Opportunity) -> bool:
    """Whether the viewer may replace it by a revision: issuer or customer."""
    return issues(viewer, opportunity) or is_customer(viewer, opportunity)


def may_quote(viewer: Viewer, opportunity: Opportunity) -> bool:
    """Whether the viewer may say that a quotation went out."""
    return serves(viewer, opportunity)


def may_end(viewer: Viewer, opportunity: Opportunity, state: State) -> bool:
    """Issuer and coordinator end it; a customer may accept or decline an offer."""
    if issues(viewer, opportunity) or serves(viewer, opportunity):
        return True
    offered = opportunity.state == State.QUOTED and state in {State.WON, State.LOST}
    return offered and is_customer(viewer, opportunity)


def may_place(viewer: Viewer, opportunity: Opportunity) -> bool:
    """Whether the viewer may say where the customer's tool stands."""
    return serves(viewer, opportunity) and opportunity.state not in ENDED


def may_attach(viewer: Viewer, opportunity: Opportunity) -> bool:
    """Whether the viewer may add files: all who ask for it or work on it."""
    if opportunity.state in ENDED:
        return False
    return (
        issues(viewer, opportunity)
        or serves(viewer, opportunity)
        or is_customer(viewer, opportunity)
    )
