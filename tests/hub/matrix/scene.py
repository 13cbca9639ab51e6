"""What the targets of all apps are about: the cast and its rows."""

from dataclasses import dataclass
from functools import cached_property

from tests.cast import Cast, join
from tests.hub.members.filling import Filled

from grandis.hub.core.domain import joining
from grandis.hub.core.enums import Role
from grandis.hub.core.models import Organisation

#: The arguments of a page's address.
Arguments = dict[str, object]
#: The arguments of pages, by page and state; "" when there is one state.
States = dict[str, dict[str, Arguments]]


@dataclass
class Scene:
    """The cast, the rows of its members, and an organisation in each state."""

    cast: Cast
    filled: Filled

    def here(self, **more: object) -> Arguments:
        """The arguments of a page below the cluster."""
        return {"cluster": self.cast.cluster.slug, **more}

    @cached_property
    def own(self) -> Organisation:
        """The member's own: Kamštūna, whom the table calls *member*."""
        return self.cast.organisation(self.cast.ona)

    @cached_property
    def invited(self) -> Organisation:
        """One that has not agreed yet."""
        return self.cast.organisation(self.cast.jonas)

    @cached_property
    def left(self) -> Organisation:
        """A member that has left."""
        rasa = self.cast.rasa
        owner = join(
            self.cast.cluster, rasa, Role.MEMBER, "UAB Buvęs", "Buvęs Buvaitis"
        )
        organisation = owner.appointments.get().organisation
        return joining.leave(organisation, by=self.cast.viewer(rasa))
