"""The rows that every app builds on."""

from grandis.hub.core.models.base import Keyed, Versioned, new_key
from grandis.hub.core.models.people import (
    CONFIRMED,
    Appointment,
    Cluster,
    Invitation,
    Organisation,
    Person,
)
from grandis.hub.core.models.records import (
    AccessEntry,
    DoneRequest,
    Heartbeat,
    JournalCheckpoint,
    JournalEntry,
    JournalHead,
    JournalNode,
)

__all__ = [
    "CONFIRMED",
    "AccessEntry",
    "Appointment",
    "Cluster",
    "DoneRequest",
    "Heartbeat",
    "Invitation",
    "JournalCheckpoint",
    "JournalEntry",
    "JournalHead",
    "JournalNode",
    "Keyed",
    "Organisation",
    "Person",
    "Versioned",
    "new_key",
]
