"""What a token may be used for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """A part of what the token's person may do."""

    READ = "read", _("Read what is not confidential")
    CONFIDENTIAL_READ = (
        "confidential:read",
        _("Read confidential data: people, calendars, load, fees and hours"),
    )
    DIRECTORY_WRITE = (
        "directory:write",
        _("Change the directory: profiles, sites, machines, certificates"),
    )
    CONFIDENTIAL_WRITE = (
        "confidential:write",
        _("Change confidential data: calendars, load, fees and hours"),
    )
    MEMBERSHIP_WRITE = (
        "membership:write",
        _("Invite, confirm and leave: who belongs to the cluster"),
    )
    PEOPLE_WRITE = (
        "people:write",
        _("Invite people, change their duties, end what they do"),
    )
    MARKET_READ = (
        "market:read",
        _("Read opportunities, their files and quotations"),
    )
    MARKET_WRITE = (
        "market:write",
        _("Enter and change opportunities, exchange rates and quotations"),
    )
    PLANS_READ = "plans:read", _("Read plans and planned work")
    PLANS_WRITE = "plans:write", _("Ask for plans, publish and withdraw them")
