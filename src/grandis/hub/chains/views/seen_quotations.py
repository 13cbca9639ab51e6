"""Quotations as their readers fetch them: never with the bytes of the document."""

from django.db.models import QuerySet

from grandis.hub.chains.models import Quotation
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see


def seen_quotations(viewer: Viewer) -> QuerySet[Quotation]:
    """The quotations that a viewer may see, with their opportunities."""
    return (
        see(viewer, Quotation)
        .select_related(
            *("opportunity__cluster", "opportunity__customer", "opportunity__issuer")
        )
        .defer("document")
    )
