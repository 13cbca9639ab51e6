"""What is kept of a person who asks: told to them, and forgotten for them.

A person with an account is known by its e-mail address. Whoever has none asks the
coordinator, who removes it on the opportunity's page.
"""

from typing import Any

from grandis.hub.core.domain.verbs import require, verb
from grandis.hub.core.models import Person
from grandis.hub.core.viewer import Viewer
from grandis.hub.market import rules
from grandis.hub.market.domain.opportunities import record
from grandis.hub.market.enums import State
from grandis.hub.market.models import Enquirer, Opportunity, TrackingLink


def tell(person: Person) -> list[dict[str, Any]]:
    """The enquiries made with a person's address."""
    return [
        {
            "opportunity": row.opportunity.key,
            "cluster": row.opportunity.cluster.name,
            "title": row.opportunity.title,
            "name": row.name,
            "company": row.company,
            "email": row.email,
            "phone": row.phone,
            "language": row.language,
            "asked_at": row.opportunity.created_at,
        }
        for row in _of(person).select_related("opportunity__cluster")
    ]


def forget(person: Person) -> None:
    """Remove a person from all enquiries; what was asked for stays."""
    rows = _of(person)
    asked = list(rows.values_list("opportunity", flat=True))
    TrackingLink.objects.filter(opportunity__in=asked).delete()
    rows.delete()


def _of(person: Person) -> Any:
    return Enquirer.objects.filter(email__iexact=person.email)


@verb
def erase(opportunity: Opportunity, *, by: Viewer) -> Opportunity:
    """Remove the person behind an enquiry from all that they asked this cluster.

    The links that were sent to them go too; what was asked for stays.
    """
    require(rules.serves(by, opportunity), by, "erase the person who asked")
    known = Enquirer.objects.filter(opportunity=opportunity).first()
    if known is None:
        return opportunity
    asked = Opportunity.objects.filter(
        cluster=opportunity.cluster_id, enquirer__email=known.email
    )
    for each in asked.order_by("pk"):
        TrackingLink.objects.filter(opportunity=each).delete()
        Enquirer.objects.filter(opportunity=each).delete()
        if each.state != State.UNCONFIRMED:
            record(each, "enquirer_erased", by)
    return opportunity
