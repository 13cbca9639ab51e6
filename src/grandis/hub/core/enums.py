"""What an organisation is to its cluster, and what its people do there."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an organisation, and so everybody who acts for it, is to the cluster."""

    COORDINATOR = "coordinator", _("Coordinator")
    MEMBER = "member", _("Member")
    RESEARCH = "research", _("Research member")
    CUSTOMER = "customer", _("Customer")
    TRUSTEE = "trustee", _("Trustee")
    AGENCY = "agency", _("Agency")
    PARTNER = "partner", _("Partner cluster")
    PUBLIC = "public", _("Public")


#: Roles whose organisations belong to the cluster and stand in its directory.
MEMBERS = (Role.MEMBER, Role.RESEARCH)


class Duty(models.TextChoices):
    """What a person does within an organisation."""

    OWNER = "owner", _("Owner")
    SALES = "sales", _("Sales")
    PRODUCTION = "production", _("Production")
    ACCOUNTS = "accounts", _("Accounts")


class Standing(models.TextChoices):
    """How far an organisation and the cluster have agreed to belong together."""

    INVITED = "invited", _("Invited by the cluster")
    APPLIED = "applied", _("Asks to join")
    CONFIRMED = "confirmed", _("Confirmed by both sides")
    LEFT = "left", _("Has left")


class Audience(models.TextChoices):
    """Who may read a journal entry."""

    PUBLIC = "public", _("Everybody")
    CLUSTER = "cluster", _("All who belong to the cluster")
    COORDINATED = "coordinated", _("The organisation and the coordinator")
    OWN = "own", _("The organisation alone")
