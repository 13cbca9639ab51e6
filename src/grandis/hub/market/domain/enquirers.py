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
    """Remove the person behind an enquiry, and the links that led to them."""
    require(rules.serves(by, opportunity), by, "erase the person who asked")
    TrackingLink.objects.filter(opportunity=opportunity).delete()
    if Enquirer.objects.filter(opportunity=opportunity).delete()[0]:
        record(opportunity, "enquirer_erased", by)
    return opportunity
