"""Signs of life of the processes that work in the background."""

from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import DatabaseError, connection
from django.utils import timezone

from grandis.hub.core.models import Heartbeat

WORKER = "worker"
EVERY = timedelta(seconds=30)
#: Older than this, nobody is there any more.
DEAD_AFTER = timedelta(minutes=3)


def beat(name: str) -> None:
    """Say that a process is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def last_beat(name: str) -> datetime | None:
    """When a process was last alive; None if it never was."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def is_alive(at: datetime) -> bool:
    """Whether a process that was last alive then still is."""
    return timezone.now() - at < DEAD_AFTER


def keep_beating(name: str) -> Event:
    """Say so every half minute, in a thread of its own, until the event is set.

    A long task must not look like a dead worker.
    """
    stop = Event()
    Thread(target=_beat_until, args=(name, stop), name=name, daemon=True).start()
    return stop


def _beat_until(name: str, stop: Event) -> None:
    while True:
        try:
            beat(name)
        except DatabaseError:
            pass  # the next one may work; health tells if none does
        finally:
            connection.close()
        if stop.wait(EVERY.total_seconds()):
            return
