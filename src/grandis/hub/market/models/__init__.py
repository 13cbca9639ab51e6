"""The tables of the market."""

from grandis.hub.market.models.enquirers import Enquirer, TrackingLink
from grandis.hub.market.models.opportunities import (
    LANGUAGES,
    Attachment,
    CallOff,
    Opportunity,
    Part,
)
from grandis.hub.market.models.rates import ExchangeRate
from grandis.hub.market.models.tools import StandingTool

__all__ = [
    "LANGUAGES",
    "Attachment",
    "CallOff",
    "Enquirer",
    "ExchangeRate",
    "Opportunity",
    "Part",
    "StandingTool",
    "TrackingLink",
]
