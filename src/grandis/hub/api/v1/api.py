"""Version 1 of the interface, with all its operations."""

from grandis.hub.api.v1.chains import asking, plans, quotations, runs, spotting
from grandis.hub.api.v1.core import clusters, journal, organisations, people
from grandis.hub.api.v1.interface import Interface
from grandis.hub.api.v1.market import attachments, opportunities, rates, tools
from grandis.hub.api.v1.members import (
    calendars,
    figures,
    finding,
    membership,
    profiles,
    resources,
)

api = Interface(
    title="Grandis",
    version="1",
    description="Reads and changes what a cluster keeps in Grandis.",
    docs_url=None,
    urls_namespace="api:v1",
)
for part in (
    clusters,
    organisations,
    people,
    profiles,
    resources,
    calendars,
    figures,
    membership,
    finding,
    opportunities,
    tools,
    attachments,
    rates,
    quotations,
    runs,
    plans,
    asking,
    spotting,
    journal,
):
    api.add_router("", part.router)
