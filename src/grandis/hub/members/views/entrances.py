"""How people get to these pages: the menu, the public page, and what needs them."""

from django.utils.translation import gettext_lazy

from grandis.hub.core import home, navigation, public_sections
from grandis.hub.core.enums import MEMBERS, Role
from grandis.hub.members.needs import needs_of
from grandis.hub.members.views.coverage import public_chain

MENU = (
    (gettext_lazy("Members"), "members:directory", tuple(Role), 10),
    (gettext_lazy("Find"), "members:find", tuple(Role), 12),
    (gettext_lazy("Value chain"), "members:coverage", tuple(Role), 14),
    (gettext_lazy("My company"), "members:own_company", MEMBERS, 16),
    (gettext_lazy("Hours"), "members:hours", (Role.COORDINATOR, *MEMBERS), 70),
    (gettext_lazy("Fees"), "members:fees", (Role.COORDINATOR,), 72),
)


def register_entrances() -> None:
    """Register all of it; the app calls this when it starts."""
    for label, url_name, roles, order in MENU:
        navigation.register(label, url_name, roles=roles, order=order)
    public_sections.register("members/public_section.html", public_chain, order=10)
    home.register(needs_of)
