"""The demo's people for its sign-in page."""

from typing import NamedTuple

from django import template

from grandis.hub.core.enums import Duty, Role
from grandis.hub.core.guard import trusted
from grandis.hub.core.models import Appointment, Person

register = template.Library()


class Account(NamedTuple):
    """A person to try, and as what."""

    person: Person
    role: str
    organisation: str


@register.simple_tag
def demo_accounts() -> list[Account]:
    """One account for each role, a competitor and somebody from production too.

    These accounts are the demo's and hold nothing: anybody may see that they
    are there.
    """
    with trusted():
        running = list(
            Appointment.objects.filter(person__is_demo=True, ended_at=None)
            .select_related("person", "organisation")
            .order_by("pk")
        )
    shown: dict[tuple[str, bool], list[Account]] = {}
    for each in running:
        role, owns = Role(each.organisation.role), Duty.OWNER in each.as_duties
        label = role.label if owns else Duty(each.duties[0]).label
        account = Account(each.person, str(label), each.organisation.name)
        shown.setdefault((role, owns), []).append(account)
    return [
        account
        for (role, owns), accounts in shown.items()
        for account in accounts[: 2 if role == Role.MEMBER and owns else 1]
    ]
