"""The tables of quotations and plans."""

from grandis.hub.chains.models.plans import (
    CalendarFeed,
    HandOver,
    Plan,
    PlanRun,
    RunSecret,
    Work,
)
from grandis.hub.chains.models.quotations import AloneAnswer, Quotation, Workings

__all__ = [
    "AloneAnswer",
    "CalendarFeed",
    "HandOver",
    "Plan",
    "PlanRun",
    "Quotation",
    "RunSecret",
    "Work",
    "Workings",
]
