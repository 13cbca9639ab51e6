"""Who may change what in the directory and in an organisation's own records.

The coordinator keeps the directory together with the owners. What is
confidential, and what a company gives away by its own consent, is the
company's alone.
"""

from grandis.hub.core.enums import Duty
from grandis.hub.core.models import Organisation
from grandis.hub.core.rules import coordinates
from grandis.hub.core.viewer import Viewer


def may_keep_directory(viewer: Viewer, organisation: Organisation) -> bool:
    """Profile, expertise, sites and certificates: owners and the coordinator."""
    return viewer.acts_for(organisation, Duty.OWNER) or coordinates(
        viewer, organisation
    )


def may_present(viewer: Viewer, organisation: Organisation) -> bool:
    """Products, markets, contacts and offers: sales too."""
    return viewer.acts_for(organisation, Duty.SALES) or coordinates(
        viewer, organisation
    )


def may_keep_resources(viewer: Viewer, organisation: Organisation) -> bool:
    """Resources, calendars and loads: the organisation's own production."""
    return viewer.acts_for(organisation, Duty.PRODUCTION)


def may_keep_rates(viewer: Viewer, organisation: Organisation) -> bool:
    """Hourly rates: the organisation's own production and sales."""
    return viewer.acts_for(organisation, Duty.PRODUCTION, Duty.SALES)


def may_keep_figures(viewer: Viewer, organisation: Organisation) -> bool:
    """Turnover, jobs and export: the organisation's own accounts."""
    return viewer.acts_for(organisation, Duty.ACCOUNTS)


def may_consent(viewer: Viewer, organisation: Organisation) -> bool:
    """To show what was not shown before: the organisation's owners alone."""
    return viewer.acts_for(organisation, Duty.OWNER)


def may_keep_fees(viewer: Viewer, organisation: Organisation) -> bool:
    """Membership fees: the coordinator."""
    return coordinates(viewer, organisation)


def may_log_hours(viewer: Viewer, organisation: Organisation) -> bool:
    """Hours: everybody for the own organisation."""
    return viewer.acts_for(organisation)
