"""The rows of the directory."""

from grandis.hub.members.models.base import Owned
from grandis.hub.members.models.calendars import Closure, Load, Shift
from grandis.hub.members.models.certificates import Certificate, in_force_on
from grandis.hub.members.models.figures import Figures, LinkedCompany
from grandis.hub.members.models.membership import HoursLogged, MembershipFee
from grandis.hub.members.models.profiles import (
    ContactPerson,
    Expertise,
    Market,
    Product,
    Profile,
    PublishedSize,
    ResearchOffer,
)
from grandis.hub.members.models.resources import Resource, ResourceRate, Site
from grandis.hub.members.models.search import SearchEntry

__all__ = [
    "Certificate",
    "Closure",
    "ContactPerson",
    "Expertise",
    "Figures",
    "HoursLogged",
    "LinkedCompany",
    "Load",
    "Market",
    "MembershipFee",
    "Owned",
    "Product",
    "Profile",
    "PublishedSize",
    "ResearchOffer",
    "Resource",
    "ResourceRate",
    "SearchEntry",
    "Shift",
    "Site",
    "in_force_on",
]
